"""What the portal asks of allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the Secretariat: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: sign-up is closed."""
        return False
