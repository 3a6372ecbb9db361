"""Asking for contact: no address before it is accepted, and silence that tells nothing."""

import datetime
from typing import Any

import pytest
import time_machine

from directory.models import ContactRequest, Person
from directory.models.contact_request import A_DAY, TooManyRequestsError
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Notification
from tests.people import as_reader, make_person

State = ContactRequest.State


def ask(sender: Person, recipient: Person) -> ContactRequest:
    """Return a request that the sender sent."""
    return ContactRequest.ask(
        recipient, by=sender, message="Seals at the border?", address=sender.email
    )


def readers(request: ContactRequest, *people: Person) -> set[str]:
    """Return who of these reads the request."""
    rows = ContactRequest.objects
    return {
        each.given_name
        for each in people
        if rows.readable_by(as_reader(each)).filter(pk=request.pk)
    }


def test_request_is_read_by_its_two_people(
    ncp_a: Person, ncp_b: Person, officer: Person, secretariat: Person
) -> None:
    request = ask(ncp_a, ncp_b)

    assert readers(request, ncp_a, ncp_b, officer, secretariat) == {"Ada", "Boris"}
    assert (request.state_now, request.recipient_address) == (State.ASKED, "")


def test_request_waits_once(ncp_a: Person, ncp_b: Person) -> None:
    assert ask(ncp_a, ncp_b) == ask(ncp_a, ncp_b)


def test_accepted_request_has_both_addresses_and_tells_the_sender(
    ncp_a: Person, ncp_b: Person
) -> None:
    request = ask(ncp_a, ncp_b)

    assert request.accept(by=ncp_b, address=ncp_b.email)
    assert not request.decline(by=ncp_b)
    dispatch_waiting()

    request.refresh_from_db()
    assert (request.state, request.recipient_address) == ("accepted", ncp_b.email)
    told = Notification.objects.values_list("person__given_name", "event__verb")
    assert set(told) == {
        ("Boris", "directory.ask_contact"), ("Ada", "directory.answer_contact"),
    }  # fmt: skip


def test_declined_request_gives_no_address_and_may_be_asked_again(
    ncp_a: Person, ncp_b: Person
) -> None:
    request = ask(ncp_a, ncp_b)

    assert request.decline(by=ncp_b)
    again = ask(ncp_a, ncp_b)

    assert (request.state_now, request.recipient_address) == (State.DECLINED, "")
    assert (again != request, again.is_unheard) == (True, False)


def test_unheard_sender_learns_nothing(ncp_a: Person, ncp_b: Person) -> None:
    ask(ncp_a, ncp_b).decline(by=ncp_b, is_last=True)
    dispatch_waiting()
    Notification.objects.all().delete()

    unheard = ask(ncp_a, ncp_b)
    dispatch_waiting()

    assert readers(unheard, ncp_a, ncp_b) == {"Ada"}
    assert Notification.objects.count() == 0
    assert not unheard.accept(by=ncp_b, address=ncp_b.email)
    assert unheard.state_now == State.ASKED
    with time_machine.travel(datetime.timedelta(days=31)):
        assert unheard.state_now == State.EXPIRED


def test_request_expires_and_may_be_sent_again(ncp_a: Person, ncp_b: Person) -> None:
    request = ask(ncp_a, ncp_b)
    with time_machine.travel(datetime.timedelta(days=31)):
        assert request.state_now == State.EXPIRED
        assert not request.accept(by=ncp_b, address=ncp_b.email)
        again = ask(ncp_a, ncp_b)
    request.refresh_from_db()

    assert (request.state, again == request) == ("expired", False)


def test_so_many_requests_a_day(ncp_a: Person, borduria: Any) -> None:
    for number in range(A_DAY):
        ask(ncp_a, make_person(f"B Busy{number}", administration=borduria, factor=False))
    last = make_person("L Last", administration=borduria, factor=False)

    with pytest.raises(TooManyRequestsError):
        ask(ncp_a, last)
    with time_machine.travel(datetime.timedelta(days=1, minutes=1)):
        assert ask(ncp_a, last).is_open
