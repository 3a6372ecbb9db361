"""Moving about: sessions that end, languages that change, hands that stay on the keyboard."""

from typing import Any

import pytest

from tests.journeys.people import NCP_KENYA, SECRETARIAT
from tests.journeys.site import Site
from tests.journeys.visit import BOTH, Visit

pytestmark = pytest.mark.browser


def end_session(visit: Visit, site: Site) -> None:
    """End the session behind the page's back, as half an hour does."""
    key = next(each["value"] for each in visit.context.cookies() if each["name"] == "session")
    site.rows("DELETE FROM usersessions_usersession WHERE session_key = %s", [key])
    site.rows("DELETE FROM django_session WHERE session_key = %s", [key])


@BOTH
def test_a_form_outlives_its_session(language: str, width: int, visit: Any, site: Site) -> None:
    title = f"A record written for a long time ({language})"
    officer = visit(language, width)
    officer.sign_in(SECRETARIAT)
    officer.open("research:work_add")
    officer.box("title").fill(title)
    officer.box("authors").fill("Amina Diop")
    officer.box("year").fill("2025")
    officer.box("kind").select_option(index=1)
    officer.box("abstract").fill("Thought over for longer than a session lasts. " * 20)

    end_session(officer, site)
    officer.expected_statuses |= {403}
    officer.button("Save the draft").click()
    officer.page.wait_for_load_state()
    officer.sign_in(SECRETARIAT)
    officer.reads_heading(officer.words("Your text was kept"))
    officer.reads(title)
    officer.button("Send it now").click()

    officer.reads_heading(title)
    officer.reads("Thought over")


@BOTH
def test_the_language_changes_and_the_place_stays(language: str, width: int, visit: Any) -> None:
    other = {"en": "fr", "fr": "en"}[language]
    visitor = visit(language, width)
    visitor.open("research:work_list", query="sort=title&year_from=2015")

    visitor.page.locator(f".masthead a[hreflang={other}]").click()

    visitor.language = other
    assert visitor.page.url == visitor.address(
        "research:work_list", query="sort=title&year_from=2015"
    )
    assert visitor.page.locator("html").get_attribute("lang") == other


def focused(visit: Visit) -> str:
    """Return the words of what has the focus."""
    return visit.page.evaluate(
        "(document.activeElement.innerText || document.activeElement.name || '').trim()"
    )


def test_the_keyboard_is_enough(visit: Any) -> None:
    ncp = visit()
    ncp.sign_in(NCP_KENYA)
    keyboard = ncp.page.keyboard

    ncp.open("home:front")
    keyboard.press("Tab")
    assert focused(ncp) == "Skip to main content"
    keyboard.press("Enter")
    assert ncp.page.evaluate("document.activeElement.id") == "main"

    keyboard.press("/")
    assert focused(ncp) == "q"
    keyboard.type("single window")
    keyboard.press("Enter")
    ncp.page.wait_for_url("**/search/?q=**")

    reached = []
    for _step in range(80):
        keyboard.press("Tab")
        reached.append(focused(ncp))
    assert "Show" in reached
    first = ncp.page.locator("main h3 a").first.inner_text()
    assert reached.index("Show") < reached.index(first)

    ncp.open("home:front")
    keyboard.press("g")
    keyboard.press("l")
    ncp.page.wait_for_url(ncp.address("research:work_list"))
    keyboard.press("j")
    assert focused(ncp) == ncp.page.locator("main h2 a").first.inner_text()
    keyboard.press("Enter")
    ncp.page.wait_for_url("**/works/*/")


def test_the_focus_is_always_seen(visit: Any) -> None:
    """Every stop of the Tab key shows an outline that differs from the rest."""
    visitor = visit()
    visitor.open("home:front")

    unseen = []
    for _step in range(40):
        visitor.page.keyboard.press("Tab")
        style = visitor.page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle + s.boxShadow; })()"
        )
        if style == "nonenone":
            unseen.append(focused(visitor))

    assert unseen == []
