"""A lost second factor, reset by two people of the Secretariat."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import FactorReset, Person
from directory.second_factor import enrol_totp
from portal.audit.models import Event
from tests.directory.signin import app_code, page, sign_in, who
from tests.people import make_person, make_role_holder

LIST = "directory:factor_reset_list"


@pytest.fixture
def colleague(db: None) -> Person:
    """Another officer of the Secretariat."""
    person = make_person("Cleo Colleague")
    person.assign_role("secretariat", by=None)
    return person


@pytest.fixture
def locked_out(officer: Person) -> tuple[Person, Client]:
    """An officer with an app, and a browser in which they are signed in."""
    cache.clear()
    secret = enrol_totp(officer)
    client = Client()
    sign_in(client, officer.email)
    client.post(reverse("mfa_authenticate"), {"code": app_code(secret)})
    assert who(client) == str(officer.pk)
    return officer, client


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ask(by: Person, person: Person) -> Any:
    address = reverse("directory:factor_reset_ask", args=[person.public_id])
    return browser(by).post(address, {"reason": "Called back on the number of the administration."})


def decide(by: Person, decision: str) -> Any:
    reset = FactorReset.objects.get()
    address = reverse("directory:factor_reset_decide", args=[reset.public_id])
    return browser(by).post(address, {"decision": decision})


def test_two_officers_reset_a_factor(
    locked_out: tuple[Person, Client], secretariat: Person, colleague: Person
) -> None:
    person, client = locked_out
    assert ask(secretariat, person)["Location"] == reverse(LIST)
    listed = page(browser(colleague).get(reverse(LIST)))
    assert "1 reset waits for a second officer" in listed
    assert "Called back on the number of the administration." in listed
    assert Authenticator.objects.filter(user=person).count() == 2

    decide(colleague, "confirm")

    assert Authenticator.objects.filter(user=person).count() == 0
    assert client.get(reverse("usersessions_list")).status_code == 302
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [person.email],
        "Your second step was removed",
    )
    verbs = Event.objects.about(person).filter(verb__endswith="factor_reset")
    assert list(verbs.order_by("pk").values_list("verb", "actor_id")) == [
        ("directory.ask_factor_reset", secretariat.pk),
        ("directory.confirm_factor_reset", colleague.pk),
    ]
    sign_in(client, person.email)
    assert who(client) == str(person.pk)


def test_who_asked_does_not_confirm(locked_out: tuple[Person, Client], secretariat: Person) -> None:
    person, _client = locked_out
    ask(secretariat, person)

    assert "Remove the second step" not in page(browser(secretariat).get(reverse(LIST)))
    assert decide(secretariat, "confirm").status_code == 403
    assert Authenticator.objects.filter(user=person).count() == 2


def test_nobody_resets_the_own_factor(secretariat: Person, colleague: Person) -> None:
    assert ask(secretariat, secretariat).status_code == 403
    ask(colleague, secretariat)

    assert decide(secretariat, "confirm").status_code == 403
    assert decide(secretariat, "refuse").status_code == 403
    assert FactorReset.objects.get().state == FactorReset.State.WAITING


def test_refusal_changes_nothing(
    locked_out: tuple[Person, Client], secretariat: Person, colleague: Person
) -> None:
    person, client = locked_out
    ask(secretariat, person)
    decide(colleague, "refuse")

    assert Authenticator.objects.filter(user=person).count() == 2
    assert client.get(reverse("usersessions_list")).status_code == 200
    assert mail.outbox == []


def test_second_decision_says_that_it_is_late(
    locked_out: tuple[Person, Client], secretariat: Person, colleague: Person
) -> None:
    person, _client = locked_out
    ask(secretariat, person)
    decide(colleague, "refuse")
    response = decide(make_role_holder("administrator"), "confirm")

    assert response.status_code == 302
    assert Authenticator.objects.filter(user=person).count() == 2


def test_second_request_is_the_first_one(officer: Person, secretariat: Person) -> None:
    ask(secretariat, officer)
    ask(secretariat, officer)

    assert FactorReset.objects.count() == 1


@pytest.mark.parametrize("decision", ["", "delete", "_decide", "save"])
def test_decision_is_one_of_two(officer: Person, secretariat: Person, decision: str) -> None:
    ask(secretariat, officer)

    assert decide(secretariat, decision).status_code == 404
    assert FactorReset.objects.get().state == FactorReset.State.WAITING


def test_database_refuses_one_officer_alone(officer: Person, secretariat: Person) -> None:
    with pytest.raises(IntegrityError, match="directory_reset_by_two"), transaction.atomic():
        FactorReset.objects.create(
            person=officer,
            asked_by=secretariat,
            reason="alone",
            state=FactorReset.State.DONE,
            decided_by=secretariat,
            decided_at=timezone.now(),
        )


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_for_one_and_three(
    arcadia: Any,
    secretariat: Person,
    colleague: Person,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    for each in range(number):
        person = make_person(f"Person Number{each}", administration=arcadia)
        FactorReset.ask(by=secretariat, person=person, reason="Known voice.")
    client = browser(colleague)

    # Session, person, tokens, audiences, what needs the person; the resets.
    with django_assert_num_queries(6):
        client.get(reverse(LIST))


@pytest.mark.parametrize("verb", ["ask", "decide"])
def test_bytes_that_are_no_address_never_reach_the_database(secretariat: Person, verb: str) -> None:
    client = browser(secretariat)

    for damaged in ("%00", "a%00b", "%27"):
        assert client.post(f"/en/second-factors/{damaged}/{verb}/").status_code == 404
