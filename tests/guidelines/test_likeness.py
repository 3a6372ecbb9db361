"""Records like one: who sees them, what their answers do, and the list of possible duplicates."""

from typing import Any

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.lists.duplicates import KEPT, akin
from guidelines.models import Opinion, Pair, Record
from portal.refusals import Refused
from tests.guidelines.advice import publish, text
from tests.people import as_reader

pytestmark = pytest.mark.django_db

TITLE = "Measure the error rate before you buy a model"


def practice(title: str = TITLE, **values: Any) -> Record:
    """Return a published practice, filed under nothing that it shares by chance."""
    return publish(content=text(Kind.PRACTICE, title=title, **values), marking="green")


def codes(record: Record, person: Person) -> list[str]:
    """Return the codes of the records like one that a person sees."""
    return [like.code for like in akin(record, as_reader(person))]


def address(record: Record, page: str = "") -> str:
    """Return the address of a record, or of one of its pages."""
    return f"/en/guidelines/{record.public_id}/{page}"


def test_records_with_near_titles_are_alike(ncp_a: Person) -> None:
    row, near, far = practice(), practice(f"{TITLE} again"), practice("Train every officer")

    assert codes(row, ncp_a) == [near.code]
    assert far.code not in codes(near, ncp_a)


def test_records_filed_under_the_same_are_alike(ncp_a: Person) -> None:
    filed = {"obstacles": ["cost"]}
    row, other = practice(**filed), practice("Train every officer", **filed)

    assert codes(row, ncp_a) == [other.code]


def test_like_record_that_somebody_may_not_read_is_not_shown(ncp_a: Person, ncp_b: Person) -> None:
    row = practice()
    own = publish(by=ncp_b, content=text(Kind.PRACTICE, title=TITLE), marking="amber")

    assert codes(row, ncp_a) == []
    assert codes(row, ncp_b) == [own.code]


def test_records_that_a_reader_may_not_read_take_nobody_s_place(
    ncp_a: Person, ncp_b: Person
) -> None:
    row, near = practice(), practice(f"{TITLE} near")
    closed = [
        publish(by=ncp_b, content=text(Kind.PRACTICE, title=TITLE), marking="amber")
        for _number in range(KEPT + 1)
    ]

    # Found for B, kept, and asked for anew by A.
    assert set(codes(row, ncp_b)) <= {each.code for each in closed}
    assert codes(row, ncp_a) == [near.code]


def test_kept_record_that_was_withdrawn_is_not_shown(ncp_a: Person, publisher: Person) -> None:
    row, near = practice(), practice(f"{TITLE} again")
    before = codes(row, ncp_a)

    near.withdraw(by=publisher, reason="Wrong.")

    assert (before, codes(row, ncp_a)) == ([near.code], [])


def test_visitors_are_shown_none(client: Client, ncp_a: Person) -> None:
    row = publish(content=text(Kind.PRACTICE, title=TITLE), marking="clear")
    publish(content=text(Kind.PRACTICE, title=f"{TITLE} again"), marking="clear")

    visitor = client.get(address(row)).content.decode()
    client.force_login(ncp_a)
    member = client.get(address(row)).content.decode()

    assert ("Like this" in visitor, "Like this" in member) == (False, True)


def test_pair_that_two_called_different_is_shown_to_nobody(
    client: Client, ncp_a: Person, ncp_b: Person, editor: Person
) -> None:
    row, near = practice(), practice(f"{TITLE} again")
    sent = {"other": near.public_id, "answer": "no"}

    client.force_login(ncp_a)
    for _press in range(2):
        client.post(address(row, "liken/"), sent)
    assert codes(near, editor) == [row.code]
    client.force_login(ncp_b)
    client.post(address(near, "liken/"), {"other": row.public_id, "answer": "no"})

    assert (Pair.objects.get().no, Opinion.objects.count()) == (2, 2)
    assert (codes(row, editor), codes(near, ncp_a)) == ([], [])


def test_last_word_of_a_person_counts(ncp_a: Person) -> None:
    row, near = practice(), practice(f"{TITLE} again")

    for answer in ("no", "unsure", "yes"):
        Pair.compare(row, near, by=ncp_a, answer=answer)

    pair = Pair.objects.get()
    assert (pair.yes, pair.no, pair.unsure) == (1, 0, 0)
    (like,) = akin(near, as_reader(ncp_a))
    assert [value for value, _word, is_given in like.answers if is_given] == ["yes"]


def test_only_records_of_one_kind_are_compared(ncp_a: Person) -> None:
    row, pitfall = practice(), publish(Kind.PITFALL)

    for one, other in ((row, pitfall), (row, row)):
        with pytest.raises(Refused):
            Pair.compare(one, other, by=ncp_a, answer="yes")


def test_pair_that_an_editor_settled_is_shown_to_nobody(
    client: Client, ncp_a: Person, editor: Person
) -> None:
    row, near = practice(), practice(f"{TITLE} again")
    Pair.compare(row, near, by=ncp_a, answer="yes")
    client.force_login(editor)

    page = client.get("/en/guidelines/duplicates/").content.decode()
    client.post(f"/en/guidelines/duplicates/{Pair.objects.get().pk}/settle/")

    assert (row.code in page, near.code in page) == (True, True)
    assert codes(row, ncp_a) == []
    again = client.get("/en/guidelines/duplicates/").content.decode()
    assert "No duplicates are suspected" in again


def test_list_hides_pairs_that_an_editor_may_not_read(
    client: Client, ncp_a: Person, publisher: Person, editor: Person
) -> None:
    own = [
        publish(by=ncp_a, content=text(Kind.PRACTICE, title=f"Secret {each}"), marking="amber")
        for each in ("one", "two")
    ]
    Pair.compare(*own, by=ncp_a, answer="yes")

    for person in (editor, publisher):
        client.force_login(person)
        page = client.get("/en/guidelines/duplicates/").content.decode()
        reads = own[0].is_readable_by(as_reader(person))
        assert ("Secret one" in page) == reads


@pytest.mark.parametrize("pairs", [1, 3])
def test_list_asks_a_fixed_number_of_queries(
    client: Client, ncp_a: Person, secretariat: Person, pairs: int, django_assert_num_queries: Any
) -> None:
    row = practice()
    for number in range(pairs):
        Pair.compare(row, practice(f"Other {number}"), by=ncp_a, answer="yes")
    client.force_login(secretariat)
    client.get("/en/guidelines/duplicates/")

    with django_assert_num_queries(6):
        page = client.get("/en/guidelines/duplicates/")

    assert page.content.decode().count("They are two") == pairs


@pytest.mark.parametrize("others", [1, 3])
def test_likes_cost_one_statement(
    ncp_a: Person, others: int, django_assert_num_queries: Any
) -> None:
    row, reader = practice(), as_reader(ncp_a)
    for number in range(others):
        practice(f"{TITLE} {number}")
    assert akin(row, reader)

    with django_assert_num_queries(1):
        found = akin(row, reader)

    assert len(found) == others
