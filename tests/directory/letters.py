"""Letters that name a contact point: how they are recorded, and verified by two."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from directory.models import Administration, Nomination, Person
from portal.desk.models import WorkItem
from tests.files import samples
from tests.people import make_person

ADD = "directory:nomination_add"


def letter(name: str = "letter.pdf", body: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body or samples.pdf(), "application/pdf")


def values(home: Administration, **changes: Any) -> dict[str, Any]:
    """Return a complete form."""
    return {
        "administration": home.pk, "seat": "contact-point", "given_name": "Nia",
        "family_name": "New", "email": "nia.new@arcadia.example", "language": "fr",
        "file": letter(), "sender": "The Director General", "channel": "e-mail",
        "dated": "2026-03-12",
    } | changes  # fmt: skip


def accept_by_two(first: Person) -> Person:
    """Verify as two officers, and return the second."""
    second = make_person("Cora Colleague")
    second.assign_role("secretariat", by=None)
    assert WorkItem.objects.get().decide("accept", by=first) == "second"
    assert Nomination.objects.get().is_open
    assert WorkItem.objects.get().decide("accept", by=second) == "done"
    return second
