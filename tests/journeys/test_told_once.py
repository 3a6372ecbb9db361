"""An officer follows three things; workers die; each is told once: inbox, mail, digests."""

import re
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.mailbox import Mailbox
from tests.journeys.people import NCP_KENYA, NCP_SENEGAL, PUBLISHER
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.nightly]

# What the worker may take, dying now and then, on a machine that does much else.
LONGEST_S = 120

PEOPLE = f"""
from directory.models import Person
from portal.notifications.models import Event, Follow, Mail, MailSetting, Notification
from portal.notifications.models.setting import prefer
from portal.taxonomy.models import Technology
from research.models import Work
officer = Person.objects.get(email="{NCP_SENEGAL}")
publisher = Person.objects.get(email="{PUBLISHER}")
other = Person.objects.get(email="{NCP_KENYA}")
technology = Technology.objects.order_by("pk")[0]
work = Work.objects.published().filter(marking="clear").order_by("pk")[0]
"""
# Nothing of before is told; mail comes at any hour; news of people comes daily.
SETTLE = """
Follow.objects.filter(person=officer).delete()
Mail.objects.filter(state="due").delete()
Notification.objects.exclude(frequency="portal").filter(digest=None).update(frequency="portal")
Event.objects.filter(dispatched_at=None).delete()
MailSetting.change(by=officer, quiet_from=0, quiet_until=0)
prefer({"directory": "daily", "library": "weekly"}, by=officer)
print(technology.slug, work.public_id, other.public_id, officer.language)
"""
PUBLISH = """
from portal.taxonomy.models import Language
new = Work.add(
    by=publisher, authors=["Ada Arcadi"], related={"technologies": [technology]}, year=2026,
    title="Midnight lanterns", title_fr="Lanternes de minuit", kind=Work.Type.REPORT,
    language=Language.objects.get(code="en"), abstract="Nothing.", marking="clear",
)
new.publish(by=publisher)
"""
CHANGE = """
from django.utils import timezone
work.revise(by=publisher, year=work.year - 1)
# A batch is told a minute after its last change.
Event.objects.filter(dispatched_at=None).update(due_at=timezone.now())
"""
MOVE = 'other.revise(by=publisher, post="Director of lanterns")'
# The morning after: what was told so far comes in the summaries.
MORNING = """
import datetime
from django.utils import timezone
from portal.notifications import digests
from portal.notifications.clock import LocalDay
now = timezone.now()
day = datetime.date(2001, 1, 3)
days = [LocalDay(officer.zone, day, 2, day, now, now)]
print([digests.make_due(kind, [day], days, now) for kind in ("daily", "weekly")])
"""


def test_what_is_followed_is_told_once_though_workers_die(
    visit: Callable[..., Any], worker: Site, mailbox: Mailbox
) -> None:
    technology, work, person, language = worker.run(PEOPLE + SETTLE).split()
    assert language == "fr"
    mailbox.messages.clear()
    ncp = visit("fr")
    ncp.sign_in(NCP_SENEGAL)
    for name, key in (
        ("taxonomy:technology_detail", technology),
        ("research:work_detail", work),
        ("directory:person_detail", person),
    ):
        ncp.open(name, key)
        ncp.button("Follow", "button", inside="main").click()
        expect(ncp.page.locator("main [formaction*=stop]").first).to_be_attached()
    ncp.open("taxonomy:technology_detail", technology)
    ncp.page.locator("main details:has([name=level])").first.locator("summary").click()
    ncp.page.locator("main [name=level][value=watching]").click()

    for happens in (PUBLISH, CHANGE, MOVE):
        worker.run(PEOPLE + happens)
        killed(worker)
    _until(lambda: _told(worker) == 3)
    worker.run(PEOPLE + MORNING)
    killed(worker)
    _until(lambda: not _waiting(worker) and len(_lists(mailbox)) == 3)

    mails = _lists(mailbox)
    said = {name: _said(message) for name, message in mails.items()}
    assert set(said) == {"library", "daily", "weekly"}
    assert "Lanternes de minuit" in said["library"]
    assert all(message["Content-Language"] == "fr" for message in mails.values())
    # Each in one mail, and in no other.
    assert ["Lanternes" in words for words in said.values()].count(True) == 1
    assert ["/fr/directory/" in words or person in words for words in said.values()].count(
        True
    ) == 1
    ncp.open("notifications:inbox")
    expect(ncp.page.locator("main .entry", has_text="Lanternes de minuit")).to_have_count(1)

    _stop_with_one_press(worker, mails["weekly"])


def killed(worker: Site) -> None:
    """Let the worker die in the middle of what it does, and start another."""
    for pause in (0.3, 0.0):
        time.sleep(pause)
        worker.worker.send(signal.SIGKILL)
        _until(lambda: not worker.worker.is_alive)
        worker.start_worker()


def _told(site: Site) -> int:
    lines = site.rows(
        "SELECT count(*) FROM notifications_notification AS line"
        " JOIN directory_person AS person ON person.id = line.person_id"
        " WHERE person.email = %s AND line.made_at > now() - interval '10 minutes'",
        [NCP_SENEGAL],
    )
    return int(lines[0][0])


def _waiting(site: Site) -> int:
    return int(site.rows("SELECT count(*) FROM notifications_mail WHERE state = 'due'")[0][0])


def _lists(mailbox: Mailbox) -> dict[str, EmailMessage]:
    """Return the officer's mails by list; a repetition has the same Message-ID."""
    ours = {mail["Message-ID"]: mail for mail in mailbox.messages if mail["To"] == NCP_SENEGAL}
    lists = [str(mail["List-Id"]).strip("<>").partition(".")[0] for mail in ours.values()]
    assert len(lists) == len(set(lists))
    return dict(zip(lists, ours.values(), strict=True))


def _said(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body
    return f"{message['Subject']}\n{body.get_content()}"


def _stop_with_one_press(site: Site, message: EmailMessage) -> None:
    """Stop a list as a mail program does, signed out; looking at the page changes nothing."""
    address = re.sub(r"[<>\s]", "", str(message["List-Unsubscribe"]))
    asked = "SELECT frequency FROM notifications_preference JOIN directory_person AS person"
    asked += " ON person.id = person_id WHERE email = %s AND kind = 'library'"

    with urllib.request.urlopen(address, timeout=30) as page:  # noqa: S310
        assert page.status == 200
    assert site.rows(asked, [NCP_SENEGAL]) == [("weekly",)]
    body = urllib.parse.urlencode({"List-Unsubscribe": "One-Click"}).encode()
    with urllib.request.urlopen(address, body, timeout=30) as answer:  # noqa: S310
        assert answer.status == 200
    assert site.rows(asked, [NCP_SENEGAL]) == [("portal",)]


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_S
    while not is_so():
        assert time.monotonic() < end, "It takes too long."
        time.sleep(0.2)
