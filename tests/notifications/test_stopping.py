"""Links and headers that stop mails: whoever holds a token may; GET changes nothing."""

import email
import email.policy
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.signing import TimestampSigner
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Person
from portal.notifications import registry, stopping
from portal.notifications.models import Follow, MailSetting, Preference
from portal.notifications.models.follow import MOST
from portal.notifications.models.setting import frequencies_of, prefer
from portal.notifications.registry import Frequency, Kind, Shown

BASE = "https://portal.example.org"


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four kinds of news and one thing to follow that officers alone may read."""
    kinds = [
        Kind(code="security", title="Security", frequency=Frequency.NOW, is_required=True),
        Kind(code="news", title="News and meetings"),
        Kind(code="works", title="The library"),
        Kind(code="named", title="Asked by name", frequency=Frequency.NOW),
    ]
    for kind in kinds:
        monkeypatch.setitem(registry._registry.kinds, kind.code, kind)

    def shown(keys: Any, person: Any) -> dict[str, Shown]:
        return {key: Shown("Canary mechanism", "/") for key in keys if person.is_authenticated}

    thing = registry.Followable(code="thing", label="A thing", shown=shown)
    monkeypatch.setitem(registry._registry.followables, "thing", thing)


def address(person: Person, what: str, **more: str) -> str:
    return reverse("stop", args=[stopping.token_for(person, what, **more)])


def one_click(path: str) -> Any:
    """Press as a mail program does: no cookie, no page before, strict about forgery."""
    return Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})


def heard(person: Person) -> dict[str, str]:
    """Return how often a person hears of the kinds of this file."""
    found = frequencies_of(person)
    return {code: found[code] for code in ("security", "news", "works", "named")}


def state(person: Person) -> tuple[Any, ...]:
    """Return everything a stop may change."""
    return (
        frequencies_of(person),
        MailSetting.of(person).is_stopped,
        list(Follow.objects.of(person).values_list("subject", "level")),
    )


def test_one_click_stops_that_list_only_and_twice_is_once(ncp_a: Person, ncp_b: Person) -> None:
    others = state(ncp_b)
    path = address(ncp_a, "kind:news")

    answers = [one_click(path).status_code for _press in range(2)]

    assert answers == [200, 200]
    assert heard(ncp_a) == {
        "security": "now", "news": "portal", "works": "daily", "named": "now",
    }  # fmt: skip
    assert MailSetting.of(ncp_a).is_stopped is False
    assert state(ncp_b) == others


def test_daily_stops_what_comes_daily(ncp_a: Person) -> None:
    prefer({"works": Frequency.WEEKLY}, by=ncp_a)

    one_click(address(ncp_a, "daily"))

    assert heard(ncp_a) == {
        "security": "now", "news": "portal", "works": "weekly", "named": "now",
    }  # fmt: skip


def test_follow_and_all_are_stopped(ncp_a: Person) -> None:
    Follow.set("thing:1", by=ncp_a)
    Follow.set("thing:2", by=ncp_a)

    one_click(address(ncp_a, "follow:thing:1"))
    one_click(address(ncp_a, "all"))

    assert state(ncp_a)[1:] == (True, [("thing:2", "normal")])


def test_kind_that_is_never_heard_of_stays_so(ncp_a: Person) -> None:
    prefer({"news": Frequency.NEVER}, by=ncp_a)

    one_click(address(ncp_a, "kind:news"))

    assert heard(ncp_a)["news"] == "never"


def test_get_and_head_change_nothing(client: Client, ncp_a: Person) -> None:
    Follow.set("thing:1", by=ncp_a)
    before = state(ncp_a)
    answers = [
        getattr(client, method)(address(ncp_a, what), headers={"accept-language": "fr"})
        for method in ("get", "head")
        for what in ("kind:news", "daily", "weekly", "follow:thing:1", "all", "kind:security")
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert state(ncp_a) == before
    assert Preference.objects.filter(person=ncp_a).count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_forged_foreign_and_expired_tokens_are_answered_alike(ncp_a: Person, method: str) -> None:
    before = state(ncp_a)
    good = stopping.token_for(ncp_a, "all")
    with time_machine.travel(timezone.now() - timedelta(days=401)):
        expired = stopping.token_for(ncp_a, "all")
    forged = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good.replace(".", "x", 1),
        TimestampSigner(salt="another", sep=".").sign_object([ncp_a.public_id, "all"]),
        TimestampSigner(salt="notifications.undo", sep=".").sign_object([ncp_a.public_id, "all"]),
        expired,
        "x",
        "é\x00..",
        "a" * 500,
    ]
    answers = [
        getattr(Client(), method)(
            reverse("stop", args=[token]), {"List-Unsubscribe": "One-Click", "what": "all"}
        )
        for token in forged
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert state(ncp_a) == before


@pytest.mark.parametrize("data", [{}, {"what": "kind:works"}, {"List-Unsubscribe": "Yes"}])
def test_other_presses_change_nothing(ncp_a: Person, data: dict[str, str]) -> None:
    before = state(ncp_a)

    answer = Client().post(address(ncp_a, "kind:news"), data)

    assert answer.status_code == 400
    assert "Nothing was changed" in answer.content.decode()
    assert state(ncp_a) == before


def test_required_kind_cannot_be_stopped(client: Client, ncp_a: Person) -> None:
    before = state(ncp_a)

    page = one_click(address(ncp_a, "kind:security"))

    assert page.status_code == 200
    assert "cannot be switched off" in page.content.decode()
    assert state(ncp_a) == before


def test_kind_that_is_gone_from_the_table_is_answered(ncp_a: Person) -> None:
    assert one_click(address(ncp_a, "kind:gone")).status_code == 200


def test_stopped_and_deleted_accounts_are_answered_alike(
    suspended: Person, former: Person, ncp_a: Person
) -> None:
    nobody = Person(public_id="q" * 12)
    answers = [
        one_click(address(person, "kind:news")) for person in (ncp_a, suspended, former, nobody)
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert all("You get no more mails about" in each.content.decode() for each in answers)


def test_undo_brings_back_what_the_same_press_stopped(client: Client, ncp_a: Person) -> None:
    Follow.set("thing:1", by=ncp_a, level="watching")
    prefer({"news": Frequency.WEEKLY}, by=ncp_a)
    before = state(ncp_a)
    for what in ("follow:thing:1", "kind:news", "weekly", "all"):
        path = address(ncp_a, what)
        note = client.post(path, {"what": what}).context["form"].undo_note
        assert state(ncp_a) != before
        client.post(path, {"undo": note})
        assert state(ncp_a) == before


def test_undo_works_once(client: Client, ncp_a: Person) -> None:
    path = address(ncp_a, "kind:news")
    note = client.post(path, {"what": "kind:news"}).context["form"].undo_note
    client.post(path, {"undo": note})
    client.post(path, {"what": "kind:news"})
    stopped = state(ncp_a)

    page = client.post(path, {"undo": note})

    assert "can no longer be taken back" in page.content.decode()
    assert state(ncp_a) == stopped


def test_undo_of_somebody_else_or_made_up_changes_nothing(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    foreign = stopping.stop("kind:news", ncp_b)
    before = state(ncp_a), state(ncp_b)

    for note in (foreign, "x", stopping.token_for(ncp_a, "all")):
        page = client.post(address(ncp_a, "kind:news"), {"undo": note})
        assert "can no longer be taken back" in page.content.decode()

    assert (state(ncp_a), state(ncp_b)) == before


def test_undo_of_a_follow_whose_place_was_taken_is_answered(client: Client, ncp_a: Person) -> None:
    Follow.set("thing:1", by=ncp_a)
    path = address(ncp_a, "follow:thing:1")
    note = client.post(path, {"what": "follow:thing:1"}).context["form"].undo_note
    others = {f"thing:other-{number}" for number in range(MOST)}
    Follow.objects.bulk_create(Follow(person=ncp_a, subject=subject) for subject in others)

    page = client.post(path, {"undo": note})

    assert "can no longer be taken back" in page.content.decode()
    assert set(Follow.objects.values_list("subject", flat=True)) == others


def test_name_of_a_follow_is_told_only_to_who_may_read_it(client: Client, ncp_a: Person) -> None:
    path = address(ncp_a, "kind:news", subject="thing:1")
    forwarded = client.get(path).content.decode()
    client.force_login(ncp_a)
    own = client.get(path).content.decode()

    assert "Canary" not in forwarded
    assert "Stop following what this mail was about" in forwarded
    assert "Stop following Canary mechanism" in own


def test_page_is_in_the_language_of_its_person(client: Client, ncp_a: Person) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(language="fr")

    page = client.get(address(ncp_a, "all"), headers={"accept-language": "en"})

    assert '<html lang="fr"' in page.content.decode()
    assert page["Content-Language"] == "fr"


def test_headers_arrive_as_they_were_written(ncp_a: Person, settings: Any) -> None:
    settings.HOST = "portal.example.org"
    headers = stopping.headers_for(ncp_a, "kind:news", BASE, subject="thing:1234567890")
    mail = stopping.ListMail("Sujet é " * 20, "Text", to=["b@x.example"], headers=headers)

    raw = mail.message(policy=email.policy.SMTP).as_bytes()

    address_ = stopping.address_of(
        stopping.token_for(ncp_a, "kind:news", subject="thing:1234567890"), BASE
    )
    assert f"\r\nList-Unsubscribe: <{address_}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert b"\r\nList-Id: <news.portal.example.org>\r\n" in raw
    subject = next(line for line in raw.split(b"\r\n") if line.startswith(b"Subject"))
    assert len(subject) <= 78
    assert email.message_from_bytes(raw, policy=email.policy.default)["Subject"] == mail.subject


def test_list_of_a_follow_does_not_tell_what_is_followed(ncp_a: Person) -> None:
    assert stopping.list_name("follow:thing:1") == "follows"
    assert {what: stopping.list_name(what) for what in ("daily", "all", "kind:news")} == {
        "daily": "daily", "all": "mail", "kind:news": "news",
    }  # fmt: skip


def test_get_asks_little_of_the_database(
    client: Client, ncp_a: Person, django_assert_max_num_queries: Any
) -> None:
    path = address(ncp_a, "kind:news", subject="thing:1")
    connection.queries_log.clear()

    with django_assert_max_num_queries(2):
        client.get(path)
