"""Reasons as long as the desk takes them: nothing that an officer wrote is lost."""

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Attribution, Kind
from guidelines.models import Record, Reexamination, Relay, Unsealing
from portal.desk.forms.queue import LONGEST_REASON
from portal.desk.models import WorkItem
from tests.guidelines.advice import publish
from tests.guidelines.ways import fresh, in_review
from tests.people import make_person

pytestmark = pytest.mark.django_db

LONG = ("Because " * LONGEST_REASON)[: LONGEST_REASON - 1] + "."


def decide(client: Client, by: Person, decision: str) -> WorkItem:
    """Decide the one item of the desk with the longest reason; return it."""
    client.force_login(by)
    item = WorkItem.objects.standing().get()
    sent = {"decision": decision, "reason": LONG, "seen": item.turn}
    answer = client.post(f"{item.get_absolute_url()}decide/", sent)
    assert answer.status_code == 302
    item.refresh_from_db()
    return item


def test_record_is_withdrawn_with_a_long_reason(client: Client, secretariat: Person) -> None:
    record = publish(Kind.PRACTICE, marking="clear")
    review = Reexamination.begin(record, by=secretariat, cause="law")

    item = decide(client, secretariat, "withdraw")

    record, review = Record.objects.get(), Reexamination.objects.get()
    assert (item.outcome, record.withdrawal_reason, review.statement) == ("withdraw", LONG, LONG)
    assert LONG in client.get(record.get_absolute_url()).content.decode()


def test_page_of_a_record_takes_as_long_a_reason(client: Client, publisher: Person) -> None:
    record = publish(Kind.PRACTICE)
    client.force_login(publisher)

    client.post(f"{record.get_absolute_url()}withdraw/", {"reason": LONG})

    assert Record.objects.get().withdrawal_reason == LONG


def test_hint_is_dismissed_with_a_long_reason(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    Reexamination.hint(publish(Kind.PRACTICE), by=ncp_a, cause="other", note="Old.")

    decide(client, secretariat, "dismiss")

    assert Reexamination.objects.get().statement == LONG


def test_text_is_returned_with_a_long_reason(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    row = in_review(ncp_a)

    decide(client, secretariat, "return")

    assert fresh(row).returned_reason == LONG


def test_exchange_is_ended_with_a_long_reason(
    client: Client, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    relay = Relay.ask(publish(by=ncp_a), by=ncp_b, text="Why?")
    relay.report(by=ncp_b)

    assert decide(client, secretariat, "stop").outcome == "stop"


def test_unsealing_is_refused_with_a_long_reason(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    second = make_person("Sue Second")
    second.assign_role("secretariat", by=None)
    record = publish(by=ncp_a, attribution=Attribution.REGION)
    Unsealing.ask(record, by=secretariat, reason="A court asks.")

    assert decide(client, second, "refuse").outcome == "refuse"
