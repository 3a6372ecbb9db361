"""A list becomes people, a mail is answered, the map shows it: in a browser, without fault."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.people import SECRETARIAT
from tests.journeys.sweep import Inspector, Instance
from tests.journeys.visit import BOTH

pytestmark = pytest.mark.browser

WORK = """
from directory import drilling
from directory.importing import working
from portal.files.tasks import inspect_files
inspect_files()
working.work()
drilling.work()
"""
LIST = (
    "Nom;Prénom;Courriel;Membre;Siège\r\n"
    "Fêtre-{word};Zoé;zoe.{word}@douane-sn.example;{office};national-coordinator\r\n"
    "Sans-{word};Adresse;nobody;SN;\r\n"
    "=1+1;Calc;calc.{word}@douane-sn.example;SN;\r\n"
)


@BOTH
def test_list_is_checked_and_imported(visit, site, language: str, width: int) -> None:
    officer = visit(language, width)
    officer.sign_in(SECRETARIAT)
    officer.open("directory:import_list")
    page, word = officer.page, f"{language}{width}"
    page.get_by_role("link", name=officer.words("Send a list")).first.click()
    body = LIST.format(word=word, office={"en": "SN", "fr": "BJ"}[language]).encode("cp1252")
    page.locator("input[type=file]").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": body}
    )
    page.locator("#id_sender").fill(f"Directeur {word}")
    page.locator("#id_channel").select_option("e-mail")
    page.locator("#id_dated").fill("2026-11-01")
    page.get_by_role("button", name=officer.words("Check the list")).click()
    expect(page.locator("[data-live]")).to_be_visible()

    site.run(WORK)
    # The page finds out by itself.
    expect(page.locator("[data-live]")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Windows-1252")
    expect(page.locator("tbody .badge")).to_have_count(3)
    faults = Inspector(officer, thorough=False).faults(Instance("import", urlsplit(page.url).path))
    assert faults == []

    page.locator("form[action$='/start/'] button").click()
    site.run(WORK)
    page.goto(page.url)
    expect(page.locator(".stamp")).to_contain_text(officer.words("Imported"))
    expect(page.locator("tbody")).to_contain_text("Fêtre")


@BOTH
def test_test_is_sent_and_answered_without_signing_in(
    visit, site, mailbox, language: str, width: int
) -> None:
    officer = visit(language, width)
    officer.sign_in(SECRETARIAT)
    officer.open("directory:drill_add")
    page = officer.page
    page.locator("#id_name").fill(f"Essai {language}{width}")
    page.locator("#id_administrations").fill("KE")
    page.get_by_role("button", name=officer.words("Show who is called")).click()
    expect(page.locator("#h-called")).to_be_visible()
    address = urlsplit(page.url)
    here = Instance("test", f"{address.path}?{address.query}")
    assert Inspector(officer, thorough=False).faults(here) == []
    before = len(mailbox.messages)
    page.locator("form[method=post] button.btn").last.click()
    officer.page.wait_for_url("**/directory/tests/*/")
    site.run(WORK)

    sent = mailbox.messages[before:]
    codes = re.findall(
        r"^\s+(\w{4}-\w{4}-\w{4})\s*$", sent[0].get_body(("plain",)).get_content(), re.M
    )
    visitor = visit(language, width)
    visitor.open("directory:drill_answer")
    visitor.page.locator("#id_code").fill(codes[0])
    visitor.page.locator("main form button").click()
    expect(visitor.page.locator(".notice")).to_be_visible()
    page.reload()
    expect(page.locator("tbody tr td").nth(1)).to_have_text("1")


@BOTH
@pytest.mark.parametrize(
    "name", ["coverage", "import_list", "import_add", "drill_list", "drill_mine", "drill_answer"]
)
def test_pages_are_without_fault(visit, language: str, width: int, name: str) -> None:
    officer = visit(language, width)
    officer.sign_in(SECRETARIAT)
    officer.open(f"directory:{name}")

    path = urlsplit(officer.page.url).path
    faults = Inspector(officer, thorough=True).faults(Instance(name, path))

    assert faults == []
