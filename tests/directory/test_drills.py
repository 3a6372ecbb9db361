"""Communication tests: called once, answered by code or button, closed by the clock."""

import datetime
import re
import uuid
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import drilling
from directory.models import Administration, Drill, DrillCall, Person, Region, Seat, SeatStep
from directory.models.seat import BOUNCE
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.notifications.models import MailSetting
from tests.people import make_administration, make_person, seat

POINT = Seat.Kind.CONTACT_POINT
CODE = re.compile(r"^\s+(\w{4}-\w{4}-\w{4})$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def keeper(client: Client, secretariat: Person) -> Client:
    client.force_login(secretariat)
    return client


def started(by: Person, **chosen: Any) -> Drill:
    """Return a test of these seats whose mails have left."""
    chosen = {"seats": [], "regions": [], "administrations": []} | chosen
    drill = Drill.start(
        drilling.called(**chosen), by=by, days=7, once=uuid.uuid4(), name="Spring", **chosen
    )
    drilling.work()
    return drill


def code_for(person: Person) -> str:
    """Return the code of the last mail to a person."""
    sent = [each for each in mail.outbox if each.to == [person.email]]
    found = CODE.search(sent[-1].body)
    assert found
    return found[1]


@pytest.mark.usefixtures("unconfirmed", "suspended", "officer")
def test_holders_are_called_once_by_a_mail_without_content(
    ncp_a: Person, ncp_b: Person, secretariat: Person, arcadia: Administration
) -> None:
    seat(ncp_a, "national-coordinator", administration=arcadia)

    drill = started(secretariat)
    assert drilling.work() == 0

    assert {call.person for call in drill.calls.all()} == {ncp_a, ncp_b}
    assert sorted(each.to for each in mail.outbox) == sorted([[ncp_a.email], [ncp_b.email]])
    assert code_for(ncp_a) != code_for(ncp_b)
    assert "Spring" not in mail.outbox[0].subject + mail.outbox[0].body


@pytest.mark.parametrize(
    ("chosen", "called"),
    [
        ({"regions": ["EUR"]}, {"Boris Bordur", "Rita Regional"}),
        ({"seats": [POINT]}, {"Ada Arcadi", "Boris Bordur"}),
        ({"administrations": ["XA"]}, {"Ada Arcadi"}),
        ({"seats": [POINT], "regions": ["EUR"]}, {"Boris Bordur"}),
        ({}, {"Ada Arcadi", "Boris Bordur", "Rita Regional"}),
    ],
)
@pytest.mark.usefixtures("ncp_a", "ncp_b", "regional_officer")
def test_selection_is_seen_before_it_is_called(
    keeper: Client, chosen: dict[str, Any], called: set[str]
) -> None:
    values = {"name": "Spring", "days": 7} | chosen
    values["administrations"] = " ".join(chosen.get("administrations", []))
    page = keeper.get(reverse("directory:drill_add"), values)
    assert {holding.person.name for holding in page.context["shown"]} == called
    assert not Drill.objects.exists()

    values["once"] = page.context["once"]
    for _press in range(2):
        answer = keeper.post(reverse("directory:drill_add"), values)
        assert answer.status_code == 302

    assert {call.person.name for call in Drill.objects.get().calls.all()} == called


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"administrations": "KE XX"}, "No administration has the code KE, XX."),
        ({"days": 0}, "greater than or equal to 1"),
        ({"days": 400}, "less than or equal to 30"),
        ({"regions": ["MARS"]}, "MARS is not one of the available choices"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_bad_choice_says_why(keeper: Client, changes: dict[str, Any], words: str) -> None:
    values = {"name": "Spring", "days": 7} | changes
    assert words in keeper.get(reverse("directory:drill_add"), values).content.decode()
    answer = keeper.post(reverse("directory:drill_add"), values | {"once": uuid.uuid4()})
    assert (answer.status_code, Drill.objects.count()) == (200, 0)


def test_form_that_was_sent_empty_says_what_is_missing(keeper: Client) -> None:
    address = reverse("directory:drill_add")

    shown = keeper.get(address).context["form"]
    sent = keeper.post(f"{address}?name=Spring&days=7").context["form"]

    assert (shown.is_bound, sent.is_bound) == (False, True)
    assert set(sent.errors) == {"name", "days"}


def test_call_waits_while_it_can_be_answered(ncp_a: Person, secretariat: Person) -> None:
    drill = started(secretariat)
    call = DrillCall.objects.select_related("drill").get(person=ncp_a)
    assert call.is_waiting == DrillCall.objects.waiting().filter(pk=call.pk).exists() is True

    drill.close(by=secretariat)

    closed = DrillCall.objects.select_related("drill").get(person=ncp_a)
    assert (closed.is_waiting, list(DrillCall.objects.waiting())) == (False, [])


def test_code_is_taken_once_and_tells_nothing(ncp_a: Person, secretariat: Person) -> None:
    started(secretariat)
    visitor, address, code = Client(), reverse("directory:drill_answer"), code_for(ncp_a)

    answers = [
        visitor.post(address, {"code": each})
        for each in ("AAAA-BBBB-CCCC", code.lower().replace("-", " "), code)
    ]

    token = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    assert len({(each.status_code, token.sub(b"", each.content)) for each in answers}) == 1
    call = DrillCall.objects.get()
    assert (call.way, call.answered_at is not None) == ("code", True)
    assert Event.objects.filter(verb="directory.answer_drill").count() == 1
    assert code.replace("-", "") not in str(DrillCall.objects.values())


def test_codes_are_not_tried_without_end(
    ncp_a: Person, secretariat: Person, time_machine: Any
) -> None:
    started(secretariat)
    # Tries are counted by the clock.
    time_machine.move_to(timezone.now(), tick=False)
    address = reverse("directory:drill_answer")

    tried = [Client().post(address, {"code": f"AAAA{n}"}).status_code for n in range(21)]

    assert tried == [200] * 20 + [429]


def test_button_answers_own_calls_alone(
    client: Client, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    started(secretariat)
    mine, other = (DrillCall.objects.get(person=person) for person in (ncp_a, ncp_b))
    client.force_login(ncp_a)
    page = client.get(reverse("directory:drill_mine")).content.decode()
    assert f"/mine/{mine.pk}/" in page
    assert f"/mine/{other.pk}/" not in page

    answers = [
        client.post(reverse("directory:drill_confirm", args=[call.pk])).status_code
        for call in (mine, mine, other)
    ]

    assert answers == [302, 302, 404]
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.way, other.answered_at) == ("button", None)
    assert (
        "answered signed in after" in client.get(reverse("directory:drill_mine")).content.decode()
    )


def test_end_flags_the_silent_and_puts_them_on_the_desk_once(
    ncp_a: Person, ncp_b: Person, secretariat: Person, time_machine: Any
) -> None:
    drill = started(secretariat)
    code = code_for(ncp_a)
    DrillCall.objects.get(person=ncp_b).answer(way="button")
    time_machine.move_to(drill.ends_at + datetime.timedelta(minutes=1))
    assert not DrillCall.answer_by_code(code)

    for _run in range(2):
        drilling.work()

    drill.refresh_from_db()
    assert drill.closed_at is not None
    flagged = Seat.objects.exclude(unreachable_since=None)
    assert [each.administration.iso2 for each in flagged if each.administration] == ["XA"]
    item = WorkItem.objects.get(kind=BOUNCE)
    assert not DrillCall.answer_by_code(code)
    item.decide("works", by=secretariat, reason="Called.")
    assert not Seat.objects.exclude(unreachable_since=None).exists()
    verbs = Event.objects.filter(verb__in=["directory.lose_contact", "directory.regain_contact"])
    assert [each.verb for each in verbs.order_by("pk")] == [
        "directory.lose_contact",
        "directory.regain_contact",
    ]


def test_successor_is_not_marked_for_whoever_was_called(
    ncp_a: Person, secretariat: Person, arcadia: Administration
) -> None:
    drill = started(secretariat)
    seat(make_person("Nora Next", administration=arcadia), POINT, administration=arcadia)
    seat(ncp_a, "national-coordinator", administration=arcadia)

    drill.close(by=secretariat)

    flagged = Seat.objects.exclude(unreachable_since=None)
    assert [each.role_id for each in flagged] == ["national-coordinator"]


def test_former_holder_is_on_nobodys_desk(ncp_a: Person, secretariat: Person) -> None:
    drill = started(secretariat)
    ncp_a.holdings.get().end(by=secretariat)
    drill.close(by=secretariat)
    assert not WorkItem.objects.filter(kind=BOUNCE).exists()


@pytest.mark.parametrize("way", ["code", "button"])
@pytest.mark.parametrize("is_deliverable", [True, False])
def test_answer_takes_the_mark_of_an_earlier_test_away(
    ncp_a: Person, secretariat: Person, way: str, is_deliverable: bool
) -> None:
    started(secretariat).close(by=secretariat)
    if not is_deliverable:
        for _each in range(2):
            MailSetting.bounced(person=ncp_a, status="5.1.1", is_hard=True)
    started(secretariat)

    DrillCall.objects.get(failed_at=None).answer(way=way)

    # Who signs in proves nothing of the mail.
    is_reached = is_deliverable or way == "code"
    assert Seat.objects.exclude(unreachable_since=None).exists() is not is_reached
    assert (MailSetting.of(ncp_a).unreachable_since is None) is is_reached
    assert WorkItem.objects.get(kind=BOUNCE).outcome == ("reachable" if is_reached else "")


def test_mail_and_a_test_that_fail_are_one_item(ncp_a: Person, secretariat: Person) -> None:
    started(secretariat).close(by=secretariat)
    for _each in range(2):
        MailSetting.bounced(person=ncp_a, status="5.1.1", is_hard=True)

    WorkItem.objects.standing().get().decide("works", by=secretariat, reason="Called: full.")

    assert not Seat.objects.exclude(unreachable_since=None).exists()
    assert MailSetting.of(ncp_a).unreachable_since is None
    steps = SeatStep.objects.filter(kind="reachable")
    assert [step.why for step in steps] == ["Called: full."]


def test_whoever_is_reached_is_reached_in_every_seat(
    ncp_a: Person, secretariat: Person, arcadia: Administration
) -> None:
    seat(ncp_a, "national-coordinator", administration=arcadia)
    started(secretariat).close(by=secretariat)
    first, second = WorkItem.objects.standing().order_by("pk")

    first.decide("works", by=secretariat, reason="Called.")

    second.refresh_from_db()
    assert (second.state, second.outcome) == ("done", "reachable")
    assert not Seat.objects.exclude(unreachable_since=None).exists()


def test_seat_that_stays_lost_comes_back_with_the_next_test(
    ncp_a: Person, secretariat: Person
) -> None:
    started(secretariat).close(by=secretariat)
    item = WorkItem.objects.standing().get()
    item.decide("lost", by=secretariat, reason="Nobody knows them.")
    assert Seat.objects.exclude(unreachable_since=None).exists()
    assert not WorkItem.objects.standing().exists()

    started(secretariat).close(by=secretariat)

    assert WorkItem.objects.standing().get().kind == BOUNCE
    assert SeatStep.objects.filter(kind="unreachable").count() == 1


def test_items_of_the_queue_that_is_gone_move(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    started(secretariat).close(by=secretariat)
    calls = {call.person_id: call for call in DrillCall.objects.all()}
    own = {call.seat_id: call.person_id for call in calls.values()}
    # Before, each call had an item of its own, and mail that came back another one of the seat.
    for item in WorkItem.objects.filter(kind=BOUNCE):
        WorkItem.objects.filter(pk=item.pk).update(
            kind="directory.silence", subject=calls[own[int(item.subject)]].pk
        )
    point = ncp_b.holdings.get().seat
    WorkItem.put(BOUNCE, on=point, by=None)
    moved = import_module("directory.migrations.0009_one_queue_of_the_unreachable")

    for _run in range(2):
        moved.join_queues(apps, SimpleNamespace(connection=connection))

    assert {item.subject for item in WorkItem.objects.standing().filter(kind=BOUNCE)} == {
        str(ncp_a.holdings.get().seat_id), str(point.pk),
    }  # fmt: skip
    assert [item.outcome_title for item in WorkItem.objects.filter(state="done")] == [
        "Decided elsewhere"
    ]
    assert not WorkItem.objects.filter(kind="directory.silence").exists()


def test_answer_at_the_last_moment_counts(ncp_a: Person, secretariat: Person) -> None:
    drill = started(secretariat)
    silent = DrillCall.objects.get()
    DrillCall.objects.get().answer(way="button")
    assert not silent.fail(by=None)
    assert drill.close(by=None)
    silent.refresh_from_db()
    assert (silent.way, silent.failed_at) == ("button", None)


def test_times_are_shown_from_three_answers_of_a_region_on(
    europe: Region, africa: Region, secretariat: Person, keeper: Client
) -> None:
    for region, number in ((europe, 4), (africa, 2)):
        for n in range(number):
            home = make_administration(f"{region.code[0]}{n}", f"{region.code} {n}", region)
            seat(
                make_person(f"P{n} {region.code}", administration=home), POINT, administration=home
            )
    drill = started(secretariat)
    sent = timezone.now() - datetime.timedelta(days=1)
    drill.calls.update(sent_at=sent)
    calls = drill.calls.order_by("region__code", "pk")
    # Three of four in Europe, both in Africa.
    for call, hours in zip([*calls[:3], *calls[4:]], (1, 2, 6, 3, 4), strict=True):
        took = datetime.timedelta(hours=hours)
        drill.calls.filter(pk=call.pk).update(answered_at=sent + took, way="code")

    found = {each.region.code: each[1:] for each in drill.results}
    page = keeper.get(drill.get_absolute_url()).content.decode()

    assert found == {"EUR": (4, 3, datetime.timedelta(hours=2)), "WCA": (2, 2, None)}
    assert ("2\xa0hours" in page, "too few answers" in page) == (True, True)
    assert next(call.person.name for call in drill.calls.silent()) in page


def test_colleagues_of_one_member_are_one_answer(
    europe: Region, secretariat: Person, borduria: Administration
) -> None:
    for number, kind in enumerate((POINT, "deputy", "national-coordinator", "clikc-coordinator")):
        person = make_person(f"P{number} Lee", administration=borduria)
        seat(person, kind, administration=borduria)
    drill = started(secretariat)
    for call in drill.calls.all():
        call.answer(way="button")
    assert [each[1:] for each in drill.results] == [(4, 4, None)]


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_fixed_number_of_queries(
    keeper: Client, secretariat: Person, europe: Region, number: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for n in range(number):
        home = make_administration(f"E{n}", f"Place {n}", europe)
        seat(make_person(f"P{n} Lee", administration=home), POINT, administration=home)
    for _each in range(number):
        drill = started(secretariat)
    with django_assert_num_queries(6):
        keeper.get(reverse("directory:drill_list"))
    with django_assert_num_queries(10):
        keeper.get(drill.get_absolute_url())
    values = {"name": "Spring", "days": 7}
    with django_assert_num_queries(10):
        keeper.get(reverse("directory:drill_add"), values)
    with django_assert_num_queries(6):
        keeper.get(reverse("directory:drill_mine"))
