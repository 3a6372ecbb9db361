"""Drafts: kept for their person alone, never over another's text, gone when sent or old."""

import datetime
import json
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.erasing import carry_out
from directory.leaving import ask
from directory.models import Leaving, Person
from directory.own_data import sections
from portal.writing.models import (
    Draft,
    DraftConflictError,
    DraftSentError,
    DraftTooLargeError,
)
from portal.writing.tasks import drop_expired_drafts

pytestmark = pytest.mark.django_db

WORDS = {"text": ["We keep 7 %."]}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def keep(person: Person, text: str = "We keep 7 %.", **fields: Any) -> Draft:
    """Keep a draft as the first window does."""
    given = {"key": "topic:1", "seen": 0, "window": "one", "address": "/en/topics/1/"} | fields
    return Draft.keep(by=person, fields={"text": [text]}, **given)


def test_draft_is_kept_and_read_again(officer: Person) -> None:
    keep(officer, "Number — «sept»\n\U0001f600")

    draft = Draft.objects.get(person=officer)
    assert draft.fields == {"text": ["Number — «sept»\n\U0001f600"]}
    assert (draft.revision, draft.is_sent) == (1, False)
    assert b"sept" not in bytes(draft.sealed)


def test_same_text_twice_is_one_revision(officer: Person) -> None:
    keep(officer)

    assert keep(officer).revision == 1
    assert keep(officer, window="two").revision == 1


def test_window_goes_on_from_what_it_saw(officer: Person) -> None:
    first = keep(officer)

    assert keep(officer, "second", seen=first.revision, window="two").revision == 2
    # An answer that never came back makes nobody a stranger to their own window.
    assert keep(officer, "third", seen=0, window="two").revision == 3


def test_text_of_another_window_is_not_overwritten(officer: Person) -> None:
    keep(officer, "first")
    keep(officer, "second", seen=1, window="two")

    with pytest.raises(DraftConflictError) as conflict:
        keep(officer, "other", seen=1)

    assert conflict.value.draft.fields == {"text": ["second"]}
    assert Draft.objects.get(person=officer).fields == {"text": ["second"]}


def test_sent_draft_leaves_an_empty_mark_for_what_was_on_its_way(officer: Person) -> None:
    draft = keep(officer)
    Draft.settle(by=officer, key="topic:1", seen=1, window="one")

    draft.refresh_from_db()
    assert (draft.is_sent, draft.fields, draft.revision) == (True, {}, 2)
    with pytest.raises(DraftSentError):
        keep(officer, "late", seen=1, is_automatic=True)
    # Whoever presses the button means it; so does a page that was opened after.
    assert keep(officer, "again", seen=2, is_automatic=True).revision == 3


def test_button_keeps_what_was_sent_elsewhere(officer: Person) -> None:
    keep(officer)
    Draft.settle(by=officer, key="topic:1", seen=1, window="one")

    assert not keep(officer, "mine", seen=1, window="two").is_sent


def test_sending_leaves_what_another_window_kept_since(officer: Person) -> None:
    keep(officer, "first")
    keep(officer, "second", seen=1, window="two")
    Draft.settle(by=officer, key="topic:1", seen=1, window="one")

    assert Draft.objects.waiting().get(person=officer).fields == {"text": ["second"]}


def test_sent_draft_holds_no_words(officer: Person) -> None:
    draft = keep(officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(is_sent=True)


def test_too_much_is_not_kept(officer: Person) -> None:
    with pytest.raises(DraftTooLargeError):
        keep(officer, "a" * (Draft.LIMIT + 1))
    Draft.objects.bulk_create(
        Draft(person=officer, key=f"k{n}", address="/en/") for n in range(Draft.PER_PERSON)
    )
    with pytest.raises(DraftTooLargeError):
        keep(officer)


def test_drafts_are_dropped_after_90_days_and_marks_after_one(
    officer: Person, ncp_a: Person
) -> None:
    keep(officer)
    keep(ncp_a)
    Draft.settle(by=ncp_a, key="topic:1", seen=1, window="one")

    day = datetime.timedelta(days=1)
    for days, left in ((0.9, 2), (1.1, 1), (89, 1), (91, 0)):
        with time_machine.travel(timezone.now() + days * day, tick=False):
            drop_expired_drafts()
        assert Draft.objects.count() == left


def test_copy_of_own_data_has_the_drafts(officer: Person, ncp_a: Person) -> None:
    keep(officer, "mine")
    keep(ncp_a, "hers")

    rows = next(part.rows for part in sections(officer) if part.code == "drafts")
    assert [(row["address"], row["text"]) for row in rows] == [("/en/topics/1/", "mine")]


def test_drafts_go_with_the_account(officer: Person, ncp_a: Person) -> None:
    keep(officer)
    keep(ncp_a)
    leaving = ask(officer, by=officer, choice=Leaving.Choice.KEEP, drops_drafts=False)
    carry_out(leaving)

    assert list(Draft.objects.values_list("person", flat=True)) == [ncp_a.pk]


def sent(client: Client, **changes: Any) -> tuple[int, dict[str, Any]]:
    """Return the answer to what the script sends."""
    given = {"key": "topic:1", "address": "/en/topics/1/?page=2", "window": "one", "seen": 0}
    body = json.dumps(given | {"fields": WORDS} | changes)
    response = client.post(reverse("writing:draft_save"), body, content_type="application/json")
    return response.status_code, response.json()


def test_script_keeps_the_draft_and_learns_its_revision(client: Client, officer: Person) -> None:
    client.force_login(officer)
    with time_machine.travel("2026-11-20 09:38 +0000", tick=False):
        answer = sent(client)

    assert answer == (200, {"says": "Draft saved 09:38", "seen": 1})
    assert Draft.objects.get(person=officer).fields == WORDS


def test_script_is_told_why_a_draft_is_not_kept(client: Client, officer: Person) -> None:
    client.force_login(officer)
    sent(client)
    sent(client, seen=1, window="two", fields={"text": ["other"]})

    assert sent(client, fields={"text": ["mine"]})[0] == 409
    Draft.settle(by=officer, key="topic:1", seen=2, window="two")
    assert sent(client, fields={"text": ["mine"]})[0] == 410
    assert sent(client, key="topic:2", fields={"text": ["a" * (Draft.LIMIT + 1)]})[0] == 413
    # Within one minute of the clock, by which they are counted.
    with time_machine.travel(timezone.now(), tick=False):
        statuses = [sent(client, key="topic:1", seen=3)[0] for _turn in range(121)]
    assert set(statuses) == {200, 429}


BAD: dict[str, Any] = {
    "no key": {"key": ""},
    "a key with a line": {"key": "a\n"},
    "a long key": {"key": "a" * 101},
    "another site": {"address": "//evil.example/"},
    "another scheme": {"address": "javascript:alert(1)"},
    "a backslash": {"address": "/\\evil.example"},
    "a long address": {"address": "/" + "a" * 500},
    "no number": {"seen": "x"},
    "a negative number": {"seen": -1},
    "a number too large": {"seen": 10**30},
    "no fields": {"fields": None},
    "a list": {"fields": ["a"]},
    "a word for a list": {"fields": {"text": "a"}},
    "numbers": {"fields": {"text": [1]}},
    "depth": {"fields": {"text": [[["a"]]]}},
    "a window with a line": {"window": "a\nb"},
}


@pytest.mark.parametrize("name", BAD)
def test_damaged_message_keeps_nothing(name: str, client: Client, officer: Person) -> None:
    client.force_login(officer)

    assert sent(client, **BAD[name])[0] == 400
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"[" * 200_000, b"\xff\xfe", b'{"key": 1}', b"0" * 5_000]
)
def test_damaged_body_keeps_nothing(body: bytes, client: Client, officer: Person) -> None:
    client.force_login(officer)
    response = client.post(reverse("writing:draft_save"), body, content_type="application/json")

    assert response.status_code == 400
    assert not Draft.objects.exists()


def test_form_in_the_place_of_a_message_keeps_nothing(client: Client, officer: Person) -> None:
    client.force_login(officer)

    assert client.post(reverse("writing:draft_save"), {"key": "topic:1"}).status_code == 400
    assert not Draft.objects.exists()


def test_halves_of_characters_are_dropped(client: Client, officer: Person) -> None:
    client.force_login(officer)

    assert sent(client, fields={"text": ["a\ud800\x00b"]})[0] == 200
    assert Draft.objects.get().fields == {"text": ["ab"]}


def test_list_shows_own_drafts_alone(client: Client, officer: Person, ncp_a: Person) -> None:
    keep(officer, "My <b>beginning</b>")
    keep(ncp_a, "Hers")
    client.force_login(officer)
    page = client.get(reverse("writing:draft_list")).content.decode()

    assert "My &lt;b&gt;beginning&lt;/b&gt;" in page
    assert 'href="/en/topics/1/"' in page
    assert "Hers" not in page


def test_list_costs_the_same_for_three(
    client: Client, officer: Person, django_assert_max_num_queries: Any
) -> None:
    client.force_login(officer)
    client.get(reverse("writing:draft_list"))
    counts = []
    for number in (1, 3):
        for each in range(number):
            keep(officer, f"text {each}", key=f"k{each}")
        with django_assert_max_num_queries(20) as asked:
            client.get(reverse("writing:draft_list"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_draft_is_discarded_by_its_person_alone(
    client: Client, officer: Person, ncp_a: Person
) -> None:
    mine, hers = keep(officer), keep(ncp_a)
    client.force_login(officer)
    for draft in (mine, hers):
        client.post(reverse("writing:draft_discard", args=[draft.public_id]))

    assert list(Draft.objects.all()) == [hers]
