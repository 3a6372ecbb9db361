"""A mail to those whose hidden record it is holds no word of it; nor does what is kept of it."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from directory.models import Person
from guidelines.kinds import Attribution, Kind
from guidelines.models import Comment, Identity, Record, Relay, Unsealing, journey
from guidelines.models.identity import open_sealed, remind_sealed
from guidelines.running import ask_due
from guidelines.text.paragraphs import paragraph_of
from portal.audit.models import Event as Logged
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Event as Told
from portal.notifications.models import MailSetting, Notification, Preference, readers_changed
from portal.notifications.sending import send_due
from tests.guidelines.advice import begin, publish, text
from tests.guidelines.ways import signing_of
from tests.people import as_reader, make_person

pytestmark = pytest.mark.django_db

TITLE = "A canary of failures"
NOW = datetime.datetime(2026, 11, 18, 10, tzinfo=datetime.UTC)
HIDDEN = [each for each in Attribution.values if each != Attribution.NAMED]


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


def mails_to(*people: Person) -> list[str]:
    """Send all that is due, and return the mails to these, whole."""
    for each in people:
        Preference.objects.get_or_create(person=each, kind="guidelines", frequency="now")
        Preference.objects.get_or_create(person=each, kind="asked", frequency="now")
        MailSetting.objects.get_or_create(person=each, quiet_from=0, quiet_until=0)
    mail.outbox.clear()
    dispatch_waiting()
    send_due()
    addresses = {each.email for each in people}
    return [
        f"{each.subject} {each.extra_headers} {each.body} {each.alternatives}"  # type: ignore[attr-defined]
        for each in mail.outbox if addresses & set(each.to)
    ]  # fmt: skip


def hidden(by: Person, level: str, **values: Any) -> Record:
    """Return a published experience that everybody reads, of a level."""
    until = datetime.date(2028, 5, 1) if level == Attribution.SEALED else None
    content = text(Kind.EXPERIENCE, title=TITLE)
    return publish(Kind.EXPERIENCE, by=by, content=content, attribution=level, sealed_until=until,
                   marking="clear", **values)  # fmt: skip


@pytest.mark.parametrize("level", HIDDEN)
def test_no_mail_to_its_people_tells_which_record(
    clock: Any, ncp_a: Person, ncp_b: Person, level: str
) -> None:
    row = hidden(ncp_a, level)
    Record.objects.filter(pk=row.pk).update(running_at="2020-01-01T00:00Z")
    ask_due()
    Relay.ask(row, by=ncp_b, text="How?")
    if level != Attribution.SECRETARIAT:
        one, two = make_person("Otto One"), make_person("Otto Two")
        Unsealing.ask(row, by=one, reason="A court asks.").agree(by=two)
    sent = mails_to(ncp_a)
    clock.move_to(datetime.datetime(2028, 4, 12, 10, tzinfo=datetime.UTC))
    remind_sealed()
    sent += mails_to(ncp_a)
    clock.move_to(datetime.datetime(2028, 5, 3, 10, tzinfo=datetime.UTC))
    open_sealed()
    sent += mails_to(ncp_a)

    assert len(sent) == {"region": 3, "secretariat": 2, "sealed": 5}[level]
    for each in sent:
        assert [word for word in (TITLE, row.public_id, str(row.code)) if word in each] == []


def test_label_of_the_text_does_not_bring_words_into_a_mail_that_waits(
    clock: Any, ncp_a: Person, secretariat: Person
) -> None:
    content = text(Kind.EXPERIENCE, title=TITLE)
    manuscript = begin(Kind.EXPERIENCE, by=ncp_a, content=content, marking="clear",
                       attribution=Attribution.REGION)  # fmt: skip
    journey.send_on(manuscript, by=ncp_a)
    about = paragraph_of(manuscript.kind, manuscript.content, "solution", 1)
    assert about is not None
    Comment.write(manuscript, by=secretariat, section="solution", paragraph=1, words="Which?",
                  seen=about.digest)  # fmt: skip
    manuscript.refresh_from_db()
    manuscript.publish(by=None)
    clock.shift(datetime.timedelta(hours=1))

    (sent,) = mails_to(ncp_a)

    assert Told.objects.get(verb="guidelines.comment").marking == "amber-strict"
    assert TITLE not in sent


def test_mail_about_a_named_record_says_which(clock: Any, ncp_a: Person) -> None:
    row = publish(Kind.EXPERIENCE, by=ncp_a, content=text(Kind.EXPERIENCE, title=TITLE))
    Record.objects.filter(pk=row.pk).update(running_at="2020-01-01T00:00Z")
    ask_due()

    (sent,) = mails_to(ncp_a)

    assert TITLE in sent


def test_stricter_label_of_a_mail_outlives_that_of_the_row(ncp_a: Person) -> None:
    row = hidden(ncp_a, "region")
    Record.objects.filter(pk=row.pk).update(running_at="2020-01-01T00:00Z")
    ask_due()
    row.refresh_from_db()

    readers_changed(row)
    assert set(Told.objects.filter(object_id=row.pk).values_list("marking", flat=True)) == {
        "amber-strict"
    }


def test_event_forgets_whom_it_named_once_they_are_told(clock: Any, ncp_a: Person) -> None:
    row = hidden(ncp_a, "region")
    Record.objects.filter(pk=row.pk).update(running_at="2020-01-01T00:00Z")
    ask_due()
    event = Told.objects.get(verb="guidelines.ask_running")
    assert event.people == [ncp_a.pk]

    (sent,) = mails_to(ncp_a)

    event.refresh_from_db()
    assert event.people == []
    assert Notification.objects.get(event=event).person == ncp_a
    assert event.dispatched_at
    assert event.dispatched_at <= timezone.now()
    assert "Something new in" in sent


@pytest.mark.parametrize("level", HIDDEN)
def test_log_leads_from_no_clearance_to_who_signed_it(
    ncp_a: Person, officer: Person, level: str
) -> None:
    until = datetime.date(2031, 5, 1) if level == Attribution.SEALED else None
    manuscript = begin(by=officer, attribution=level, sealed_until=until)
    first = Logged.objects.count()
    journey.send_on(manuscript, by=officer)
    signing = signing_of(manuscript)
    signing.sign(by=ncp_a, seen=signing.digest)
    manuscript.refresh_from_db()
    signing.withdraw(by=ncp_a)

    rows = list(Logged.objects.order_by("pk")[first:])
    assert {"directory.draft_signing", "directory.sign", "directory.withdraw_signing",
            "guidelines.clear", "guidelines.send_on"} <= {each.verb for each in rows}  # fmt: skip
    assert {each.actor_id for each in rows} == {None}
    assert [each.detail for each in rows if "digest" in each.detail] == []
    signing.refresh_from_db()
    assert (signing.signed_by, signing.withdrawn_by) == (ncp_a, ncp_a)


@pytest.mark.parametrize(("level", "is_named"), [("named", True), ("region", False)])
def test_news_of_a_clearance_names_nobody_where_a_name_is_hidden(
    clock: Any, ncp_a: Person, officer: Person, level: str, is_named: bool
) -> None:
    manuscript = begin(by=officer, attribution=level, content=text(Kind.PRACTICE, title=TITLE))

    journey.send_on(manuscript, by=officer)
    signing = signing_of(manuscript)
    signing.sign(by=ncp_a, seen=signing.digest)

    told = Told.objects.filter(object_type="directory.signing").order_by("pk")
    assert list(told.values_list("verb", "actor_id", "people")) == [
        ("directory.draft_signing", officer.pk if is_named else None, [ncp_a.pk]),
        ("directory.sign", ncp_a.pk if is_named else None, [officer.pk]),
    ]
    # Whoever signs hears of it; the mail names nobody else.
    sent = mails_to(ncp_a)
    assert len(sent) == 1
    assert [each for each in sent if officer.name in each] == []


def test_whoever_signs_their_own_hidden_text_is_told_nothing_of_it(ncp_a: Person) -> None:
    manuscript = begin(by=ncp_a, attribution="region")

    journey.send_on(manuscript, by=ncp_a)

    told = Told.objects.filter(object_type="directory.signing")
    assert {pk for event in told for pk in event.people} == set()


def test_log_names_who_signed_for_a_named_record(ncp_a: Person) -> None:
    manuscript = begin(by=ncp_a)
    journey.send_on(manuscript, by=ncp_a)

    (signed,) = Logged.objects.filter(verb="directory.sign")
    assert (signed.actor_id, signed.detail["digest"]) == (ncp_a.pk, signing_of(manuscript).digest)


@pytest.mark.parametrize(
    ("who", "may"), [("ncp_a", True), ("officer", True), ("colleague", False), ("ncp_b", False)]
)
def test_author_and_who_signs_open_it_and_nobody_else(
    request: pytest.FixtureRequest, officer: Person, who: str, may: bool
) -> None:
    person = (
        make_person("Carl Colleague", administration=officer.administration)
        if who == "colleague" else request.getfixturevalue(who)
    )  # fmt: skip
    row = hidden(officer, "region")

    assert Identity.of(row).is_opened_by(as_reader(person)) is may


@pytest.mark.parametrize("level", ["named", "region"])
def test_author_is_told_that_a_colleague_opened_it(
    clock: Any, ncp_a: Person, officer: Person, level: str
) -> None:
    row = hidden(officer, "secretariat")

    Identity.of(row).open_to(level, by=ncp_a)

    event = Told.objects.get(verb="guidelines.open_identity")
    assert (event.people, event.actor_id, event.marking) == ([officer.pk], None, "amber-strict")
    assert not any(TITLE in each for each in mails_to(officer))


def test_author_who_opens_it_is_told_nothing(officer: Person) -> None:
    Identity.of(hidden(officer, "region")).open_to("named", by=officer)

    assert not Told.objects.filter(verb="guidelines.open_identity").exists()
