"""What became of mails: told to their person in words, to the Secretariat without any."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Person
from portal.audit.models import Event as AuditEvent
from portal.notifications.models import Event, Mail, MailSetting
from portal.notifications.models.event import TRIES
from portal.notifications.models.mail import message_id
from tests.notifications.conftest import Say
from tests.people import make_person
from tests.research.conftest import Make

LOG = "notifications:mail_list"
DELIVERY = "notifications:delivery"
TITLE = "Canary of a title"


@pytest.fixture
def mailed(say: Say, make_work: Make, ncp_a: Person) -> Any:
    """Return a way to have mails about works made for the contact point."""

    def mail(times: int = 1, title: str = TITLE) -> list[Mail]:
        before = set(Mail.objects.values_list("pk", flat=True))
        for n in range(times):
            say(make_work(f"{title} {n}"), people=[ncp_a.pk])
        return list(Mail.objects.exclude(pk__in=before).order_by("pk"))

    return mail


def fail(*mails: Mail, error: str = "550 mailbox full") -> None:
    pks = [mail.pk for mail in mails]
    Mail.objects.filter(pk__in=pks).update(state="dead", tries=6, error=error)


def page(client: Client, person: Person, name: str) -> str:
    client.force_login(person)
    return client.get(reverse(name)).content.decode()


def test_log_tells_its_person_what_and_how_it_went(
    client: Client, mailed: Any, ncp_a: Person, ncp_b: Person
) -> None:
    fail(*mailed())
    Mail.objects.create(
        person=ncp_a, kind="daily", period=timezone.now().date(), items=4, state="sent",
        sent_at=timezone.now(), message_id=message_id("digest"),
    )  # fmt: skip

    own = page(client, ncp_a, LOG)

    assert TITLE in own
    assert all(words in own for words in ("550 mailbox full", "after 6 failed tries", "4 changes"))
    assert TITLE not in page(client, ncp_b, LOG)


def test_log_forgets_what_its_person_may_no_longer_read(
    client: Client, mailed: Any, ncp_a: Person, editor: Person, settings: Any
) -> None:
    mail = mailed()[0]
    type(mail.event).objects.filter(pk=mail.event.pk).update(object_id=0)

    own = page(client, ncp_a, LOG)

    assert TITLE not in own
    assert "Something that you may no longer read" in own


@pytest.mark.parametrize("name", [LOG, DELIVERY])
def test_page_asks_the_same_of_the_database_for_one_and_three_mails(
    client: Client, mailed: Any, ncp_a: Person, name: str, django_assert_num_queries: Any
) -> None:
    ncp_a.assign_role("secretariat", by=None)
    client.force_login(ncp_a)
    counts = []
    for times in (1, 2):
        fail(*mailed(times))
        with django_assert_num_queries(15, exact=False) as captured:
            client.get(reverse(name))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_delivery_shows_states_and_no_words(
    client: Client, mailed: Any, secretariat: Person, ncp_a: Person
) -> None:
    one, two, three = mailed(3)
    fail(one, two)
    fail(three, error="554 refused")

    shown = page(client, secretariat, DELIVERY)

    assert "3 mails could not be sent" in shown
    assert all(words in shown for words in ("550 mailbox full", "554 refused", f">{one.pk}<"))
    assert all(words not in shown for words in (TITLE, ncp_a.email, ncp_a.family_name))


def test_one_mail_and_all_of_one_reason_are_tried_again(
    client: Client, mailed: Any, secretariat: Person
) -> None:
    one, two, three, four = mailed(4)
    fail(one, two)
    fail(three, four, error="554 refused")
    client.force_login(secretariat)
    address = reverse("notifications:delivery_try_again")

    def due() -> set[int]:
        return {mail.pk for mail in Mail.objects.filter(state="due", tries=0, error="")}

    client.post(address, {"mail": one.pk})
    first = due()
    client.post(address, {"reason": "554 refused"})

    assert first == {one.pk}
    assert due() == {one.pk, three.pk, four.pk}
    assert AuditEvent.objects.filter(verb="notifications.try_again").count() == 2


@pytest.mark.parametrize(
    "data", [{}, {"mail": "x"}, {"mail": 10**30}, {"mail": 0}, {"reason": "\x00"}, {"events": ""}]
)
def test_other_presses_set_nothing_going(
    client: Client, mailed: Any, secretariat: Person, data: dict[str, Any]
) -> None:
    fail(*mailed(2))
    client.force_login(secretariat)

    answer = client.post(reverse("notifications:delivery_try_again"), data)

    assert answer.status_code == 302
    assert set(Mail.objects.values_list("state", flat=True)) == {"dead"}


def test_mail_that_was_sent_is_not_sent_again(
    client: Client, mailed: Any, secretariat: Person
) -> None:
    mail = mailed()[0]
    Mail.objects.update(state="sent", sent_at=timezone.now())
    client.force_login(secretariat)

    client.post(reverse("notifications:delivery_try_again"), {"mail": mail.pk})

    mail.refresh_from_db()
    assert mail.state == "sent"


def test_stuck_events_are_told_again(client: Client, mailed: Any, secretariat: Person) -> None:
    mailed()
    Event.objects.update(dispatched_at=None, tries=TRIES)
    shown = page(client, secretariat, DELIVERY)

    client.post(reverse("notifications:delivery_try_again"), {"events": "1"})

    assert "1 event reached nobody after ten tries." in shown
    assert Event.objects.stuck().count() == 0
    assert Event.objects.waiting().count() == 1


def test_addresses_that_send_mails_back_are_listed_and_let_in_again(
    client: Client,
    secretariat: Person,
    ncp_a: Person,
    ncp_b: Person,
    django_assert_num_queries: Any,
) -> None:
    counts = []
    address = reverse("notifications:unreachable_list")
    client.force_login(secretariat)
    for people in ([ncp_a], [ncp_b, make_person("Carl Customs")]):
        for person in people * 2:
            MailSetting.bounced(person=person, status="5.1.1", is_hard=True)
        with django_assert_num_queries(15, exact=False) as captured:
            shown = client.get(address).content.decode()
        counts.append(len(captured))

    for person in (ncp_a.public_id, "q" * 12, ""):
        client.post(reverse("notifications:address_works"), {"person": person})

    assert counts[0] == counts[1]
    assert reverse("directory:person_detail", args=[ncp_a.public_id]) in shown
    assert {row.person for row in MailSetting.objects.unreachable()} == {
        ncp_b, Person.objects.get(family_name="Customs"),
    }  # fmt: skip
