"""How often one person or one address may write without waiting."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from portal.limits import within

PER_HOUR = 10
HOUR = 3600


def may_write(request: HttpRequest) -> bool:
    """Count one more text of this sender; return whether it is within the limit."""
    person = request.user
    # A whole administration may sit behind one address: who is signed in is counted alone.
    sender = f"person:{person.pk}" if person.is_authenticated else _address(request)
    return within("desk", sender, most=PER_HOUR, seconds=HOUR)


def _address(request: HttpRequest) -> str:
    return f"address:{get_adapter().get_client_ip(request)}"
