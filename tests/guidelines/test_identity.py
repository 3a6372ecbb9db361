"""Whose record it is: what each level tells, what opens, and the two officers that unseal."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import Person
from guidelines.kinds import Attribution, Kind
from guidelines.models import Identity, Record, Unsealing
from guidelines.models.identity import LONGEST_SEAL, open_sealed, remind_sealed
from guidelines.models.unsealing import show_identity
from guidelines.pages.identity import whose
from guidelines.tasks import open_sealed as nightly
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.notifications.models import Event as Told
from portal.refusals import Refused
from tests.guidelines.advice import publish
from tests.people import as_reader, make_role_holder

pytestmark = pytest.mark.django_db

DAY = datetime.date(2028, 5, 1)
NOW = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)
HIDDEN = [each for each in Attribution.values if each != Attribution.NAMED]


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def hidden(by: Person, level: str, **values: Any) -> Record:
    """Return a published experience of a level."""
    until = DAY if level == Attribution.SEALED else None
    return publish(Kind.EXPERIENCE, by=by, attribution=level, sealed_until=until, **values)


def identity(record: Record) -> Identity:
    """Return whose a record is, as it is now."""
    found = Identity.of(record)
    assert found
    return found


def second_officer() -> Person:
    """Return another officer of the Secretariat."""
    person = make_role_holder("publisher")
    person.assign_role("secretariat", by=None)
    return as_reader(person)


def verbs(record: Record) -> list[tuple[str, int | None]]:
    """Return what the log says of whose a record is, and who did it."""
    rows = Event.objects.about(record).filter(verb__regex="identity|seal").order_by("pk")
    return list(rows.values_list("verb", "actor_id"))


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("level", "says"),
    [
        ("named", "Arcadia"),
        ("region", "An administration of West and Central Africa"),
        ("secretariat", "An administration known to the Secretariat"),
        ("sealed", "Sealed until 1 May 2028"),
    ],
)
def test_page_says_what_the_level_allows(
    client: Client, ncp_a: Person, ncp_b: Person, level: str, says: str
) -> None:
    row = hidden(ncp_a, level)

    client.force_login(ncp_b)
    page = client.get(row.get_absolute_url()).content.decode()

    assert whose(Record.objects.detailed().get(pk=row.pk)) == says  # type: ignore[attr-defined]
    assert says in page
    assert ("Arcadia" in page) == (level == "named")
    assert "Arcadi<" not in page


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("level", HIDDEN)
def test_what_is_opened_is_named(ncp_a: Person, level: str) -> None:
    row = hidden(ncp_a, level)

    assert identity(row).open_to("named", by=ncp_a)
    assert not identity(row).open_to("named", by=ncp_a)

    row.refresh_from_db()
    assert (row.administration, row.region) == (ncp_a.administration, ncp_a.administration.region)  # type: ignore[union-attr]
    assert (row.attribution, row.sealed_until, "region:WCA" in row.facets) == ("named", None, True)
    assert verbs(row) == [("guidelines.open_identity", ncp_a.pk)]


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("level", "to"),
    [
        ("named", "region"), ("named", "secretariat"), ("named", "sealed"),
        ("region", "secretariat"), ("region", "sealed"), ("secretariat", "sealed"),
        ("sealed", "region"), ("sealed", "secretariat"),
    ],
)  # fmt: skip
def test_nothing_is_closed_again(ncp_a: Person, level: str, to: str) -> None:
    row = hidden(ncp_a, level)

    with pytest.raises(Refused):
        identity(row).open_to(to, by=ncp_a)

    assert identity(row).attribution == level


def test_region_is_told_where_the_secretariat_alone_knew(ncp_a: Person) -> None:
    row = hidden(ncp_a, "secretariat")

    identity(row).open_to("region", by=ncp_a)

    row.refresh_from_db()
    assert (row.administration, row.region.code) == (None, "WCA")  # type: ignore[union-attr]
    assert verbs(row) == [("guidelines.open_identity", None)]


def test_sealed_record_is_named_on_its_date_once(ncp_a: Person, clock: Any) -> None:
    row = hidden(ncp_a, "sealed")

    clock.move_to(
        datetime.datetime.combine(DAY, datetime.time(), datetime.UTC) - datetime.timedelta(1)
    )
    assert open_sealed() == 0
    clock.move_to(datetime.datetime.combine(DAY, datetime.time(1), datetime.UTC))
    assert (nightly(), nightly()) == (1, 0)

    row.refresh_from_db()
    assert row.administration == ncp_a.administration
    assert verbs(row) == [("guidelines.open_identity", None)]
    told = Told.objects.filter(verb="guidelines.name_owner").values_list("people", flat=True)
    assert list(told) == [[ncp_a.pk]]


def test_author_is_reminded_of_the_date_once(ncp_a: Person, clock: Any) -> None:
    hidden(ncp_a, "sealed")

    assert remind_sealed() == 0
    clock.move_to(
        datetime.datetime.combine(DAY, datetime.time(), datetime.UTC) - datetime.timedelta(30)
    )
    assert (remind_sealed(), remind_sealed()) == (1, 0)

    (event,) = Told.objects.filter(verb="guidelines.remind_seal")
    assert (event.people, event.actor_id) == ([ncp_a.pk], None)


@pytest.mark.usefixtures("clock")
def test_contact_points_are_told_once_the_author_is_gone(
    ncp_a: Person, officer: Person, secretariat: Person
) -> None:
    row = hidden(officer, "sealed")

    assert identity(row).people() == [officer.pk]
    officer.retire(by=secretariat)
    assert identity(row).people() == [ncp_a.pk]


@pytest.mark.usefixtures("clock")
def test_seal_is_prolonged_once_and_no_longer_than_five_years(ncp_a: Person) -> None:
    row = hidden(ncp_a, "sealed")
    last = NOW.date() + LONGEST_SEAL

    for until in (DAY - datetime.timedelta(1), last + datetime.timedelta(1)):
        with pytest.raises(Refused):
            identity(row).prolong(until, by=ncp_a)
    assert identity(row).prolong(last, by=ncp_a)
    with pytest.raises(Refused):
        identity(row).prolong(last + datetime.timedelta(1), by=ncp_a)

    row.refresh_from_db()
    assert (row.sealed_until, identity(row).sealed_until) == (last, last)


def test_seal_is_not_prolonged_on_its_date(ncp_a: Person, clock: Any) -> None:
    row = hidden(ncp_a, "sealed")

    clock.move_to(datetime.datetime.combine(DAY, datetime.time(1), datetime.UTC))

    with pytest.raises(Refused):
        identity(row).prolong(DAY + datetime.timedelta(90), by=ncp_a)


@pytest.mark.usefixtures("clock")
def test_administration_opens_it_by_the_form(client: Client, ncp_a: Person, ncp_b: Person) -> None:
    row = hidden(ncp_a, "sealed")
    address = f"/en/guidelines/{row.public_id}/open/"

    client.force_login(ncp_b)
    assert client.get(address).status_code == 403
    client.force_login(ncp_a)
    assert "Keep it sealed longer" in client.get(address).content.decode()
    assert client.post(address, {"level": "prolong"}).status_code == 200
    assert client.post(address, {"level": "prolong", "until": "2029-05-01"}).status_code == 302
    assert client.post(address, {"level": "named"}).status_code == 302

    assert identity(row).is_named


@pytest.mark.parametrize("level", ["region", "sealed"])
def test_two_officers_unseal_for_a_day_and_the_author_is_told(
    ncp_a: Person, secretariat: Person, clock: Any, level: str
) -> None:
    row, second = hidden(ncp_a, level), second_officer()

    asked = Unsealing.ask(row, by=as_reader(secretariat), reason="A court asks.")
    item = WorkItem.objects.about("guidelines.unsealing", asked).get()
    item.decide("agree", by=second)

    asked.refresh_from_db()
    for each in (secretariat, second):
        assert asked.look(by=each).administration == ncp_a.administration
    assert verbs(row) == [
        ("guidelines.ask_unsealing", secretariat.pk), ("guidelines.decide_unsealing", second.pk),
        ("guidelines.look_at_identity", secretariat.pk), ("guidelines.look_at_identity", second.pk),
    ]  # fmt: skip
    (event,) = Told.objects.filter(verb="guidelines.unseal_identity")
    assert (event.people, event.marking) == ([ncp_a.pk], "amber-strict")
    assert Unsealing.objects.readable_by(as_reader(ncp_a)).get().reason == "A court asks."
    clock.shift(datetime.timedelta(hours=24))
    with pytest.raises(Refused):
        asked.look(by=secretariat)


def test_one_officer_alone_unseals_nothing(ncp_a: Person, secretariat: Person) -> None:
    row, alone = hidden(ncp_a, "region"), as_reader(secretariat)
    asked = Unsealing.ask(row, by=alone, reason="Curious.")
    item = WorkItem.objects.about("guidelines.unsealing", asked).get()

    for act in (
        lambda: item.decide("agree", by=alone), lambda: asked.agree(by=alone),
        lambda: asked.look(by=alone),
    ):  # fmt: skip
        with pytest.raises(Refused):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Unsealing.objects.filter(pk=asked.pk).update(decided_by=alone)

    assert Unsealing.objects.readable_by(as_reader(ncp_a)).count() == 0
    assert not Told.objects.filter(verb="guidelines.unseal_identity").exists()


def test_third_officer_does_not_see_what_two_unsealed(ncp_a: Person, secretariat: Person) -> None:
    row, second = hidden(ncp_a, "region"), second_officer()
    third = make_role_holder("editor")
    third.assign_role("secretariat", by=None)
    asked = Unsealing.ask(row, by=as_reader(secretariat), reason="A court asks.")
    asked.agree(by=second)

    with pytest.raises(Refused):
        asked.look(by=as_reader(third))


@pytest.mark.parametrize("level", ["named", "secretariat"])
def test_what_is_known_needs_no_unsealing(ncp_a: Person, secretariat: Person, level: str) -> None:
    with pytest.raises(Refused):
        Unsealing.ask(hidden(ncp_a, level), by=secretariat, reason="Why not?")


def test_unsealing_waits_once(ncp_a: Person, secretariat: Person) -> None:
    row = hidden(ncp_a, "region")

    asked = [Unsealing.ask(row, by=as_reader(secretariat), reason="One.") for _each in range(2)]

    assert (asked[0], WorkItem.objects.count()) == (asked[1], 1)


def test_refused_unsealing_shows_nothing(ncp_a: Person, secretariat: Person) -> None:
    row, second = hidden(ncp_a, "region"), second_officer()
    asked = Unsealing.ask(row, by=as_reader(secretariat), reason="Curious.")
    item = WorkItem.objects.about("guidelines.unsealing", asked).get()
    item.decide("refuse", by=second, reason="Ask the author.")

    asked.refresh_from_db()
    with pytest.raises(Refused):
        asked.look(by=secretariat)
    assert asked.state == "refused"


def test_secretariat_is_shown_what_it_may_know_and_it_is_logged(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    row = hidden(ncp_a, "secretariat")
    address = f"/en/guidelines/{row.public_id}/show/"

    client.force_login(secretariat)
    page = client.get(row.get_absolute_url()).content.decode()
    shown = client.post(address).content.decode()

    assert ("Arcadia" in page, address in page) == (False, True)
    assert ("Arcadia" in shown, "Arcadi<" in shown) == (True, False)
    assert verbs(row) == [("guidelines.show_identity", secretariat.pk)]


def test_secretariat_is_not_shown_what_takes_two(ncp_a: Person, secretariat: Person) -> None:
    for level in ("region", "sealed"):
        with pytest.raises(Refused):
            show_identity(hidden(ncp_a, level), by=secretariat)


@pytest.mark.parametrize("who", [None, "ncp_a", "ncp_b", "secretariat"])
def test_page_asks_whose_it_is_within_its_own_statement(
    client: Client, request: pytest.FixtureRequest, ncp_a: Person, who: str | None
) -> None:
    row = hidden(ncp_a, "region", marking="clear")
    if who:
        client.force_login(request.getfixturevalue(who))
    client.get(row.get_absolute_url())

    with CaptureQueriesContext(connection) as queries:
        client.get(row.get_absolute_url())

    # Every page asks whether something waits for an answer: that is not the page's own.
    said = [each["sql"] for each in queries if "running_waits" not in each["sql"]]
    own = [sql for sql in said if re.match("SELECT (.+ FROM )?guidelines_(is|identity)_of", sql)]
    # Whether they may open it asks who wrote it: of the own ones alone.
    assert len(own) == (1 if who == "ncp_a" else 0)
