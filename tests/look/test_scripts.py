"""The scripts in a real browser: each adds to a page that works without it."""

import mimetypes
import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.look.sources import ROOT

pytestmark = pytest.mark.browser

HOST = "http://localhost"
HTML = """<!doctype html><title>Page</title>
<script type="module" src="/static/js/keys.js"></script>
<script type="module" src="/static/js/submit_once.js"></script>
<script type="module" src="/static/js/copy.js"></script>
<header class="masthead"><a class="wordmark" href="/home">Home</a><input type="search" id="q"></header>
<nav class="nav"><a href="/directory">Directory</a><a href="/research">Équipe</a></nav>
<main>
  <ul><li class="entry"><h3><a href="/1">One</a></h3></li><li class="entry"><h3><a href="/2">Two</a></h3></li></ul>
  <code id="address">https://portal.example/w/1</code>
  <button data-copy="address" data-copied="Copied">Copy</button>
  <form method="post" action="/post"><button type="submit">Send</button></form>
</main>
<button data-keys-show>Keyboard shortcuts</button>
<dialog id="keys"><input type="checkbox" id="on" data-keys-switch checked></dialog>"""  # noqa: E501


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is missing: apt-get install chromium")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def sent(chromium: Browser) -> list[str]:
    """What the page posted."""
    return []


@pytest.fixture
def page(chromium: Browser, sent: list[str]) -> Iterator[Page]:
    """A page with the three scripts, served from the files."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.method == "POST":
            sent.append(path)
            route.fulfill(status=204)
        elif path.startswith("/static/"):
            kind = mimetypes.guess_type(path)[0]
            route.fulfill(path=ROOT / path.removeprefix("/"), content_type=kind)
        else:
            route.fulfill(body=HTML, content_type="text/html; charset=utf-8")

    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.route("**/*", answer)
    page.goto(f"{HOST}/")
    page.wait_for_load_state("load")
    yield page
    context.close()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent"))


def test_slash_goes_to_the_search_box_and_is_typed_there(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.press("/")

    assert (focused(page), page.locator("#q").input_value()) == ("q", "/")


@pytest.mark.parametrize(
    ("letter", "path"), [("h", "/home"), ("d", "/directory"), ("e", "/research")]
)
def test_g_and_a_letter_go_to_a_section(page: Page, letter: str, path: str) -> None:
    page.keyboard.press("g")
    page.keyboard.press(letter)
    page.wait_for_url(f"{HOST}{path}")


def test_j_and_k_walk_the_rows(page: Page) -> None:
    walked = []
    for key in "jjjk":
        page.keyboard.press(key)
        walked.append(focused(page))

    assert walked == ["One", "Two", "Two", "One"]


def test_shortcuts_go_off_by_one_switch_and_stay_off(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("#on").uncheck()
    page.reload()
    page.keyboard.press("/")

    assert focused(page) != "q"

    page.get_by_role("button", name="Keyboard shortcuts").click()

    assert page.locator("#on").is_checked() is False


def test_form_is_sent_once(page: Page, sent: list[str]) -> None:
    page.evaluate("for (let i = 0; i < 3; i += 1) document.querySelector('[type=submit]').click()")
    page.wait_for_timeout(200)

    assert sent == ["/post"]


def test_copy_puts_the_text_on_the_clipboard_and_says_so(page: Page) -> None:
    page.locator("[data-copy]").click()
    page.get_by_text("Copied").wait_for()

    assert page.evaluate("navigator.clipboard.readText()") == "https://portal.example/w/1"


def test_copy_without_permission_selects_the_text(page: Page) -> None:
    page.context.clear_permissions()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.locator("[data-copy]").click()
    page.wait_for_function("getSelection().toString()")

    assert page.evaluate("getSelection().toString()") == "https://portal.example/w/1"
