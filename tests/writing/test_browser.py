"""Texts in Chromium: hostile ones run nothing; the script keeps a draft, and the buttons do too."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route

from directory.models import Person
from portal.writing.models import Draft
from tests.look.test_scripts import chromium
from tests.writing import urls
from tests.writing.allowed import ATTRIBUTES, BLOCKS, HOSTILE, INLINE, VOID

__all__ = ["chromium"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.urls("tests.writing.urls"),
]
HOST = "http://localhost"
# What a rendered text has in the browser's own reading of it.
FOUND = """() => {
  const found = {};
  for (const element of document.querySelectorAll(".post-body *")) {
    const tag = element.localName;
    found[tag] = [...new Set([...(found[tag] ?? []), ...element.getAttributeNames()])];
  }
  return found;
}"""


@pytest.fixture
def asked() -> list[str]:
    """What the pages asked for elsewhere."""
    return []


@pytest.fixture(scope="module", autouse=True)
def _on_the_loop_of_the_browser() -> Iterator[None]:
    """Let the portal answer on the thread of the browser's loop, one request after the other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def window(chromium: Browser, client: Client, asked: list[str]) -> Iterator[Callable[[], Page]]:
    """Opens windows of one browser; its requests are answered by the portal, in this process."""
    cache.clear()
    urls.SENT.clear()
    context: BrowserContext = chromium.new_context(base_url=HOST)
    ours = connections["default"]

    def answer(route: Route) -> None:
        # Each answer has a context of its own; the rows of the test stand in this connection.
        connections["default"] = ours
        request, address = route.request, urlsplit(route.request.url)
        if f"{address.scheme}://{address.netloc}" != HOST:
            asked.append(request.url)
            route.abort()
            return
        kind = request.headers.get("content-type", "text/plain")
        response = client.generic(
            request.method,
            f"{address.path}?{address.query}" if address.query else address.path,
            request.post_data_buffer or b"",
            content_type=kind,
            headers={"accept": request.headers.get("accept", "")},
        )
        body = b"".join(response) if response.streaming else response.content
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        route.fulfill(status=response.status_code, headers=headers, body=body)

    context.route("**/*", answer)

    def opened() -> Page:
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield opened
    context.close()


def noted(page: Page) -> list[str]:
    """Return the list in which dialogs, messages and pages of a window are noted."""
    notes: list[str] = []
    page.on("dialog", lambda dialog: (notes.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: notes.append(message.text))
    page.on("pageerror", lambda error: notes.append(str(error)))
    page.on("popup", lambda popup: notes.append(popup.url))
    return notes


@pytest.mark.nightly
def test_hostile_texts_run_nothing_in_a_browser(
    window: Callable[[], Page], asked: list[str]
) -> None:
    page = window()
    notes = noted(page)
    page.goto("/test/hostile/")
    # Pointers and keys, where something waits for one.
    page.evaluate("""() => {
      for (const element of document.querySelectorAll(".post-body *")) {
        for (const name of ["mouseover", "pointerenter", "focus", "click", "animationend"]) {
          const event = new Event(name, { bubbles: true, cancelable: true });
          if (name !== "click" || element.localName !== "a") element.dispatchEvent(event);
        }
      }
    }""")
    page.wait_for_timeout(500)
    found: dict[str, list[str]] = page.evaluate(FOUND)

    assert page.locator(".post-body").count() == len(HOSTILE)
    assert set(found) <= BLOCKS | INLINE | VOID
    allowed = {tag: ATTRIBUTES.get(tag, {"dir", "lang"}) for tag in found}
    beyond = {tag: set(names) - allowed[tag] for tag, names in found.items()}
    assert {tag: names for tag, names in beyond.items() if names} == {}
    assert (notes, asked, urlsplit(page.url).path) == ([], [], "/test/hostile/")


@pytest.mark.nightly
def test_notes_see_what_runs(window: Callable[[], Page], asked: list[str]) -> None:
    page = window()
    notes = noted(page)
    page.goto("/test/hostile/")
    planted = "<img src='https://evil.example/x' onerror='alert(1)'>"
    page.evaluate(f'document.querySelector(".post-body").innerHTML = "{planted}"')
    page.wait_for_timeout(300)

    assert any("Content Security Policy" in note for note in notes)


def test_script_keeps_the_draft_and_the_button_shows_two_windows(
    window: Callable[[], Page], client: Client, officer: Person
) -> None:
    client.force_login(officer)
    one, two = window(), window()
    notes = noted(one)
    for page in (one, two):
        page.goto("/test/write/")
    one.get_by_label("Text", exact=True).fill("From one 😀")
    assert one.locator(".count").inner_text() == "10 of 32\u00a0000 characters"
    one.locator("[data-draft-says]").filter(has_text="Draft saved").wait_for()
    assert Draft.objects.get(person=officer).fields == {"text": ["From one 😀"]}

    two.get_by_label("Text", exact=True).fill("From two")
    two.locator("[data-draft-says]").filter(has_text="Another window").wait_for()
    two.get_by_role("button", name="Save draft").click()
    two.get_by_role("heading", name="Another window has another text").wait_for()
    assert two.locator(".conflict pre").inner_text() == "From one 😀"
    assert two.get_by_label("Text", exact=True).input_value() == "From two"
    two.get_by_role("button", name="Keep the text below").click()
    two.get_by_text("The draft is saved.").wait_for()
    assert Draft.objects.get(person=officer).fields == {"text": ["From two"]}
    assert notes == []


def test_text_survives_the_end_of_its_session(
    window: Callable[[], Page], client: Client, officer: Person
) -> None:
    client.force_login(officer)
    page = window()
    page.goto("/test/write/")
    client.logout()
    page.get_by_label("Text", exact=True).fill("A long thought")
    page.locator("[data-draft-says]").filter(has_text="signed out").wait_for()

    assert page.get_by_label("Text", exact=True).input_value() == "A long thought"


def test_too_long_a_text_is_said_before_it_is_sent(
    window: Callable[[], Page], client: Client, officer: Person
) -> None:
    client.force_login(officer)
    page = window()
    page.goto("/test/write/")
    page.get_by_label("Title").fill("T")
    page.get_by_label("Text", exact=True).evaluate(
        """area => {
          area.value = "word\\n".repeat(20000);
          area.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    page.get_by_role("button", name="Post answer").click()

    area: Any = page.get_by_label("Text", exact=True)
    assert area.evaluate("area => area.validationMessage") == (
        "The text is too long. Shorten it or split it."
    )
    assert urls.SENT == []
    assert len(area.input_value()) == 100_000
