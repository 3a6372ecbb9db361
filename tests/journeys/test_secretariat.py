"""The Secretariat keeps the library and the directory true."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.people import NCP_SENEGAL, PUBLISHER, SECRETARIAT
from tests.journeys.site import Site
from tests.journeys.visit import BOTH, Visit

pytestmark = pytest.mark.browser


def add_a_work(officer: Visit, title: str) -> str:
    """Write the record of a work; return its address."""
    officer.link("Library", inside=".nav").click()
    officer.link("Add a record").click()
    officer.box("title").fill(title)
    officer.box("authors").fill("Amina Diop\n{World Customs Organization}")
    officer.box("year").fill("2026")
    officer.box("kind").select_option(index=1)
    officer.box("abstract").fill("Drones weigh camels at a border post and find it quick.")
    officer.page.locator("main [name=marking][value=green]").check()
    officer.button("Save the draft").click()
    officer.reads_heading(title)
    return officer.page.url


@BOTH
def test_a_work_is_added_by_one_and_published_by_another_and_found(
    language: str, width: int, visit: Any, worker: Site
) -> None:
    title = f"Dromedary weighing by drone at land borders ({language})"
    officer = visit(language, width)
    officer.sign_in(SECRETARIAT)
    address = add_a_work(officer, title)
    assert not officer.button("Publish this record").is_visible()

    publisher = visit(language, width)
    publisher.sign_in(PUBLISHER)
    publisher.link("Desk", inside=".nav").click()
    publisher.link("Library drafts").click()
    publisher.page.get_by_role("link", name=title).click()
    publisher.button("Publish this record").click()
    publisher.page.wait_for_url(address)

    ncp = visit(language, width)
    ncp.sign_in(NCP_SENEGAL)
    found = ncp.page.get_by_role("link", name=title)
    for _attempt in range(40):
        ncp.search("dromedary weighing")
        if found.is_visible():
            break
        ncp.page.wait_for_timeout(500)
    found.click()
    ncp.page.wait_for_url(address)


@BOTH
def test_an_administration_is_corrected(language: str, width: int, visit: Any) -> None:
    officer = visit(language, width)
    officer.sign_in(SECRETARIAT)

    officer.open("directory:administration_detail", "NP")
    officer.link("Edit this administration").click()
    officer.box("website").fill("https://customs.example/np")
    officer.box("zone").fill("Nowhere/Land")
    officer.button("Save the administration").click()
    expect(officer.page.locator("[name=zone][aria-invalid=true]")).to_be_visible()
    assert officer.box("website").input_value() == "https://customs.example/np"
    officer.box("zone").fill("Asia/Kathmandu")
    officer.button("Save the administration").click()

    officer.arrives_at("directory:administration_detail", "NP")
    officer.reads("https://customs.example/np")


@BOTH
def test_a_person_is_made_verified_and_seated(language: str, width: int, visit: Any) -> None:
    officer = visit(language, width)
    officer.sign_in(SECRETARIAT)

    officer.open("directory:person_list")
    officer.link("Add a person", inside="main").click()
    officer.box("email").fill(f"sita.{language}@customs-nepal.example")
    officer.box("given_name").fill("Sita")
    officer.box("family_name").fill(f"Gurung-{language}")
    officer.box("post").fill("Director of Technology")
    officer.box("administration").select_option(label={"en": "Nepal", "fr": "Népal"}[language])
    officer.button("Make the account").click()
    officer.reads("Sita", inside="h1")

    officer.link("Verify the account").click()
    officer.page.locator("main form .btn").first.click()
    officer.link("Give a seat").click()
    officer.page.locator("main [name=seat]").first.check()
    officer.box("why").fill("Asked for by the office.")
    officer.page.locator("main form .btn").first.click()

    officer.open("directory:administration_detail", "NP")
    officer.reads(f"Gurung-{language}")
