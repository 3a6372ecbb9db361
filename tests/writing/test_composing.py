"""A form with a text: preview, draft, two windows, and a session that ends under it."""

import html
import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from directory.models import Person
from portal.home.models import HeldForm
from portal.writing.models import Draft
from tests.directory.signin import sign_in
from tests.writing import urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.writing.urls")]
WRITE = "/test/write/"


@pytest.fixture(autouse=True)
def _nothing_sent() -> None:
    cache.clear()
    urls.SENT.clear()


@pytest.fixture
def window(client: Client, officer: Person) -> Client:
    client.force_login(officer)
    return client


def page(response: Any) -> str:
    """Return the words of a page."""
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def field(text: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}"(?: value="([^"]*)")?', text)
    assert found
    return found[1] or ""


def opened(client: Client) -> dict[str, str]:
    """Return what a page of the form carries, as one more window has it."""
    text = page(client.get(WRITE))
    return {name: field(text, name) for name in ("draft_seen", "draft_window")}


def test_blank_form_has_a_hint_a_counter_and_its_buttons(window: Client) -> None:
    text = page(window.get(WRITE))

    assert "No names of traders or passengers" in text
    assert "<span>0</span> of 32\u00a0000 characters" in text
    assert re.findall(r'name="press" value="(\w+)"', text) == ["preview", "save"]
    assert 'data-draft-key="test:1"' in text
    assert Draft.objects.count() == 0


def test_preview_shows_the_text_and_asks_for_nothing_else(window: Client) -> None:
    typed = "**Hello** @Ada Arcadi\n\n> [quote abcdefghijkl]\n> words"
    text = page(window.post(WRITE, opened(window) | {"text": typed, "press": "preview"}))

    assert "<strong>Hello</strong>" in text
    assert 'class="mention">@Ada Arcadi</a>' in text
    assert "B. Bordur, post 3" in text
    assert "This field is required" not in text
    assert typed in text.replace("\r\n", "\n")
    assert (Draft.objects.count(), urls.SENT) == (0, [])


def test_preview_of_too_much_says_so_and_keeps_it(window: Client) -> None:
    typed = "a" * 32_001
    text = page(window.post(WRITE, {"text": typed, "press": "preview"}))

    assert "32\u00a0001 characters; 32\u00a0000 are taken" in text
    assert typed in text


def test_draft_is_saved_without_a_script_and_opened_again(window: Client, officer: Person) -> None:
    typed = {"title": "", "text": "Half a\r\nthought", "voices": ["a", "b"], "agree": "on"}
    text = page(window.post(WRITE, opened(window) | typed | {"press": "save"}))

    assert "The draft is saved." in text
    assert field(text, "draft_seen") == "1"
    assert Draft.objects.get(person=officer).address == WRITE
    again = page(window.get(WRITE))
    assert "This is your draft of" in again
    assert "Half a\nthought" in again
    assert again.count(" checked") >= 3
    assert re.findall(r'name="press" value="(\w+)"', again) == ["discard", "preview", "save"]


def test_sent_text_takes_its_draft_along(window: Client) -> None:
    one = opened(window)
    window.post(WRITE, one | {"text": "a thought", "press": "save"})
    response = window.post(WRITE, one | {"draft_seen": "1", "title": "T", "text": "a thought"})

    assert response.status_code == 302
    assert [each["text"] for each in urls.SENT] == ["a thought"]
    assert Draft.objects.waiting().count() == 0
    assert "This is your draft" not in page(window.get(WRITE))


def test_text_that_is_refused_stays_with_its_draft(window: Client) -> None:
    one = opened(window)
    window.post(WRITE, one | {"text": "a thought", "press": "save"})
    text = page(window.post(WRITE, one | {"draft_seen": "1", "text": "a thought"}))

    assert "This field is required." in text
    assert Draft.objects.waiting().count() == 1


def test_two_windows_see_both_texts_and_choose(window: Client, officer: Person) -> None:
    one, two = opened(window), opened(window)
    window.post(WRITE, one | {"text": "from one", "press": "save"})
    text = page(window.post(WRITE, two | {"text": "from two", "press": "save"}))

    assert "Another window has another text" in text
    assert ">from one</pre>" in text
    assert "\nfrom two</textarea>" in text
    assert Draft.objects.get(person=officer).fields == {"text": ["from one"]}

    seen = {"draft_seen": field(text, "draft_seen")}
    taken = page(window.post(WRITE, two | seen | {"text": "from two", "press": "take"}))
    assert "\nfrom one</textarea>" in taken
    window.post(WRITE, two | seen | {"text": "from two", "press": "save"})
    assert Draft.objects.get(person=officer).fields == {"text": ["from two"]}


def test_discarded_draft_leaves_an_empty_form(window: Client) -> None:
    one = opened(window)
    window.post(WRITE, one | {"text": "a thought", "press": "save"})
    text = page(window.post(WRITE, one | {"text": "a thought", "press": "discard"}))

    assert "The draft is discarded." in text
    assert "a thought" not in text
    assert Draft.objects.count() == 0


def test_draft_of_another_person_is_never_shown(window: Client, ncp_a: Person) -> None:
    Draft.keep(by=ncp_a, key="test:1", fields={"text": ["hers"]}, seen=0, window="w", address=WRITE)

    assert "hers" not in page(window.get(WRITE))
    text = page(window.post(WRITE, {"text": "mine", "press": "take"}))
    assert "hers" not in text
    window.post(WRITE, {"press": "discard"})
    assert Draft.objects.get().person_id == ncp_a.pk


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40, "٣"])
def test_damaged_revision_is_no_revision(seen: str, window: Client, officer: Person) -> None:
    window.post(WRITE, {"draft_seen": seen, "draft_window": "w", "text": "a", "press": "save"})

    assert Draft.objects.get(person=officer).revision == 1


def test_draft_saved_after_the_session_ended_is_held_and_kept(
    client: Client, officer: Person
) -> None:
    sign_in(client, officer.email)
    one = opened(client)
    Session.objects.all().delete()
    typed = {"title": "T", "text": "Long thought"}
    client.post(WRITE, one | typed | {"press": "save"})
    held = HeldForm.objects.get()
    sign_in(client, officer.email)
    offer = page(client.get(f"/en/held/{held.public_id}/"))

    assert "Long thought" in offer
    assert "press" not in re.sub(r"<input[^>]*>", "", offer).split("<dl")[1].split("</dl>")[0]
    client.post(WRITE, one | typed | {"press": "save", "held_form": held.public_id})
    assert Draft.objects.get(person=officer).fields == {"title": ["T"], "text": ["Long thought"]}
    assert HeldForm.objects.count() == 0


def test_text_sent_after_the_session_ended_is_sent_after_sign_in(
    client: Client, officer: Person
) -> None:
    sign_in(client, officer.email)
    one = opened(client)
    client.post(WRITE, one | {"text": "begun", "press": "save"})
    Session.objects.all().delete()
    typed = one | {"draft_seen": "1", "title": "T", "text": "begun and ended"}
    client.post(WRITE, typed)
    held = HeldForm.objects.get()
    sign_in(client, officer.email)
    client.post(WRITE, typed | {"held_form": held.public_id})

    assert [each["text"] for each in urls.SENT] == ["begun and ended"]
    assert (HeldForm.objects.count(), Draft.objects.waiting().count()) == (0, 0)


def test_script_of_an_ended_session_holds_nothing(client: Client, officer: Person) -> None:
    sign_in(client, officer.email)
    Session.objects.all().delete()
    response = client.post("/en/writing/drafts/save/", "{}", content_type="application/json")

    assert response.status_code == 302
    assert HeldForm.objects.count() == 0
