"""From the bell to what was told: the keyboard, the marks, and an inbox without faults."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import NCP_SENEGAL
from tests.journeys.sweep import Inspector, Instance
from tests.journeys.visit import BOTH

pytestmark = pytest.mark.browser

TELL = "from portal.notifications.dispatch import dispatch_waiting; dispatch_waiting()"
BELL = ".masthead-links a:not([hreflang])[href$='/notifications/']"


@BOTH
def test_the_bell_leads_to_what_happened(language, width, visit, site) -> None:
    site.run(TELL)
    ncp = visit(language, width)
    ncp.sign_in(NCP_SENEGAL)
    ncp.page.locator(BELL).click()
    ncp.arrives_at("notifications:inbox")
    lines = ncp.page.locator("main .entry")
    told = lines.count()

    # Tests share the portal: the lines are as if nobody had read them.
    lines.first.get_by_role("checkbox").check()
    ncp.button("Mark as unread", inside="main .bulkbar").click()
    expect(ncp.page.locator(BELL)).not_to_have_text(re.compile(r"\b0\s*$"))
    ncp.page.keyboard.press("j")
    ncp.page.keyboard.press("Enter")
    ncp.page.wait_for_url(lambda url: "/notifications/" not in url)
    ncp.page.go_back()
    ncp.page.reload()

    expect(lines).to_have_count(told)
    expect(lines.first).to_have_class("entry is-read")
    if ncp.button("Mark all as read").count():
        ncp.button("Mark all as read").click()
    ncp.reads_heading(ncp.words("You have read everything"))
    assert (
        Inspector(ncp, thorough=False).faults(Instance("inbox", f"/{language}/notifications/"))
        == []
    )


def test_an_inbox_without_lines_says_what_to_follow(visit) -> None:
    ncp = visit("en", 390)
    ncp.sign_in("c.okoro-bello@customs-nigeria.example")
    ncp.open("notifications:inbox")

    ncp.reads("Nothing has been sent to you yet")
