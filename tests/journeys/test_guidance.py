"""Guidance: what administrations report changes how sure we are, and what they read next."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.journeys.mailbox import Mailbox
from tests.journeys.people import (
    EDITOR,
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
SELECT public_id, title FROM guidelines_record
WHERE kind = 'practice' AND state = 'published' AND reviewed_since IS NULL ORDER BY id LIMIT 1
"""

FOLLOWER = "c.uwimana-gasana@customs-rwanda.example"
REVIEWERS = ("h.mizuno-sakai@customs-japan.example", "r.moura-teixeira@aduana-brasil.example")
BETTER = "Agree with two inspectors on what a wrong answer costs before anything is bought."
WHY = "Two administrations stopped because nobody had agreed on the cost of a wrong answer."
# The follower takes mail at any hour.
ALWAYS = f"""
from directory.models import Person
from portal.notifications.models import MailSetting
person = Person.objects.get(email="{FOLLOWER}")
MailSetting.change(by=person, quiet_from=0, quiet_until=0)
"""
# What a worker does, until nothing waits for the follower.
TELL = f"""
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Mail
from portal.notifications.sending import send_due
while dispatch_waiting():
    pass
due = Mail.objects.filter(state="due", person__email="{FOLLOWER}")
while due.exists() and send_due():
    pass
assert not due.exists(), list(due.values())
"""


def follow_closely(person: Visit, practice: str) -> None:
    """Follow a practice, with a mail for each thing that happens."""
    person.open("guidelines:record_detail", practice)
    person.button("Follow", "button", inside="main").click()
    person.page.locator("main details:has([name=level])").first.locator("summary").click()
    person.page.locator("main [name=level][value=watching]").click()
    expect(person.page.locator("main [name=level][value=watching]")).to_have_count(0)


def say_it_failed(person: Visit, practice: str) -> None:
    """Answer for the administration: it was tried, and failed."""
    person.open("guidelines:record_detail", practice)
    person.button("We tried, it failed", inside="main").click()
    for name, value in FAILED.items():
        person.page.locator(f"main [name={name}][value={value}]").check()
    person.button("Send our answer", inside="main").click()
    person.arrives_at("guidelines:outcome_edit", practice)


def test_two_failures_lead_to_a_version_that_followers_are_told_of_once(
    visit, site: Site, mailbox: Mailbox
) -> None:
    practice, title = (str(each) for each in site.rows(PRACTICE)[0])
    site.run(ALWAYS)
    follower = visit()
    follower.sign_in(FOLLOWER)
    follow_closely(follower, practice)
    two_failures_open_a_review(visit, practice)
    version_is_published(visit, practice, title)
    for _again in range(2):
        site.run(TELL)

    said = f"Version 2 of “{title}” is published"
    subjects = [str(mail["Subject"]) for mail in mailbox.messages if mail["To"] == FOLLOWER]
    assert [said in each for each in subjects].count(True) == 1
    follower.open("notifications:inbox")
    line = follower.page.locator("main .entry", has_text=said)
    expect(line).to_have_count(1)
    line.get_by_role("link", name=said).click()
    follower.arrives_at("guidelines:record_detail", practice)
    follower.reads(BETTER)
    assert "Under review" not in follower.page.inner_text("main")
    follower.link("All versions", inside="main").click()
    follower.reads(WHY)
    follower.link("What changed", inside="main").click()
    follower.reads_heading("From version 1 to version 2")
    follower.reads(WHY)
    expect(follower.page.locator("main ins")).to_contain_text([BETTER])
    # Nothing else changed, and nothing is said to have.
    expect(follower.page.locator("main .sect")).to_have_count(1)


def two_failures_open_a_review(visit: Callable[..., Visit], practice: str) -> None:
    """Let two administrations sign that it failed: it is contested, and under review."""
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


def version_is_published(visit: Callable[..., Visit], practice: str, title: str) -> None:
    """Let the review end with a text that two administrations reviewed and a publisher checked."""
    officer, writer, publisher = visit(), visit(), visit()
    officer.sign_in(SECRETARIAT)
    officer.open("desk:queue", query=urlencode({"q": title}))
    officer.page.locator("main .entry h2 a").click()
    press(officer, "version")

    writer.sign_in(EDITOR)
    open_text(writer, title)
    writer.link("Write", inside="main").click()
    writer.box("recommendation").fill(BETTER)
    writer.box("note").fill(WHY)
    writer.button("Save", inside="main").click()
    writer.button("Send to review", inside="main").click()
    expect(writer.button("Send to review", inside="main")).to_have_count(0)

    open_text(officer, title)
    text = officer.page.url
    officer.link("Ask reviewers", inside="main").click()
    for email in REVIEWERS:
        officer.page.goto(f"{text}reviewers/")
        officer.box("email").fill(email)
        officer.button("Ask them", inside="main").click()
        officer.page.wait_for_url(text)
    for email in REVIEWERS:
        reviewer = visit("en", 390)
        reviewer.sign_in(email)
        open_text(reviewer, title)
        reviewer.link("Write your review", inside="main").click()
        reviewer.page.locator("main [name=verdict][value=accepted]").check()
        reviewer.button("Send your review", inside="main").click()
        reviewer.arrives_at("guidelines:manuscript_list")

    publisher.sign_in(PUBLISHER)
    for person, decision in ((officer, "pass"), (publisher, "publish")):
        open_text(person, title)
        person.link("Decide on the desk", inside="main").click()
        press(person, decision)


def open_text(person: Visit, title: str) -> None:
    """Open a text in preparation from the list."""
    person.open("guidelines:manuscript_list")
    person.link(title, inside="main").click()
    person.reads_heading(title)


def press(person: Visit, decision: str) -> None:
    """Decide about the item of the desk that is open."""
    here = person.page.url
    person.page.locator(f"main [name=decision][value={decision}]").click()
    person.page.wait_for_url(lambda url: url != here)


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
    open_text(officer, FAILURE["title"])
    officer.link("Decide on the desk", inside="main").click()
    press(officer, decision)


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
