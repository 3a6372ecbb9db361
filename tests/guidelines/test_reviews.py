"""Peer review: who may be asked and why not, who reads, what counts."""

from typing import Any

import pytest

from directory.models import Person
from guidelines.kinds import Attribution, Kind, Stage
from guidelines.models import Manuscript, Review, journey
from guidelines.models.proposing import proposed
from portal.needs import standing_of
from portal.refusals import Refused
from tests.guidelines.ways import accept, contact_point, fresh, home_of, in_review
from tests.people import as_reader, make_person

pytestmark = pytest.mark.django_db
OTHERS = {"X1": "EUR", "X2": "ASP", "X3": "AMS", "X4": "MENA", "X5": "ESA"}


@pytest.fixture
def row(ncp_a: Person) -> Manuscript:
    """A best practice of A, of Africa, in review."""
    return in_review(ncp_a)


def readers(row: Manuscript, *people: Person) -> set[str]:
    """Return who of these people reads a text."""
    return {
        each.name
        for each in people
        if Manuscript.objects.readable_by(as_reader(each)).filter(pk=row.pk).exists()
    }


def ask(row: Manuscript, person: Person, by: Person) -> Any:
    """Ask somebody; return the refusal, or nothing."""
    try:
        Review.ask(fresh(row), person, by=by)
    except Refused as why:
        return str(why)
    return ""


def test_reviewer_of_the_authors_administration_is_refused(
    row: Manuscript, officer: Person, secretariat: Person
) -> None:
    said = ask(row, officer, secretariat)

    assert said == "Olga Officer is of the administration that wrote this text."
    assert readers(row, officer) == {officer.name}
    assert not row.reviews.exists()


@pytest.mark.parametrize(
    "attribution", [Attribution.REGION, Attribution.SECRETARIAT, Attribution.SEALED]
)
def test_refusal_does_not_tell_whose_a_hidden_text_is(
    ncp_a: Person, officer: Person, secretariat: Person, attribution: str
) -> None:
    sealed = {"sealed_until": "2031-01-01"} if attribution == Attribution.SEALED else {}
    row = in_review(ncp_a, attribution=attribution, **sealed)
    neighbour = contact_point("XE", "WCA")

    own, near = ask(row, officer, secretariat), ask(row, neighbour, secretariat)

    assert (own, near) == ("Choose another administration.", "Choose another administration.")


def test_second_reviewer_of_the_same_region_is_refused(
    row: Manuscript, ncp_b: Person, secretariat: Person
) -> None:
    near, far = contact_point("XN", "EUR"), contact_point("XC", "ASP")

    said = [ask(row, each, secretariat) for each in (ncp_b, near, far, near)]

    assert said == ["", "The second administration is of another region than the first.", "", ""]


def test_two_of_one_administration_are_refused(
    row: Manuscript, ncp_b: Person, secretariat: Person
) -> None:
    colleague = make_person("Bea Bordur", administration=ncp_b.administration)

    said = [ask(row, each, secretariat) for each in (ncp_b, colleague)]

    assert said == ["", "An officer of this administration is asked already."]


def test_whoever_wrote_in_it_is_refused(ncp_b: Person, secretariat: Person, editor: Person) -> None:
    ncp_b.assign_role("editor", by=None)
    row = in_review(editor)
    Manuscript.objects.filter(pk=row.pk).update(written_by=[ncp_b.pk])

    assert ask(row, ncp_b, secretariat) == "Boris Bordur wrote in this text."


def test_people_without_an_administration_are_refused(
    row: Manuscript, partner: Person, secretariat: Person
) -> None:
    said = {ask(row, each, secretariat) for each in (partner, secretariat)}

    assert said == {"Officers of Member administrations review."}


def test_experience_is_reviewed_by_the_secretariat_alone(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    row = in_review(ncp_a, Kind.EXPERIENCE)

    assert ask(row, ncp_b, secretariat).startswith("This text waits for no review")


def test_reviewer_reads_while_asked(row: Manuscript, ncp_b: Person, secretariat: Person) -> None:
    before = readers(row, ncp_b)
    review = Review.ask(row, ncp_b, by=secretariat)
    asked = readers(row, ncp_b)

    review.decline(by=ncp_b)

    assert (before, asked, readers(row, ncp_b)) == (set(), {ncp_b.name}, set())


def test_reviewer_is_asked_in_what_needs_them(
    row: Manuscript, ncp_b: Person, secretariat: Person
) -> None:
    Review.ask(row, ncp_b, by=secretariat)

    titles = [each.title for each in standing_of(as_reader(ncp_b)).due]
    assert "You are asked to review 1 text" in titles


def test_two_regions_let_it_go_on(row: Manuscript, ncp_b: Person, secretariat: Person) -> None:
    third = contact_point("XC", "ASP")
    accept(row, ncp_b, by=secretariat)
    missing = journey.gaps_of(fresh(row))
    accept(row, third, by=secretariat, verdict="commented", words="Good, but say more.")

    assert missing == ["1 of 2 administrations accepted this text."]
    assert journey.pass_on(fresh(row), by=secretariat)


def test_return_sends_it_back_and_asks_again(
    row: Manuscript, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    third = contact_point("XC", "ASP")
    accept(row, third, by=secretariat)
    review = Review.ask(fresh(row), ncp_b, by=secretariat)

    journey.return_review(review, by=ncp_b, words="Wrong.", seen=row.digest)
    back = fresh(row)
    back.write(by=ncp_a, content={**back.content, "steps": "Right."}, seen=back.seen())
    journey.send_on(fresh(row), by=ncp_a)

    now = fresh(row)
    assert (back.stage, back.returned_reason) == (Stage.WRITING, "Wrong.")
    # Both read another text than the one that stands: both are asked for it.
    assert {each.person for each in now.reviews.waiting()} == {ncp_b, third}
    assert readers(now, ncp_b, third) == {ncp_b.name, third.name}


def test_review_of_a_text_that_stayed_counts_on(
    row: Manuscript, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    accept(row, ncp_b, by=secretariat)
    journey.give_back(fresh(row), by=secretariat, reason="Why?")

    journey.send_on(fresh(row), by=ncp_a)

    assert not fresh(row).reviews.waiting().exists()
    assert journey.gaps_of(fresh(row)) == ["1 of 2 administrations accepted this text."]


def test_review_of_another_text_is_refused(
    row: Manuscript, ncp_b: Person, secretariat: Person
) -> None:
    review = Review.ask(row, ncp_b, by=secretariat)

    with pytest.raises(Refused, match="Read it again"):
        review.say("accepted", by=ncp_b, seen="0" * 64)


def test_proposals_are_nobody_who_would_be_refused(
    row: Manuscript, ncp_b: Person, secretariat: Person
) -> None:
    contact_point("XN", "EUR")
    far = contact_point("XC", "ASP")
    Review.ask(row, ncp_b, by=secretariat)

    found = {each.person for each in proposed(fresh(row), by=as_reader(secretariat))}

    assert found == {far}


def test_proposals_leave_out_the_region_of_a_hidden_author(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    row = in_review(ncp_a, attribution=Attribution.SECRETARIAT)
    contact_point("XE", "WCA")

    found = {each.person.administration for each in proposed(row, by=as_reader(secretariat))}

    assert found == {home_of(ncp_b)}


@pytest.mark.parametrize("level", [Attribution.SECRETARIAT, Attribution.SEALED])
def test_two_regions_are_left_out_where_none_is_told(
    ncp_a: Person, secretariat: Person, level: str
) -> None:
    sealed = {"sealed_until": "2031-05-01"} if level == Attribution.SEALED else {}
    people = {code: contact_point(iso2, code) for iso2, code in OTHERS.items()}
    people["WCA"] = contact_point("XE", "WCA")
    seconds = set()
    for _each in range(6):
        row = in_review(ncp_a, attribution=level, **sealed)
        said = {code: Review.refusal(row, each) for code, each in people.items()}
        found = {each.person for each in proposed(row, by=as_reader(secretariat))}

        out = {code for code, why in said.items() if why}
        assert len(out) == 2
        assert "WCA" in out
        assert {said[code] for code in out} == {"Choose another administration."}
        assert found == {each for code, each in people.items() if code not in out}
        seconds |= out - {"WCA"}
    # Not always the same one, which would tell it by leaving it out.
    assert len(seconds) > 1


def test_where_the_region_is_told_it_alone_is_left_out(ncp_a: Person) -> None:
    people = {code: contact_point(iso2, code) for iso2, code in OTHERS.items()}
    row = in_review(ncp_a, attribution=Attribution.REGION)

    assert {Review.refusal(row, each) for each in people.values()} == {""}
