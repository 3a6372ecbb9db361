"""Guidance: what administrations report changes how sure we are, and opens a review."""

import pytest

from tests.journeys.people import (
    NCP_KENYA,
    NCP_SENEGAL,
    OFFICER_SENEGAL,
    PUBLISHER,
    SECRETARIAT,
)
from tests.journeys.site import Site
from tests.journeys.visit import Visit

pytestmark = pytest.mark.browser

FAILED = {"reached": "pilot", "cause": "data", "loss": "time", "retry": "no", "is_named": "no"}
PRACTICE = """
SELECT public_id FROM guidelines_record
WHERE kind = 'practice' AND state = 'published' AND reviewed_since IS NULL ORDER BY id LIMIT 1
"""


def say_it_failed(person: Visit, practice: str) -> None:
    """Answer for the administration: it was tried, and failed."""
    person.open("guidelines:record_detail", practice)
    person.button("We tried, it failed", inside="main").click()
    for name, value in FAILED.items():
        person.page.locator(f"main [name={name}][value={value}]").check()
    person.button("Send our answer", inside="main").click()
    person.arrives_at("guidelines:outcome_edit", practice)


def test_two_failures_lower_the_confidence_and_open_a_review(visit, site: Site) -> None:
    practice = str(site.rows(PRACTICE)[0][0])
    officer, holder, other = visit("fr", 390), visit(), visit("en", 390)
    officer.sign_in(OFFICER_SENEGAL)
    say_it_failed(officer, practice)
    officer.reads(officer.words("Waits for a signature"))

    holder.sign_in(NCP_SENEGAL)
    holder.open("guidelines:outcome_edit", practice)
    holder.link("Read and sign", inside="main").click()
    holder.button("Sign for the administration", inside="main").click()
    holder.open("guidelines:record_detail", practice)
    assert "Contested" not in holder.page.inner_text("#confidence")
    assert "Under review" not in holder.page.inner_text("main")

    other.sign_in(NCP_KENYA)
    say_it_failed(other, practice)
    other.reads("Signed")
    other.open("guidelines:record_detail", practice)
    other.reads("Contested", inside="#confidence")
    other.reads("Under review")

    desk = visit()
    desk.sign_in(SECRETARIAT)
    desk.open("guidelines:record_detail", practice)
    desk.reads("Administrations tried it and it failed")
    # Two are never counted for readers.
    assert desk.page.locator(".outcome b").count() == 0


FAILURE = {
    "title": "A pilot of image analysis that we stopped",
    "problem": "Scanner pictures waited for two days.",
    "solution": "A model marked pictures for a second look.",
    "outcome": "After three months most marks were wrong, and we stopped.",
    "lesson": "Agree on who corrects the marks before the first picture.",
}
TOLD = ("Senegal", "Sénégal", "Sow", "Diallo")


def decide(officer: Visit, decision: str) -> None:
    """Decide on the desk about the one text of this story."""
    officer.open("guidelines:manuscript_list")
    officer.link(FAILURE["title"], inside="main").click()
    officer.link("Decide on the desk", inside="main").click()
    here = officer.page.url
    officer.page.locator(f"main [name=decision][value={decision}]").click()
    officer.page.wait_for_url(lambda url: url != here)


def test_failure_is_handed_in_without_a_name_and_its_author_is_asked(visit) -> None:
    author, holder, reader = visit("en", 390), visit(), visit()
    author.sign_in(OFFICER_SENEGAL)
    author.open("guidelines:record_add", "experience")
    for name, words in FAILURE.items():
        author.box(name).fill(words)
    author.box("progress").select_option("failed")
    author.box("phase").select_option("pilot")
    author.page.locator("main [name=technologies][value=nii-scanning]").check()
    author.page.locator("main [name=attribution][value=region]").check()
    author.button("Save", inside="main").click()
    author.page.wait_for_url("**/guidelines/manuscripts/**")
    author.button("Send to be cleared", inside="main").click()

    holder.sign_in(NCP_SENEGAL)
    holder.open("guidelines:manuscript_list")
    holder.link(FAILURE["title"], inside="main").click()
    holder.link("Clear or decline", inside="main").click()
    holder.button("Sign for the administration", inside="main").click()
    for officer, decision in ((SECRETARIAT, "pass"), (PUBLISHER, "publish")):
        person = visit()
        person.sign_in(officer)
        decide(person, decision)

    # Somebody of another region finds it, and learns the region alone.
    reader.sign_in(NCP_KENYA)
    reader.open("guidelines:record_list", "experience", query="progress=failed")
    reader.link(FAILURE["title"], inside="main").click()
    reader.reads("An administration of West and Central Africa")
    reader.link("Ask the author", inside="main").click()
    reader.box("text").fill("Who should have corrected the marks?")
    reader.button("Send the question", inside="main").click()
    reader.page.wait_for_url("**/guidelines/questions/**")
    exchange = reader.page.url

    author.open("guidelines:relay_list")
    author.page.locator("main a[href*='/guidelines/questions/']").first.click()
    author.reads("Who should have corrected the marks?")
    author.box("text").fill("Two readers of pictures, every evening.")
    author.button("Send", inside="main").click()
    author.reads("Two readers of pictures, every evening.")

    reader.page.goto(exchange)
    reader.reads("Two readers of pictures, every evening.")
    assert [word for word in TOLD if word in reader.page.inner_text("body")] == []
