"""`manage.py first_officer EMAIL [EMAIL]`: lets the first two officers of a system in."""

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
from portal.audit.models import record

FIRST_ROLES = (roles.OFFICER.code, roles.ADMINISTRATOR.code)
# Two answer for every role: one officer alone could never give anybody one.
NEEDED = 2


def officers() -> int:
    """Return how many Secretariat officers there are who may decide."""
    held = RoleAssignment.objects.current().filter(role=roles.OFFICER.code)
    return held.filter(person__state=Person.State.VERIFIED).count()


class Command(BaseCommand):
    """Create the first Secretariat officers and administrators, while there are fewer than two."""

    help = "Create the first two Secretariat officers and administrators of an empty portal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("email", nargs="+", help="an address; its sign-in codes go there")
        parser.add_argument("--given-name", default="", help="of one; left empty: from the address")
        parser.add_argument("--family-name", default="", help="of one; left empty: from it too")
        parser.add_argument("--language", default="en", choices=dict(settings.LANGUAGES))

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the accounts, and say how to sign in."""
        emails = list(dict.fromkeys(map(normalised_email, options["email"])))
        for email in emails:
            try:
                validate_email(email)
            except ValidationError:
                raise CommandError(f"{email!r} is not an e-mail address.") from None
        if len(emails) > 1 and (options["given_name"] or options["family_name"]):
            raise CommandError("A name belongs to one person. Run the command once for each.")
        for person in self._enrol(emails, options):
            self._explain(person)
            self._send(person)
        if officers() < NEEDED:
            self.stdout.write(
                "One officer alone can give nobody a role: two answer for each. Run the command"
                " again with the address of a colleague."
            )

    def _explain(self, person: Person) -> None:
        with translation.override(person.language):
            address = f"{settings.BASE_URL}{reverse('account_request_login_code')}"
        self.stdout.write(
            f"{person.name} is a Secretariat officer and administrator.\n"
            f"1. Open {address}\n"
            f"2. Type {person.email}. A code comes by mail; type it on the next page.\n"
            "3. Set up an authenticator app or a passkey at once. Until then the account reads"
            " public pages only."
        )

    @transaction.atomic
    def _enrol(self, emails: list[str], options: dict[str, Any]) -> list[Person]:
        there = officers()
        if there >= NEEDED:
            raise CommandError(
                "The portal has two officers already. They make further accounts, in Directory."
            )
        if there + len(emails) > NEEDED:
            raise CommandError(f"At most {NEEDED - there} more can be let in this way.")
        if taken := Person.objects.filter(email__in=emails).first():
            raise CommandError(f"{taken.email} has an account already. Choose another address.")
        return [self._enrol_one(email, options) for email in emails]

    def _enrol_one(self, email: str, options: dict[str, Any]) -> Person:
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
        record("directory.first_officer", by=None, on=person)
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
