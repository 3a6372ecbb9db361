"""An act that exists only in tests: the position of an administration on a question."""

from typing import Any

from directory.acts import Act, register_act
from directory.models import Person, Signing

ACT = "tests.position"
signed: list[str] = []


def note(signing: Any) -> None:
    """Note that the room was told."""
    signed.append(signing.public_id)


register_act(
    Act(code=ACT, title="Position on a question", on_signed=note, address=lambda each: "/en/help/")
)


def draft(by: Person, text: str = "We agree.", **fields: Any) -> Signing:
    """Return a draft of the administration of an officer."""
    home: Any = by.administration
    return Signing.draft(
        ACT, "question-7", administration=home, title="Question 7", text=text, by=by, **fields
    )
