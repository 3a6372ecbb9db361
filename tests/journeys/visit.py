"""One person's visit: a browser window, a language, and everything that went wrong in it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

from portal.home.seed.people import PASSWORD
from tests.journeys.site import Site

# Stories are told in French on a phone, where most goes wrong, and each night in English at a desk;
# the first one in all four ways.
BOTH = pytest.mark.parametrize(
    ("language", "width"), [pytest.param("en", 1280, marks=pytest.mark.nightly), ("fr", 390)]
)
ALL_FOUR = pytest.mark.parametrize(
    ("language", "width"), [("en", 1280), ("en", 390), ("fr", 1280), ("fr", 390)]
)

# A busy machine takes its time; what goes wrong fails all the same.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)

# What a page may not do is told to the page itself, before its own scripts run.
LISTEN = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


class Visit:
    """A page in a browser window of its own, spoken of in the words of its language."""

    def __init__(
        self, browser: Browser, site: Site, language: str, width: int = 1280, **options: Any
    ) -> None:
        self.context = context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=language,
            has_touch=width < 600,
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        self.site = site
        self.language = language
        # Statuses that a test expects to meet: the console of Chromium calls them errors.
        self.expected_statuses: set[int] = set()
        self._faults: list[str] = []
        context.add_init_script(LISTEN)
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self._faults.append(f"script: {error.error}"))
        context.on("request", self._note_request)
        context.on("dialog", self._note_dialog)
        self.page: Page = context.new_page()

    def words(self, english: str, context: str = "", **values: Any) -> str:
        """Return what the portal says for these words in this language."""
        with translation.override(self.language):
            said = translation.pgettext(context, english) if context else gettext(english)
        return said % values if values else said

    def address(self, name: str, *args: Any, query: str = "") -> str:
        """Return the full address of a named page in this language."""
        with translation.override(self.language):
            return self.site.url + reverse(name, args=args) + (f"?{query}" if query else "")

    def open(self, name: str, *args: Any, query: str = "") -> None:
        """Go to a named page."""
        self.page.goto(self.address(name, *args, query=query))

    def arrives_at(self, name: str, *args: Any) -> None:
        """Wait for this page."""
        address = self.address(name, *args)
        self.page.wait_for_url(lambda url: url.partition("?")[0] == address)

    def reads(self, words: str, *, inside: str = "main") -> None:
        """Wait until these words stand in the page."""
        expect(self.page.locator(inside).first).to_contain_text(words)

    def reads_heading(self, words: str) -> None:
        """Wait for a page that calls itself by these words."""
        expect(self.page.locator("h1")).to_have_text(words)

    def link(self, english: str, context: str = "", *, inside: str = "body") -> Locator:
        """Return the first link with these words."""
        name = self.words(english, context)
        return self.page.locator(inside).get_by_role("link", name=name, exact=True).first

    def button(self, english: str, context: str = "", *, inside: str = "body") -> Locator:
        """Return the first button with these words."""
        name = self.words(english, context)
        return self.page.locator(inside).get_by_role("button", name=name, exact=True).first

    def field(self, english: str) -> Locator:
        """Return the field with this label, which may say that it is optional."""
        label = re.compile(rf"^{re.escape(self.words(english))}( \(\w+\))?$")
        return self.page.get_by_label(label).first

    def box(self, name: str) -> Locator:
        """Return the field of a form in the page by the name under which it is sent."""
        return self.page.locator(f"main [name={name}]:not([type=hidden])").first

    def search(self, words: str) -> None:
        """Type into the search box at the top and press Enter."""
        self.page.locator("#masthead-q").fill(words)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/search/?q=**")

    def unfold(self, summary: str) -> None:
        """Open what is folded away on a phone, where it is folded."""
        panel = self.page.locator("summary").filter(has_text=self.words(summary)).first
        panel.wait_for(state="attached")
        if panel.is_visible():
            panel.click()

    def where(self) -> str:
        """Return what somebody who looks for a fault wants to know first."""
        return f"{self.page.url}\n{self.page.locator('body').inner_text()}"

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in with e-mail and password, from wherever the page is."""
        if not self.page.url.startswith(self.address("account_login")):
            self.open("account_login")
        self.field("E-mail at your administration").fill(email)
        self.field("Password").fill(password)
        self.button("Continue", "sign in").click()
        self.page.wait_for_url(
            lambda url: (
                not url.startswith(self.address("account_login") + "?")
                and url != self.address("account_login")
            )
        )

    def sign_out(self) -> None:
        """Sign out."""
        self.open("account_logout")
        self.button("Sign out", inside="main").click()
        self.arrives_at("home:front")

    def shoot(self, folder: Path | None, name: str) -> None:
        """Keep a picture of the whole page, when somebody asked for pictures."""
        if folder:
            self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    def faults(self) -> Iterator[str]:
        """Yield what went wrong since the last time."""
        yield from self._faults
        self._faults.clear()

    def close(self) -> None:
        """Close the window."""
        self.context.close()

    def _note_console(self, message: ConsoleMessage) -> None:
        expected = [f"status of {status} " for status in self.expected_statuses]
        if message.type == "error" and not any(part in message.text for part in expected):
            self._faults.append(f"{self.page.url}: {message.text}")

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site.url}/", "data:", "blob:")):
            self._faults.append(f"{self.page.url}: asks {request.url}")

    def _note_dialog(self, dialog: Any) -> None:
        self._faults.append(f"{self.page.url}: dialog {dialog.message!r}")
        dialog.dismiss()
