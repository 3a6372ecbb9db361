"""Four eyes: who wrote a text neither reviews nor publishes it, wherever they are by now."""

from typing import Any

import pytest

from directory.models import Person
from guidelines.kinds import Attribution, Kind, Stage
from guidelines.leaving import TRACE
from guidelines.models import Identity, Manuscript, Review, Translation, journey
from guidelines.models.apart import opened
from guidelines.models.proposing import proposed
from portal.refusals import Refused
from tests.guidelines.advice import begin, language, publish, text
from tests.guidelines.ways import accept, contact_point, fresh, in_review, moved, signing_of
from tests.people import as_reader, make_administration, make_person

pytestmark = pytest.mark.django_db

HIDDEN = {"attribution": Attribution.REGION}


@pytest.fixture
def author(officer: Person) -> Person:
    """An officer of A, whose texts the contact point of A clears."""
    return officer


def written(author: Person, holder: Person, kind: str = Kind.EXPERIENCE) -> Manuscript:
    """Return a hidden text of an officer in review, cleared by the contact point."""
    row = begin(kind, by=author, **HIDDEN)
    journey.send_on(row, by=author)
    signing = signing_of(row)
    signing.sign(by=holder, seen=signing.digest)
    return fresh(row)


def with_roles(person: Person, *roles: str) -> Person:
    """Return a person who moved to the Secretariat and got these roles."""
    moved(person, None)
    for role in roles:
        person.assign_role(role, by=None)
    return as_reader(person)


def test_hidden_author_who_moved_to_the_secretariat_passes_nothing_on(
    author: Person, ncp_a: Person
) -> None:
    row = written(author, ncp_a)

    with pytest.raises(Refused, match="You wrote in this text"):
        journey.pass_on(row, by=with_roles(author, "editor"))

    assert fresh(row).stage == Stage.REVIEW


def test_hidden_author_who_moved_to_the_secretariat_publishes_nothing(
    author: Person, ncp_a: Person, secretariat: Person
) -> None:
    row = written(author, ncp_a)
    journey.pass_on(row, by=secretariat)

    with pytest.raises(Refused, match="A second person"):
        journey.publish(fresh(row), by=with_roles(author, "publisher"))

    assert fresh(row).stage == Stage.CHECK


def test_hidden_writer_beside_the_author_publishes_nothing(
    author: Person, ncp_a: Person, secretariat: Person
) -> None:
    colleague = make_person("Cora Colleague", administration=author.administration)
    row = begin(Kind.EXPERIENCE, by=author, **HIDDEN)
    row.write(by=colleague, content={**row.content, "scale": "Large."}, seen=row.seen())
    journey.send_on(fresh(row), by=ncp_a)
    journey.pass_on(fresh(row), by=secretariat)

    assert (fresh(row).written_by, fresh(row).changed_by) == ([], None)
    with pytest.raises(Refused, match="A second person"):
        journey.publish(fresh(row), by=with_roles(colleague, "publisher"))


def test_colleague_who_wrote_nothing_and_moved_may_publish(
    author: Person, ncp_a: Person, secretariat: Person
) -> None:
    row = written(author, ncp_a)
    journey.pass_on(row, by=secretariat)
    colleague = make_person("Cora Colleague", administration=author.administration)

    assert journey.publish(fresh(row), by=with_roles(colleague, "publisher"))


def test_hidden_author_who_moved_to_another_administration_reviews_nothing(
    author: Person, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    row = written(author, ncp_a, Kind.PRACTICE)
    moved(author, ncp_b.administration)

    assert Review.refusal(row, as_reader(author)) == "Choose another administration."
    assert Review.refusal(row, ncp_b) == ""


def test_hidden_author_who_moved_is_not_proposed(
    author: Person, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    row = written(author, ncp_a, Kind.PRACTICE)
    point = contact_point("XC", "ASP")
    with opened():
        Identity.objects.update(author=point, writers=[ncp_b.pk])

    found = {each.person for each in proposed(row, by=as_reader(secretariat))}

    assert found == set()


def test_who_left_the_portal_is_kept_as_a_writer_no_more(author: Person, ncp_a: Person) -> None:
    row = begin(by=ncp_a, **HIDDEN)
    row.write(by=author, content={**row.content, "steps": "Large."}, seen=row.seen())
    before = row.record.identity_or_none

    TRACE.drop_name(author)

    after = row.record.identity_or_none
    assert before
    assert after
    assert (before.writers, after.writers, after.author) == ([author.pk], [], ncp_a)


def test_reviewer_who_moved_says_nothing_for_the_former_administration(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    row = in_review(ncp_a)
    review = Review.ask(row, ncp_b, by=secretariat)
    moved(ncp_b, make_administration("XD", "Land XD", home_region(ncp_b)))

    with pytest.raises(Refused, match="You have left the administration"):
        review.say("accepted", by=as_reader(ncp_b), seen=row.digest)

    assert review.decline(by=ncp_b)


def home_region(person: Person) -> Any:
    """Return the region of an officer."""
    assert person.administration is not None
    return person.administration.region


@pytest.mark.parametrize("way", ["moved", "suspended", "wrote"])
def test_who_may_review_no_more_is_not_asked_again(
    ncp_a: Person, ncp_b: Person, secretariat: Person, way: str
) -> None:
    row, third = in_review(ncp_a), contact_point("XC", "ASP")
    accept(row, ncp_b, by=secretariat)
    waiting = Review.ask(fresh(row), third, by=secretariat)
    journey.give_back(fresh(row), by=secretariat, reason="Why?")
    back = fresh(row)
    back.write(by=ncp_a, content={**back.content, "steps": "Right."}, seen=back.seen())
    for person in (ncp_b, third):
        if way == "moved":
            moved(person, None)
        elif way == "suspended":
            person.suspend(by=secretariat, reason="Lost.")
        else:
            Manuscript.objects.filter(pk=row.pk).update(written_by=[ncp_b.pk, third.pk])

    journey.send_on(fresh(row), by=ncp_a)

    waiting.refresh_from_db()
    assert (fresh(row).stage, waiting.state) == (Stage.REVIEW, "over")
    assert not fresh(row).reviews.waiting().exists()


def test_hidden_translator_checks_no_own_words(ncp_a: Person, officer: Person) -> None:
    language("fr")
    row = publish(by=ncp_a, content=text(Kind.PRACTICE, problem="A."), **HIDDEN)
    row.translate("problem", "Un.", language=language("fr"), by=officer)
    made = Translation.objects.get()
    assert made.by is None

    for person in (ncp_a, officer, with_roles(officer, "editor")):
        with pytest.raises(Refused, match="did not write this record"):
            made.check_words(by=as_reader(person), seen=made.digest)


def test_editor_checks_the_translation_of_a_hidden_record(ncp_a: Person, editor: Person) -> None:
    language("fr")
    row = publish(by=ncp_a, content=text(Kind.PRACTICE, problem="A."), **HIDDEN)
    row.translate("problem", "Un.", language=language("fr"), by=ncp_a)
    made = Translation.objects.get()

    assert made.check_words(by=editor, seen=made.digest)


def test_translator_who_was_hidden_checks_no_own_words_once_it_is_named(
    ncp_a: Person, officer: Person, editor: Person
) -> None:
    row = publish(by=ncp_a, content=text(Kind.PRACTICE, problem="A."), **HIDDEN)
    row.translate("problem", "Un.", language=language("fr"), by=officer)
    owner = row.identity_or_none
    assert owner
    owner.open_to(Attribution.NAMED, by=ncp_a)
    made = Translation.objects.get()

    with pytest.raises(Refused, match="did not write this record"):
        made.check_words(by=with_roles(officer, "editor"), seen=made.digest)

    assert made.check_words(by=editor, seen=made.digest)
