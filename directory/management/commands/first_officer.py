"""`manage.py first_officer EMAIL`: lets the operator of an empty production system in."""

from argparse import ArgumentParser
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from directory import roles
from directory.models import Person, RoleAssignment
from directory.models.person import normalised_email

FIRST_ROLES = (roles.OFFICER.code, roles.ADMINISTRATOR.code)


class Command(BaseCommand):
    """Create the first Secretariat officer and administrator, once."""

    help = "Create the first Secretariat officer and administrator of an empty portal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("email", help="the person's address; sign-in codes go there")
        parser.add_argument("--given-name", default="", help="left empty: from the address")
        parser.add_argument("--family-name", default="", help="left empty: from the address")
        parser.add_argument("--language", default="en", choices=dict(settings.LANGUAGES))

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the account, and say how to sign in."""
        email = normalised_email(options["email"])
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{options['email']!r} is not an e-mail address.") from None
        person = self._enrol(email, options)
        with translation.override(person.language):
            address = f"{settings.BASE_URL}{reverse('account_request_login_code')}"
        self.stdout.write(
            f"{person.name} is the first Secretariat officer and administrator.\n"
            f"1. Open {address}\n"
            f"2. Type {email}. A code comes by mail; type it on the next page.\n"
            "3. Set up an authenticator app or a passkey at once. Until then the account reads"
            " public pages only."
        )
        self._send(person)

    @transaction.atomic
    def _enrol(self, email: str, options: dict[str, Any]) -> Person:
        if RoleAssignment.objects.current().filter(role__in=FIRST_ROLES).exists():
            raise CommandError(
                "The portal has officers already. One of them makes further accounts, in Directory."
            )
        if Person.objects.filter(email=email).exists():
            raise CommandError(f"{email} has an account without a role. Choose another address.")
        local = email.partition("@")[0].replace("_", ".").split(".")
        person = Person.enrol(
            by=None,
            email=email,
            given_name=options["given_name"] or local[0].title(),
            family_name=options["family_name"] or " ".join(local[1:]).title(),
            language=options["language"],
            state=Person.State.VERIFIED,
        )
        for role in FIRST_ROLES:
            person.assign_role(role, by=None)
        return person

    def _send(self, person: Person) -> None:
        context = {"user": person, "base_url": settings.BASE_URL}
        with translation.override(person.language):
            message = get_adapter().render_mail(
                "account/email/first_officer", person.email, context
            )
        try:
            message.send()
        except OSError as error:
            raise CommandError(
                f"The account is made, but no mail can be sent ({error}). Correct EMAIL_URL: the"
                " sign-in code goes by mail."
            ) from error
        self.stdout.write("A mail with these steps is on its way: it shows that mail works.")
