"""What a printed page keeps: its label, its dates; what it leaves: navigation and forms."""

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
