"""What a printed page keeps: its label, its dates; what it leaves: navigation and forms."""

import io

import pikepdf
import pytest

from tests.journeys.people import NCP_SENEGAL
from tests.journeys.visit import BOTH

pytestmark = pytest.mark.browser


@BOTH
def test_a_restricted_work_is_printed_with_its_label(language, width, visit, site) -> None:
    public_id = site.rows("SELECT public_id FROM research_work WHERE marking = 'amber'")[0][0]
    ncp = visit(language, width)
    ncp.sign_in(NCP_SENEGAL)

    ncp.open("research:work_detail", public_id)
    ncp.page.emulate_media(media="print")
    label = ncp.page.get_by_text("TLP:AMBER", exact=True).first

    assert label.is_visible()
    assert not ncp.page.locator(".masthead form").is_visible()
    assert not ncp.page.locator(".nav").is_visible()
    pressed = ncp.page.locator("main :is(button, .btn, summary, form)")
    assert [each for each in pressed.all() if each.is_visible()] == []
    assert ncp.page.pdf(format="A4").startswith(b"%PDF-")


@BOTH
def test_a_briefing_takes_two_sheets(language, width, visit, site) -> None:
    ncp = visit(language, width)
    ncp.sign_in(NCP_SENEGAL)
    ncp.open("guidelines:briefing_detail", "ai-ml")

    with pikepdf.open(io.BytesIO(ncp.page.pdf(format="A4"))) as sheets:
        assert len(sheets.pages) == 2
    ncp.page.emulate_media(media="print")
    # What waits for its reader is nobody else's.
    seen = [each for each in ncp.page.locator("main .notice").all() if each.is_visible()]
    assert seen == []
    address = ncp.address("guidelines:briefing_detail", "ai-ml")
    assert ncp.page.get_by_text(address).is_visible()


def test_a_late_review_is_marked_on_every_sheet(visit, site) -> None:
    public_id = site.rows(
        "UPDATE guidelines_record SET review_by = '2026-01-01' WHERE id = (SELECT max(id) FROM"
        " guidelines_record WHERE state = 'published' AND marking = 'clear') RETURNING public_id"
    )[0][0]
    visitor = visit("en", 1280)

    visitor.open("guidelines:record_detail", public_id)
    mark = visitor.page.locator("main > .overdue-print")
    on_screen = mark.is_visible()
    visitor.page.emulate_media(media="print")

    assert (on_screen, mark.is_visible()) == (False, True)
    # Chromium repeats the head of a table that may not be broken.
    assert mark.evaluate(
        "each => [getComputedStyle(each).display, getComputedStyle(each).breakInside,"
        " getComputedStyle(each.parentElement).display]"
    ) == ["table-header-group", "avoid", "table"]


@pytest.mark.parametrize("width", [1280])
def test_every_sheet_carries_the_strictest_label_of_its_page(width, visit, site) -> None:
    public_id = site.rows("SELECT public_id FROM research_work WHERE marking = 'amber'")[0][0]
    ncp = visit("en", width)
    ncp.sign_in(NCP_SENEGAL)

    labels = {}
    for name, *args in (
        ("directory:administration_list",),
        ("research:work_detail", public_id),
        ("home:help_markings",),
    ):
        ncp.open(name, *args)
        ncp.page.emulate_media(media="print")
        labels[name] = ncp.page.evaluate(
            "getComputedStyle(document.documentElement).getPropertyValue('--label')"
        )

    assert labels == {
        "directory:administration_list": '"TLP:GREEN"',
        "research:work_detail": '"TLP:AMBER"',
        # It explains every label and has none.
        "home:help_markings": "",
    }
