"""Guidance: what administrations report changes how sure we are, and opens a review."""

import pytest

from tests.journeys.people import NCP_KENYA, NCP_SENEGAL, OFFICER_SENEGAL, SECRETARIAT
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
