"""Rights withdrawn while mail is made and sent: nothing leaves once the withdrawal committed."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from directory.models import Administration, Person, Region, Seat
from portal.markings.holding import hold_rights
from portal.markings.models import Marking, Reader
from portal.notifications import digests, dispatch, sending
from portal.notifications.models import Event, Follow, Mail, MailSetting, Notification, tell
from portal.settings import mailer
from research.models import Work
from tests.notifications.conftest import follow
from tests.notifications.sink import Sink
from tests.people import make_administration, make_person, make_role_holder, seat
from tests.search.conftest import own_database, publish_work  # noqa: F401 fixture
from tests.search.test_races import in_another_connection

pytestmark = pytest.mark.usefixtures("own_database")

# How often each order of steps is tried: a thousand in all by night.
TIMES = [6, pytest.param(170, marks=pytest.mark.nightly)]


class Watch(Sink):
    """A mail server that notes when it took what, and is as slow as a real one."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[tuple[float, str]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        said = await super().handle_DATA(server, session, envelope)
        self.taken.append((time.monotonic(), envelope.content.decode(errors="replace")))
        return said


@pytest.fixture
def watch(settings: Any) -> Iterator[Watch]:
    server = Watch()
    server.start()
    settings.MAILERS = {"default": mailer(server.url)}
    yield server
    server.stop()


def suspend(person: Person, work: Work, by: Person) -> None:
    Person.objects.get(pk=person.pk).suspend(by=by, reason="Left.")


def move_away(person: Person, work: Work, by: Person) -> None:
    Person.objects.get(pk=person.pk).revise(by=by, administration=None)


def restrict(person: Person, work: Work, by: Person) -> None:
    Work.objects.get(pk=work.pk).revise(by=by, marking=Marking.RED)


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("take_away", [suspend, move_away, restrict])
@pytest.mark.parametrize("frequency", ["now", "daily"])
def test_nothing_leaves_after_the_right_is_gone(
    watch: Watch,
    frequency: str,
    take_away: Callable[[Person, Work, Person], None],
    times: int,
) -> None:
    officer = make_role_holder("secretariat")
    dice = random.Random(f"{frequency} {take_away.__name__}")  # noqa: S311 moments, no secrets
    outcomes = set()
    with ThreadPoolExecutor(2) as pool:
        for number in range(times):
            person, work, canary = _told(officer, frequency, number)
            # Every other time it is told at the very moment at which mail leaves.
            telling = [in_another_connection(pool, _tell)] if number % 2 else _tell()
            moment = dice.choice([0, 0, dice.random() * 0.03, dice.random() * 0.06])

            sender = in_another_connection(pool, _send)
            time.sleep(moment)
            take_away(person, work, officer)
            gone = time.monotonic()

            for each in [sender, *telling]:
                each.result(timeout=60)
            late = [words for at, words in watch.taken if at > gone and canary in words]
            assert late == []
            outcomes.add(any(canary in words for _at, words in watch.taken))
            _clear()
    # Else the moments were badly chosen, and nothing was tried.
    assert outcomes == {True, False} or times < 20


def _told(officer: Person, frequency: str, number: int) -> tuple[Person, Work, str]:
    person = make_person(f"Pat {frequency}{number}x{time.monotonic_ns()}", administration=_home())
    MailSetting.objects.create(
        person=person, quiet_from=0, quiet_until=0, working_days=list(range(7))
    )
    canary = f"canary-{person.public_id}"
    work = publish_work(canary, marking=Marking.GREEN)
    follow(person)
    kind = "library" if frequency == "now" else "diary"
    how = {"kind": kind, "by": officer, "subjects": ["technology:drones"]}
    if frequency == "daily":
        # Its digest has something to say, whether or not the canary is told by then.
        tell("research.publish_work", on=publish_work("Lighthouse"), **how)
        dispatch.dispatch_waiting()
        Mail.objects.create(
            person=person,
            kind="daily",
            period=timezone.now().date(),
            message_id=f"digest-{person.public_id}",
        )
    tell("research.publish_work", on=work, **how)
    return person, work, canary


def _tell() -> list[Any]:
    dispatch.dispatch_waiting()
    return []


def _home() -> Administration:
    region, _is_new = Region.objects.get_or_create(
        code="EUR", defaults={"slug": "europe", "name_en": "Europe", "name_fr": "Europe"}
    )
    found = Administration.objects.filter(iso2="XA").first()
    return found or make_administration("XA", "Arcadia", region)


def _send() -> None:
    sending.send_due(seconds=5)
    digests.send_due(seconds=5)


def _clear() -> None:
    Follow.objects.all().delete()
    Notification.objects.all().delete()
    Mail.objects.all().delete()
    Event.objects.all().delete()


def give_role(person: Person, by: Person) -> None:
    person.assign_role("editor", by=by)


def give_seat(person: Person, by: Person) -> None:
    seat(person, Seat.Kind.CONTACT_POINT, administration=_home())


def end_account(person: Person, by: Person) -> None:
    person.suspend(by=by, reason="Left.")


# Whoever gets a role or a seat reads less until they have a second factor.
@pytest.mark.parametrize("take_away", [end_account, give_role, give_seat])
def test_withdrawal_waits_for_a_mail_on_its_way_and_no_longer(
    take_away: Callable[[Person, Person], None],
) -> None:
    officer = make_role_holder("secretariat")
    person = make_person("Pat Waiting", factor=False)
    before = Reader(person).tokens
    held, released = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            hold_rights([person.pk])
            held.set()
            released.wait(60)

    with ThreadPoolExecutor(2) as pool:
        holder = in_another_connection(pool, hold)
        assert held.wait(60)
        verb = in_another_connection(pool, take_away, person=person, by=officer)
        time.sleep(0.3)
        assert not verb.done()
        released.set()
        verb.result(timeout=60)
        holder.result(timeout=60)
    assert (before > {"public"}, Reader(person).tokens) == (True, {"public"})
    connection.close()
