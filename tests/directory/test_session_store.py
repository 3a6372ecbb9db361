"""Sessions and their persons, found by statements that are compiled once."""

import datetime

import time_machine
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone

from directory.backends import AuthenticationBackend
from directory.models import Person
from directory.session_store import GRACE, SessionStore


def kept(**values: str) -> str:
    store = SessionStore()
    store.update(values)
    store.save()
    return str(store.session_key)


def test_session_holds_what_was_kept(db: None) -> None:
    first, second = kept(word="one"), kept(word="two")

    assert [SessionStore(key)["word"] for key in (first, second)] == ["one", "two"]


def test_session_that_ended_is_empty_and_loses_its_key(db: None) -> None:
    key = kept(word="one")
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    ended = SessionStore(key)

    assert ended.get("word") is None
    assert ended.session_key is None


def test_session_that_never_was_is_empty_and_loses_its_key(db: None) -> None:
    foreign = SessionStore("x" * 32)

    assert foreign.is_empty() is False
    assert foreign.get("word") is None
    assert foreign.session_key is None


def moved(key: str) -> str:
    store = SessionStore(key)
    store.load()
    store.move()
    return str(store.session_key)


def test_last_key_of_a_session_leads_to_the_new_one_for_a_moment(db: None) -> None:
    before = kept(word="one")
    after = moved(before)
    late = SessionStore(before)

    assert after != before
    assert (late["word"], late.session_key) == ("one", after)
    with time_machine.travel(timezone.now() + GRACE + datetime.timedelta(seconds=1)):
        assert SessionStore(before).get("word") is None
        assert SessionStore(after)["word"] == "one"


def test_requests_at_once_go_on_under_one_new_key(db: None) -> None:
    before = kept(word="one")
    first, second = SessionStore(before), SessionStore(before)
    assert first["word"] == second["word"]

    first.move()
    second.move()

    assert first.session_key == second.session_key != before
    assert second["word"] == "one"


def test_session_that_was_ended_meanwhile_stays_ended(db: None) -> None:
    before = kept(word="one")
    late = SessionStore(before)
    assert late["word"] == "one"
    SessionStore(before).delete()

    late.move()

    assert late.session_key is None
    assert not Session.objects.exists()


def test_last_key_of_an_ended_session_leads_nowhere(db: None) -> None:
    before = kept(word="one")
    SessionStore(moved(before)).delete()

    assert SessionStore(before).get("word") is None


def test_person_of_a_session_is_the_whole_row(ncp_a: Person, ncp_b: Person) -> None:
    backend = AuthenticationBackend()
    for person in (ncp_a, ncp_b):
        found, expected = backend.get_user(person.pk), get_user_model().objects.get(pk=person.pk)
        assert found == expected
        fields = [field.attname for field in Person._meta.concrete_fields]
        assert [getattr(found, name) for name in fields] == [
            getattr(expected, name) for name in fields
        ]


def test_person_of_a_session_is_nobody_when_stopped_or_gone(
    ncp_a: Person, secretariat: Person
) -> None:
    ncp_a.suspend(by=secretariat, reason="left")

    assert AuthenticationBackend().get_user(ncp_a.pk) is None
    assert AuthenticationBackend().get_user(-5) is None
