"""Opening a text that is not published yet takes its author, or who signs for them all."""

import datetime
import json
from typing import Any

import pytest
import time_machine
from django.test import Client

from directory.models import Person
from guidelines.kinds import Attribution
from guidelines.models import journey
from guidelines.models.framing import reframe
from portal.notifications.models import Event as Told
from portal.refusals import Refused
from tests.guidelines.advice import begin
from tests.guidelines.test_framing import frame, send, sent
from tests.guidelines.ways import fresh, in_clearance, signing_of
from tests.people import make_person

pytestmark = pytest.mark.django_db

PAST = datetime.date(2026, 3, 1)
FAR, NEAR = datetime.date(2031, 5, 1), datetime.date(2030, 5, 1)
OPENED = [
    (Attribution.REGION, {"attribution": Attribution.NAMED}),
    (Attribution.REGION, {"attribution": Attribution.SECRETARIAT}),
    (Attribution.REGION, {"attribution": Attribution.SEALED, "sealed_until": NEAR}),
    (Attribution.SECRETARIAT, {"attribution": Attribution.REGION}),
    (Attribution.SEALED, {"attribution": Attribution.REGION, "sealed_until": None}),
    (Attribution.SEALED, {"sealed_until": NEAR}),
]


def until(level: str) -> datetime.date | None:
    """Return the date of a seal."""
    return FAR if level == Attribution.SEALED else None


@pytest.mark.parametrize(("level", "chosen"), OPENED)
def test_colleague_does_not_open_a_text_that_is_hidden(
    ncp_a: Person, officer: Person, level: str, chosen: dict[str, Any]
) -> None:
    row = begin(by=officer, attribution=level, sealed_until=until(level))
    colleague = make_person("Cora Colleague", administration=officer.administration)
    before = frame(row)

    with pytest.raises(Refused, match="Only the author, or who signs"):
        reframe(row, by=colleague, frame=frame(row, **chosen))

    assert frame(row) == before
    assert fresh(row).record.administration is None


def test_colleague_does_not_open_what_came_back_from_review(
    client: Client, ncp_a: Person, officer: Person, secretariat: Person
) -> None:
    row = in_clearance(officer, attribution=Attribution.REGION)
    signing = signing_of(row)
    signing.sign(by=ncp_a, seen=signing.digest)
    journey.give_back(fresh(row), by=secretariat, reason="Shorter.")
    client.force_login(make_person("Cora Colleague", administration=officer.administration))
    page = client.get(f"/en/guidelines/manuscripts/{row.public_id}/edit/")

    answer = send(client, fresh(row), sent(row, attribution=Attribution.NAMED, title="Mine"))

    assert {"attribution", "sealed_until"}.isdisjoint(page.context["form"].fields)
    assert (answer.status_code, fresh(row).content["title"]) == (302, "Mine")
    assert frame(row).attribution == Attribution.REGION


def test_colleague_puts_a_seal_off(officer: Person, ncp_a: Person) -> None:
    row = begin(by=officer, attribution=Attribution.SEALED, sealed_until=NEAR)
    colleague = make_person("Cora Colleague", administration=officer.administration)

    reframe(row, by=colleague, frame=frame(row, sealed_until=FAR))

    assert frame(row).sealed_until == FAR
    assert not Told.objects.filter(verb="guidelines.open_draft").exists()


@pytest.mark.parametrize(("level", "chosen"), OPENED)
def test_author_is_told_that_who_signs_opened_it(
    ncp_a: Person, officer: Person, level: str, chosen: dict[str, Any]
) -> None:
    row = begin(by=officer, attribution=level, sealed_until=until(level))

    reframe(row, by=ncp_a, frame=frame(row, **chosen))

    (told,) = Told.objects.filter(verb="guidelines.open_draft")
    assert (told.people, told.actor_id, told.marking) == ([officer.pk], None, "amber-strict")


def test_author_opens_it_and_is_not_told(officer: Person, ncp_a: Person) -> None:
    row = begin(by=officer, attribution=Attribution.REGION)

    reframe(row, by=officer, frame=frame(row, attribution=Attribution.NAMED))

    assert fresh(row).record.administration == officer.administration
    assert not Told.objects.filter(verb="guidelines.open_draft").exists()


def test_text_whose_seal_ended_while_it_waited_is_written_on(client: Client, ncp_a: Person) -> None:
    with time_machine.travel(datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)):
        row = begin(by=ncp_a, attribution=Attribution.SEALED, sealed_until=PAST)
    client.force_login(ncp_a)
    sealed = {"sealed_until": PAST.isoformat(), "title": "Shorter"}
    framed = json.dumps(json.loads(sent(row)["framed"]) | {"sealed_until": PAST.isoformat()})

    kept = send(client, row, sent(row, framed=framed, **sealed))
    other = {"sealed_until": (PAST - datetime.timedelta(1)).isoformat()}
    wrong = send(client, row, sent(row, framed=framed, **sealed | other))

    assert (kept.status_code, fresh(row).content["title"]) == (302, "Shorter")
    assert (frame(row).attribution, frame(row).sealed_until) == (Attribution.SEALED, PAST)
    assert set(wrong.context["form"].errors) == {"sealed_until"}
