"""Versions: what was published stays readable, and what changed is said in words."""

import datetime
import hashlib
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from directory.models import Person
from guidelines.kinds import Kind, Stage
from guidelines.models import Manuscript, Record, Version
from tests.guidelines.advice import publish, text, version_of

pytestmark = pytest.mark.django_db


def again(row: Record, *, marking: str = "", **sections: Any) -> Record:
    """Publish the next version of a record with other sections."""
    manuscript = Manuscript.revise(row, by=None)
    content = manuscript.content | sections
    manuscript.write(by=None, content=content, seen=manuscript.seen())
    if marking:
        manuscript.marking = marking
    manuscript.note = "Something **new**."
    manuscript.save(update_fields=["marking", "note"])
    manuscript.move(Stage.CHECK)
    manuscript.publish(by=None)
    return Record.objects.get(pk=row.pk)


def get(client: Client, row: Record, path: str, status: int = 200) -> str:
    response = client.get(f"/en/guidelines/{row.public_id}/{path}")
    assert response.status_code == status
    return response.content.decode()


def test_versions_are_listed_with_their_hashes(client: Client) -> None:
    row = publish(Kind.PRACTICE, marking="clear")
    first = version_of(row).digest
    row = again(row, steps="One.")

    html = get(client, row, "versions/")

    assert html.index(version_of(row).digest) < html.index(first)
    assert "Something **new**." in html


def test_old_version_is_read_as_it_was(client: Client) -> None:
    row = again(publish(Kind.PRACTICE, marking="clear"), title="Another title", steps="One.")

    html = get(client, row, "versions/1/")

    assert "Measure before you buy" in html
    assert "Another title" not in html
    assert "Version 1, not the latest" in html
    get(client, row, "versions/2/", status=302)
    # Whoever is not signed in is asked to be.
    get(client, row, "versions/3/", status=302)


@pytest.mark.parametrize("path", ["versions/", "versions/1/", "changes/", "versions/1/text.json"])
def test_every_address_of_a_withdrawn_record_explains(
    client: Client, publisher: Person, path: str
) -> None:
    row = again(publish(Kind.PRACTICE, marking="clear"), steps="Withdrawn words.")
    row.withdraw(by=publisher, reason="The law changed.")

    html = get(client, row, path, status=410)

    assert "The law changed." in html
    assert "Withdrawn words." not in html


def test_old_version_says_when_it_was_cleared_itself(client: Client) -> None:
    row = again(publish(Kind.PRACTICE, marking="clear"), steps="One.")
    latest = Manuscript.revise(row, by=None)
    latest.cleared_at = datetime.datetime(2031, 5, 7, tzinfo=datetime.UTC)
    latest.save(update_fields=["cleared_at"])
    latest.publish(by=None)

    assert "on 7 May 2031" in get(client, row, "")
    assert "Cleared by" not in get(client, row, "versions/1/")


def test_changes_are_said_in_words(client: Client) -> None:
    row = publish(Kind.PRACTICE, marking="clear")
    row = again(
        row, strength="must", steps="One.", applies=["island"],
        risks=[{"risk": "Fire", "answer": "Water"}],
    )  # fmt: skip

    html = get(client, row, "changes/")

    assert '<del><span class="vh">Removed: </span>should</del>' in html
    assert '<ins><span class="vh">Added: </span>Island</ins>' in html
    assert "Risk: Fire; What lessens it: Water" in html
    # What is the same is not shown.
    assert "Measure the present error rate first." not in html


@pytest.mark.parametrize("query", ["?old=9&new=1", "?old=x", "?old=", "?old=1&new=%00"])
def test_bad_choice_of_versions_is_a_page(client: Client, query: str) -> None:
    row = again(publish(Kind.PRACTICE, marking="clear"), steps="One.")

    assert "One." in get(client, row, f"changes/{query}")


def test_record_with_one_version_has_no_changes(client: Client) -> None:
    row = publish(Kind.PRACTICE, marking="clear")

    assert "Nothing differs that you may read." in get(client, row, "changes/")


def test_changes_name_no_source_that_the_reader_may_not_read(client: Client, ncp_b: Person) -> None:
    hidden = publish(Kind.PITFALL, content=text(Kind.PITFALL, title="Hidden pitfall"))
    evidence = [{"grade": "B", "source": hidden.code, "title": "Typed of it", "note": "Canary"}]
    row = again(publish(Kind.PRACTICE, marking="clear"), evidence=evidence)

    visitor = get(client, row, "changes/")
    client.force_login(ncp_b)
    member = get(client, row, "changes/")

    assert "A source that you may not read." in visitor
    assert not [words for words in ("Hidden pitfall", "Typed of it", "Canary") if words in visitor]
    assert "Hidden pitfall" in member


def test_words_of_a_stricter_version_stay_with_its_readers(client: Client, ncp_b: Person) -> None:
    row = publish(Kind.PRACTICE, content=text(Kind.PRACTICE, steps="Confidentially"))
    row = again(row, marking="clear", steps="For everybody.")

    assert "Confidentially" not in get(client, row, "changes/?old=1&new=2")
    assert "versions/1/" not in get(client, row, "versions/")
    client.force_login(ncp_b)
    assert "Confidentially" in get(client, row, "changes/?old=1&new=2")


@pytest.mark.parametrize("versions", [1, 3])
def test_list_of_versions_asks_the_same_however_many(
    client: Client, ncp_b: Person, versions: int, django_assert_num_queries: Any
) -> None:
    row = publish(Kind.PRACTICE)
    for number in range(versions - 1):
        row = again(row, steps=f"Step {number}.")
    client.force_login(ncp_b)
    get(client, row, "versions/")

    # Session, person, tokens, audiences, record, versions, what needs the person.
    with django_assert_num_queries(7):
        get(client, row, "versions/")


def test_reader_computes_the_hash_from_the_text(client: Client) -> None:
    row = again(publish(Kind.PRACTICE, marking="clear"), steps="Mesurer d’abord.")

    answer = client.get(f"/en/guidelines/{row.public_id}/versions/2/text.json")

    assert answer.headers["Content-Type"] == "application/json"
    assert hashlib.sha256(answer.content).hexdigest() == version_of(row).digest
    assert f"/en/guidelines/{row.public_id}/versions/2/text.json" in get(client, row, "versions/")
    get(client, row, "versions/3/text.json", status=302)


def test_text_that_names_what_somebody_may_not_read_is_not_theirs(
    client: Client, ncp_b: Person
) -> None:
    hidden = publish(Kind.PITFALL)
    evidence = [{"grade": "B", "source": hidden.code, "title": "", "note": "Typed of it"}]
    row = again(publish(Kind.PRACTICE, marking="clear"), evidence=evidence)

    visitor = client.get(f"/en/guidelines/{row.public_id}/versions/2/text.json")
    client.force_login(ncp_b)
    member = client.get(f"/en/guidelines/{row.public_id}/versions/2/text.json")

    assert (visitor.status_code, "Typed of it" in visitor.content.decode()) == (403, False)
    assert "Typed of it" in member.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"content": {}}, {"digest": "0" * 64}, {"number": 7}, {"note": "Nothing."},
        {"cleared_at": timezone.now()}, {"html": {"title": "Other"}},
    ],
)  # fmt: skip
def test_database_keeps_what_was_published(change: dict[str, Any]) -> None:
    version = version_of(publish())

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Version.objects.filter(pk=version.pk)._raw_delete("default")  # type: ignore[attr-defined]

    assert Version.objects.get(pk=version.pk).is_intact
