"""What is signed and reviewed is the text with its label, and with who learns whose it is."""

import datetime
from typing import Any

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Attribution, Stage
from guidelines.models import Manuscript, Record, Review, journey
from guidelines.models.framing import reframe
from portal.refusals import Refused
from tests.guidelines.advice import begin, publish
from tests.guidelines.test_framing import frame
from tests.guidelines.ways import accept, contact_point, fresh, in_review, signing_of

pytestmark = pytest.mark.django_db

SEAL = {"attribution": Attribution.SEALED, "sealed_until": datetime.date(2031, 5, 1)}


def test_what_is_signed_says_label_and_who_learns_whose_it_is(officer: Person) -> None:
    said = []
    for chosen in ({"marking": "clear"}, {"attribution": Attribution.REGION}, SEAL):
        row = begin(by=officer, **chosen)
        journey.send_on(row, by=officer)
        said.append(signing_of(row).text.partition(" Text ")[0])

    begins = "National clearance of “Measure before you buy” (Best practice), to be published as "
    assert said == [
        f"{begins}TLP:CLEAR. Named: readers see the administration.",
        f"{begins}TLP:GREEN. Region only: readers see the region, nobody the administration.",
        f"{begins}TLP:GREEN. Sealed until a date, then named (1 May 2031).",
    ]


@pytest.mark.parametrize(
    "chosen",
    [
        {"marking": "clear"}, {"attribution": Attribution.NAMED, "sealed_until": None},
        {"sealed_until": datetime.date(2030, 5, 1)},
    ],
)  # fmt: skip
def test_other_label_or_level_is_another_digest(ncp_a: Person, chosen: dict[str, Any]) -> None:
    row = begin(by=ncp_a, **SEAL)
    before = fresh(row).digest

    reframe(row, by=ncp_a, frame=frame(row, **chosen))

    assert fresh(row).digest != before


def test_signature_under_another_label_does_not_count(officer: Person, ncp_a: Person) -> None:
    row = begin(by=officer)
    journey.send_on(row, by=officer)
    signing = signing_of(row)
    Manuscript.objects.filter(pk=row.pk).update(marking="clear")

    with pytest.raises(Refused, match="changed after it was sent"):
        signing.sign(by=ncp_a, seen=signing.digest)


def test_reviews_of_another_label_are_asked_again(ncp_a: Person, secretariat: Person) -> None:
    row = in_review(ncp_a)
    people = [contact_point("XN", "EUR"), contact_point("XC", "ASP")]
    for each in people:
        accept(row, each, by=secretariat)
    done = Review.gaps(fresh(row))
    journey.give_back(fresh(row), by=secretariat, reason="Why not for all?")
    reframe(fresh(row), by=ncp_a, frame=frame(row, marking="clear"))

    journey.send_on(fresh(row), by=ncp_a)

    waiting = {each.person for each in fresh(row).reviews.waiting()}
    assert (done, waiting) == ([], set(people))
    with pytest.raises(Refused, match="0 of 2 administrations"):
        journey.pass_on(fresh(row), by=secretariat)


def test_opening_a_published_record_leaves_its_clearances_alone(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    row = publish(by=ncp_a, attribution=Attribution.REGION)
    first, revised = row.manuscripts.get(), Manuscript.revise(row, by=ncp_a)
    Manuscript.objects.filter(pk=first.pk).update(
        cleared_at=row.added_at, cleared_digest=first.digest
    )
    journey.send_on(revised, by=ncp_a)
    owner = Record.objects.get(pk=row.pk).identity_or_none
    assert owner

    owner.open_to(Attribution.NAMED, by=ncp_a)

    revised = fresh(revised)
    assert (revised.stage, revised.cleared_digest) == (Stage.REVIEW, revised.digest)
    client.force_login(ncp_a)
    page = client.get(first.get_absolute_url()).content.decode()
    assert "Cleared by" in page
    assert "needs another clearance" not in page
