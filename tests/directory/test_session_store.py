"""Sessions and their persons, found by statements that are compiled once."""

import datetime

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone

from directory.backends import AuthenticationBackend
from directory.models import Person
from directory.session_store import SessionStore


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
