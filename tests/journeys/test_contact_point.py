"""A contact point at work: finds a colleague elsewhere, finds a work, takes its citation along."""

import time
from typing import Any

import pytest

from tests.journeys.people import NCP_KENYA, NCP_SENEGAL
from tests.journeys.site import Site
from tests.journeys.visit import ALL_FOUR, Visit

pytestmark = pytest.mark.browser

# 64 kbit/s, and 800 ms until the first byte.
SLOW_LINE = {
    "offline": False,
    "downloadThroughput": 64_000 / 8,
    "uploadThroughput": 64_000 / 8,
    "latency": 800,
}


def find_the_colleague(ncp: Visit, site: Site) -> None:
    """Sign in from the home page and find the contact point of Senegal."""
    query = "SELECT given_name, family_name FROM directory_person WHERE email = %s"
    given_name, family_name = site.rows(query, [NCP_SENEGAL])[0]
    ncp.open("home:front")
    ncp.link("Sign in", inside=".masthead").click()
    ncp.sign_in(NCP_KENYA)

    ncp.link("Directory", inside=".nav").click()
    ncp.unfold("Filters")
    ncp.box("q").fill("senegal")
    ncp.button("Show", inside="form.filters").click()
    ncp.page.locator(".table th a").first.click()
    ncp.page.get_by_role("link", name=f"{given_name} {family_name}").first.click()

    ncp.reads(f"{given_name} {family_name}", inside="h1")


def find_the_work(ncp: Visit) -> None:
    """Search the library and open the first work."""
    ncp.search("risk management")
    first = ncp.page.locator("[aria-labelledby=group-work] h3 a").first
    title = first.inner_text()
    first.click()

    ncp.reads_heading(title)


@ALL_FOUR
def test_a_contact_point_finds_a_colleague_and_cites_a_work(
    language: str, width: int, visit: Any, site: Site
) -> None:
    ncp = visit(language, width, permissions=["clipboard-read", "clipboard-write"])

    find_the_colleague(ncp, site)
    find_the_work(ncp)
    citation = ncp.page.locator("#cite-apa").inner_text()
    ncp.page.locator("[data-copy=cite-apa]").click()

    ncp.page.get_by_text(ncp.words("Copied"), exact=True).wait_for()
    assert citation
    assert ncp.page.evaluate("navigator.clipboard.readText()") == citation


def test_everything_works_without_scripts(visit: Any, site: Site) -> None:
    ncp = visit(java_script_enabled=False)

    find_the_colleague(ncp, site)
    find_the_work(ncp)

    assert ncp.page.locator("#cite-apa").inner_text()
    assert not ncp.page.locator("[data-copy=cite-apa]").is_visible()


def test_a_slow_line_is_enough(visit: Any, site: Site) -> None:
    ncp = visit(width=390)
    ncp.context.set_default_timeout(60_000)
    session = ncp.context.new_cdp_session(ncp.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)

    began = time.monotonic()
    ncp.open("home:front")
    first_view = time.monotonic() - began
    find_the_colleague(ncp, site)
    find_the_work(ncp)

    assert first_view < 15
