"""Answers of administrations for tests."""

from typing import Any

from directory.models import Person, Region, Seat
from guidelines.measures.confidence import Outcome as Answered
from guidelines.measures.questions import QUESTIONS
from guidelines.models import Outcome, Record
from guidelines.models.outcome import Said
from tests.people import make_administration, make_person, seat


def said(answer: str = Answered.USED, **values: Any) -> Said:
    """Return an answer that takes the first choice of each question."""
    clicks = {question.code: question.choices[0][0] for question in QUESTIONS[answer]}
    return Said(**{"answer": str(answer), "said": clicks} | values)


def give(record: Record, by: Person, answer: str = Answered.USED, **values: Any) -> Outcome:
    """Answer for an administration; a holder signs at once."""
    row: Outcome = Outcome.give(record, by=by, said=said(answer, **values))
    return row


def holder(iso2: str, region: Region) -> Person:
    """Return the contact point of another administration, made now."""
    home = make_administration(iso2, f"Land {iso2}", region)
    person = make_person(f"Holder {iso2}", administration=home)
    return seat(person, Seat.Kind.CONTACT_POINT, administration=home)
