"""Texts at every stage of their way, for tests."""

from typing import Any

from directory.models import Administration, Person, Region, Seat, Signing
from guidelines.kinds import Kind
from guidelines.models import Manuscript, Review, journey
from guidelines.models.identity import CLEARANCE
from tests.guidelines.advice import begin
from tests.people import make_administration, make_person, seat


def region(code: str) -> Region:
    """Return a region, made once."""
    names = {"slug": code.lower(), "name_en": code, "name_fr": code, "short_en": code,
             "short_fr": code}  # fmt: skip
    return Region.objects.get_or_create(code=code, defaults=names)[0]


def contact_point(iso2: str, code: str, name: str = "") -> Person:
    """Return the contact point of an administration that is made for it, in a region."""
    home = make_administration(iso2, f"Land {iso2}", region(code))
    person = make_person(f"{name or iso2.title()} Point{iso2.lower()}", administration=home)
    return seat(person, Seat.Kind.CONTACT_POINT, administration=home)


def signing_of(manuscript: Manuscript) -> Signing:
    """Return the clearance that waits or stands."""
    rows = Signing.objects.about(CLEARANCE, manuscript.public_id)
    found: Signing = rows.exclude(state__in=["withdrawn", "replaced"]).get()
    return found


def in_clearance(by: Person, kind: str = Kind.PRACTICE, **values: Any) -> Manuscript:
    """Return a text that an officer without a seat sent to be cleared."""
    manuscript = begin(kind, by=by, **values)
    journey.send_on(manuscript, by=by)
    return fresh(manuscript)


def in_review(by: Person | None, kind: str = Kind.PRACTICE, **values: Any) -> Manuscript:
    """Return a text in review: cleared by a holder, or of the Secretariat."""
    manuscript = begin(kind, by=by, **values)
    journey.send_on(manuscript, by=by)
    return fresh(manuscript)


def accept(manuscript: Manuscript, person: Person, *, by: Any, **said: Any) -> Review:
    """Let somebody be asked, and accept."""
    review = Review.ask(fresh(manuscript), person, by=by)
    verdict = said.pop("verdict", Review.State.ACCEPTED)
    review.say(verdict, by=person, seen=fresh(manuscript).digest, **said)
    return review


def in_check(by: Person | None, officer: Person, *reviewers: Person) -> Manuscript:
    """Return a text that waits for a publisher, sent on by an officer of the Secretariat."""
    kind = Kind.PRACTICE if reviewers else Kind.EXPERIENCE
    manuscript = in_review(by, kind)
    for person in reviewers:
        accept(manuscript, person, by=officer)
    journey.pass_on(manuscript, by=officer)
    return fresh(manuscript)


def fresh(manuscript: Manuscript) -> Manuscript:
    """Return a text as it is stored."""
    return Manuscript.objects.select_related("record").get(pk=manuscript.pk)


def home_of(person: Person) -> Administration:
    """Return the administration of an officer."""
    assert person.administration is not None
    return person.administration


def moved(person: Person, home: Administration | None) -> None:
    """Let somebody work for another administration, or for the Secretariat."""
    person.revise(by=None, administration=home)
