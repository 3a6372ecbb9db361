"""Histories tell what two officers decide, and what changed of a seat beside its holder."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import changing
from directory.models import Administration, PendingChange, Person, Seat
from directory.models.drill import SILENT
from directory.models.holding import GUARDED
from tests.directory.conftest import page_of
from tests.people import make_person

SEAT = "directory:seat_history"
CARD = "directory:person_history"


@pytest.fixture
def point(ncp_a: Person) -> Seat:
    return ncp_a.holdings.get().seat


@pytest.fixture
def second(db: None) -> Person:
    """Another officer of the Secretariat."""
    person = make_person("Sara Second")
    person.assign_role("secretariat", by=None)
    return person


def ask(what: str, *, on: object, by: Person, value: str) -> PendingChange:
    return PendingChange.ask(what, on=on, value=value, by=by, why="Called back.")


def test_card_tells_every_change_that_two_decide(
    ncp_a: Person, secretariat: Person, second: Person
) -> None:
    ask("email", on=ncp_a, by=secretariat, value="new@customs.example").accept(by=second)
    ask("phone", on=ncp_a, by=secretariat, value="+999 1").refuse(by=second, reason="A doubt.")
    ask("mobile", on=ncp_a, by=secretariat, value="+999 2").withdraw(by=secretariat)
    ask("role", on=ncp_a, by=secretariat, value="editor")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        changing.expire_stale()

    own, keeper = page_of(ncp_a, CARD, ncp_a.public_id), page_of(secretariat, CARD, ncp_a.public_id)

    for page in (own, keeper):
        for words in (
            "A change was asked for, which two decide", "E-mail", "Telephone", "Mobile",
            "A second officer agreed, and the change was made",
            "by <bdi>Secretariat Role</bdi>", "by <bdi>Sara Second</bdi>",
            "A second officer refused the change", "A change that waited was taken back",
            "A change that nobody decided was closed", "Editor",
        ):  # fmt: skip
            assert words in page
        assert "+999" not in page
    for words in ("A doubt.", "Asked for by Secretariat Role"):
        assert [words in page for page in (own, keeper)] == [False, True]


def test_seat_tells_its_mailbox_and_who_signs(
    point: Seat, officer: Person, secretariat: Person, second: Person, ncp_b: Person
) -> None:
    ask("mailbox", on=point, by=secretariat, value="office@customs.example").accept(by=second)
    ask("mailbox", on=point, by=secretariat, value="b@customs.example").refuse(
        by=second, reason="A doubt."
    )
    point.let_deputies_sign(True, by=secretariat)
    # One officer changes it alone some weeks after the seat fell vacant.
    for holding in point.holdings.current():
        holding.end(by=secretariat)
    point.holdings.update(until=timezone.now() - GUARDED)
    assert point.set_mailbox("", by=secretariat)

    told = {
        reader.pk: page_of(reader, SEAT, point.public_id)
        for reader in (officer, secretariat, ncp_b)
    }

    words = (
        "A change was asked for, which two decide", "Mailbox of the office",
        "A second officer agreed, and the change was made", "by <bdi>Secretariat Role</bdi>",
        "Deputies may sign", "The mailbox was changed",
    )  # fmt: skip
    for reader, expected in ((officer, words), (secretariat, words), (ncp_b, ())):
        assert tuple(each for each in words if each in told[reader.pk]) == expected
    assert ["A doubt." in page for page in told.values()] == [False, True, False]


def test_codes_of_the_portal_are_told_in_words(point: Seat, secretariat: Person) -> None:
    point.note_unreachable(why=SILENT, by=None)

    page = page_of(secretariat, SEAT, point.public_id)

    assert "Reason: a test of contact was not answered" in page


def test_each_line_of_a_seat_stands_on_one_page(
    point: Seat, arcadia: Administration, secretariat: Person, client: Client
) -> None:
    for _round in range(15):
        point.let_deputies_sign(True, by=secretariat)
        point.note_unreachable(why="Called twice.", by=secretariat)
        point.let_deputies_sign(False, by=secretariat)
        point.note_reachable(by=secretariat)
    client.force_login(secretariat)
    address = reverse(SEAT, args=[point.public_id])

    lines, pages = [], 0
    while address:
        context = client.get(address).context
        lines += context["lines"]
        address, pages = context["page"].next, pages + 1

    times = [line.at for line in lines]
    assert (pages, len(lines), times == sorted(times, reverse=True)) == (2, 61, True)
    back = client.get(context["page"].previous).context
    assert [line.at for line in back["lines"]] == times[: len(back["lines"])]
