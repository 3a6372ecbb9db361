"""The desk by keyboard, without scripts, and without fault."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import SECRETARIAT
from tests.journeys.sweep import Inspector, Instance
from tests.journeys.visit import BOTH

pytestmark = pytest.mark.browser

WRITE = """
from django.utils import translation
from portal.desk.models import Letter, ReasonTemplate
translation.activate("fr")
for number in range({number}):
    kind = "account" if number % 3 else "mistake"
    words = f"{word} {{number:02}}"
    Letter.write(kind, by=None, text=words, organisation=words, name="Rosa")
ReasonTemplate.objects.get_or_create(
    kind="", name="Merci", defaults={{"text_en": "Thank you.", "text_fr": "Nous vous remercions."}}
)
"""
# Keys for one item, beside the typing of a reason.
MOST_KEYS = 3


def write(site, word: str, number: int) -> None:
    """Let letters of both kinds arrive."""
    site.run(WRITE.format(word=word, number=number))


def test_forty_mixed_items_by_keyboard(visit, site) -> None:
    write(site, "Keyboard", 40)
    officer = visit("en", 1280)
    officer.sign_in(SECRETARIAT)
    officer.open("desk:queue", query="q=Keyboard")
    pressed = 0
    for key in ("j", "Enter"):
        officer.page.keyboard.press(key)
        pressed += 1
    officer.page.wait_for_url("**/desk/items/**")

    for _each in range(40):
        here = officer.page.url
        officer.page.keyboard.press("a")
        expect(officer.page.locator("#id_reason")).to_be_focused()
        officer.page.keyboard.type("Done")
        officer.page.keyboard.press("Control+Enter")
        pressed += 3
        officer.page.wait_for_url(lambda url, here=here: url != here)

    assert officer.page.url == officer.address("desk:queue", query="q=Keyboard")
    officer.reads("Nothing fits")
    assert pressed <= 40 * MOST_KEYS + 2


def test_list_is_walked_ticked_and_taken_by_keyboard(visit, site) -> None:
    write(site, "Ticked", 3)
    officer = visit("en", 1280)
    officer.sign_in(SECRETARIAT)
    officer.open("desk:queue", query="q=Ticked")
    for key in ("j", "x", "j", "x", "m"):
        officer.page.keyboard.press(key)

    expect(officer.page.locator(".badge.is-ok")).to_have_count(2)
    officer.open("desk:queue", query="q=Ticked&show=mine")
    expect(officer.page.locator("main .entry")).to_have_count(2)

    # Typing presses nothing, and the switch ends it all.
    officer.page.locator("#id_q").focus()
    officer.page.keyboard.type("xma")
    expect(officer.page.locator("main .entry :checked")).to_have_count(0)
    officer.page.evaluate("localStorage.setItem('keys-off', '1')")
    officer.page.locator("main .entry h2 a").first.focus()
    officer.page.keyboard.press("x")
    expect(officer.page.locator("main .entry :checked")).to_have_count(0)


def test_enter_decides_nothing_until_a_key_chose(visit, site) -> None:
    write(site, "Unchosen", 1)
    officer = visit("en", 1280)
    officer.sign_in(SECRETARIAT)
    officer.open("desk:queue", query="q=Unchosen")
    officer.page.locator("main .entry h2 a").first.click()
    here = officer.page.url
    officer.box("reason").fill("Not finished")
    officer.page.keyboard.press("Control+Enter")
    expect(officer.button("Answer and close")).to_be_focused()

    officer.open("desk:queue", query="q=Unchosen")
    expect(officer.page.locator("main .entry")).to_have_count(1)
    officer.page.locator("main .entry [type=checkbox]").check()
    officer.page.locator("#bulk-reason").fill("Not finished")
    officer.page.keyboard.press("Enter")

    expect(officer.page.locator("main .entry :checked")).to_have_count(1)
    officer.page.goto(here)
    expect(officer.button("Answer and close")).to_be_visible()


@BOTH
def test_item_is_answered_without_scripts(language, width, visit, site) -> None:
    write(site, f"Plain {language}", 2)
    officer = visit(language, width, java_script_enabled=False)
    officer.sign_in(SECRETARIAT)
    officer.open("desk:queue", query=f"q=Plain+{language}")
    officer.page.locator("main .entry h2 a").first.click()
    officer.box("text").select_option(label="Merci")
    officer.button("Use this text").click()
    expect(officer.box("reason")).to_have_value("Nous vous remercions.")
    officer.button("Answer and close").click()

    officer.page.wait_for_url("**/desk/items/**")
    officer.reads(officer.words("Answered"))


@BOTH
def test_pages_of_the_desk_are_without_fault(language, width, visit, site) -> None:
    write(site, f"Faultless {language}", 2)
    officer = visit(language, width)
    officer.sign_in(SECRETARIAT)
    officer.open("desk:queue", query=f"q=Faultless+{language}")
    item = officer.page.locator("main .entry h2 a").first.get_attribute("href")
    place = f"/{language}/desk/"
    pages = ["", "queue/", "queue/?show=done", "reasons/", "reasons/add/", "closing-days/"]
    addresses = [item, item.partition("?")[0] + "assign/", *(place + page for page in pages)]

    inspector = Inspector(officer, thorough=False)

    assert [fault for each in addresses for fault in inspector.faults(Instance("desk", each))] == []
