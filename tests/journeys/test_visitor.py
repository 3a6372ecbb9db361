"""A visitor reads what is public and writes to the Secretariat."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.people import SECRETARIAT
from tests.journeys.visit import BOTH

pytestmark = pytest.mark.browser


@BOTH
def test_a_visitor_reads_and_writes_and_the_secretariat_sees_it(
    language: str, width: int, visit: Any
) -> None:
    visitor = visit(language, width)
    visitor.open("home:front")
    assert visitor.page.locator("main h3 a").count() > 3
    visitor.link("Members", inside=".nav").click()
    visitor.reads("187", inside="h1")
    expect(visitor.page.locator("ul.names li")).to_have_count(188)

    visitor.link("Report a mistake on this page").click()
    visitor.box("text").fill(f"The list names a place wrongly ({language}).")
    visitor.button("Send the report").click()
    visitor.arrives_at("desk:letter_sent")

    visitor.open("home:front")
    visitor.link("Ask for an account").click()
    visitor.box("name").fill("Rosa Lindqvist")
    visitor.box("organisation").fill(f"Institute of Trade ({language})")
    visitor.box("email").fill("rosa@institute.example")
    visitor.box("text").fill("I study risk management.")
    visitor.button("Send the request").click()
    visitor.arrives_at("desk:letter_sent")

    officer = visit(language, width)
    officer.sign_in(SECRETARIAT)
    officer.link("Desk", inside=".nav").click()
    officer.arrives_at("desk:home")
    officer.link("Open all that waits").click()
    # What came last stands first, however much waits.
    officer.page.goto(f"{officer.page.url.partition('?')[0]}?sort=new")
    officer.reads(f"Institute of Trade ({language})")
    officer.page.get_by_role("link", name=f"wrongly ({language})").first.click()
    officer.reads("/members/")
    officer.box("reason").fill("Corrected.")
    officer.button("Answer and close").click()
    officer.reads(officer.words("Answered"))
