"""The demo sign-ins that `bin/run` prints."""

from typing import NamedTuple

from directory.models import Person
from directory.second_factor import totp_secret
from portal.home.seed.files import items
from portal.home.seed.people import PASSWORD


class SignIn(NamedTuple):
    """One row of the table."""

    role: str
    email: str
    password: str
    note: str


def sign_ins() -> list[SignIn]:
    """Return the sample persons to sign in as, in the order of the content; none without a demo."""
    people = {person.email: person for person in Person.objects.filter(is_sample=True)}
    chosen = [item for item in items("sample_people.json") if item["sign_in"]]
    chosen.sort(key=lambda item: item["sign_in"]["order"])
    table = []
    for item in chosen:
        person = people.get(item["email"])
        if person:
            secret = totp_secret(person)
            note = f"second step: TOTP secret {secret}" if secret else ""
            table.append(SignIn(item["sign_in"]["label_en"], person.email, PASSWORD, note))
    return table
