"""The page of a seat, kinds of seat, and contacts that cannot be reached."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Administration, Nomination, PendingChange, Person, Seat, SeatRole
from directory.models.seat import BOUNCE
from portal.desk.models import WorkItem
from portal.notifications.models import Event as News
from portal.notifications.models import MailSetting
from portal.refusals import Refused
from tests.people import make_person, seat


def own_seat(person: Person) -> Seat:
    return Seat.objects.held_by(person).get()


def page(client: Client, seat: Seat) -> str:
    return client.get(seat.get_absolute_url()).content.decode()


def bounce(person: Person, times: int = 2) -> None:
    for _each in range(times):
        MailSetting.bounced(person=person, status="5.1.1", is_hard=True)


def test_seat_shows_its_state_to_its_office(client: Client, ncp_a: Person, officer: Person) -> None:
    client.force_login(officer)

    text = page(client, own_seat(ncp_a))

    assert "Ada Arcadi" in text
    assert reverse("directory:seat_history", args=[own_seat(ncp_a).public_id]) in text
    assert "Change the mailbox" not in text
    assert "Let deputies sign" not in text


def test_two_officers_decide_whose_holders_sign(client: Client, secretariat: Person) -> None:
    client.force_login(secretariat)
    address = reverse("directory:seat_role_sign", args=["cen-contact"])
    for _press in range(2):
        assert client.post(address, {"signs": "yes"}).status_code == 302
    edit = reverse("directory:seat_role_edit", args=["cen-contact"])
    assert "A change waits for a second officer." in client.get(edit).content.decode()
    item = WorkItem.objects.get()
    with pytest.raises(Refused):
        item.decide("accept", by=secretariat)
    assert not SeatRole.objects.get(code="cen-contact").signs
    second = make_person("Cora Colleague")
    second.assign_role("secretariat", by=None)
    client.force_login(second)
    assert (
        "Its holders sign for the administration"
        in client.get(item.get_absolute_url()).content.decode()
    )
    item.decide("accept", by=second)
    role = SeatRole.objects.get(code="cen-contact")
    assert (role.signs, role.signs_wanted) == (True, None)

    client.post(address, {"signs": "no"})
    WorkItem.objects.standing().get().decide("refuse", by=secretariat, reason="They do.")
    role.refresh_from_db()
    assert (role.signs, role.signs_wanted) == (True, None)


def test_mailbox_of_a_held_seat_waits(client: Client, ncp_a: Person, secretariat: Person) -> None:
    client.force_login(secretariat)
    place = own_seat(ncp_a)
    address = reverse("directory:seat_mailbox", args=[place.public_id])
    for _press in range(2):
        client.post(address, {"mailbox": "NCP@arcadia.example", "why": "The letter."})
    assert "waits for a second officer" in page(client, place)
    place.refresh_from_db()
    assert place.mailbox == ""
    before = Administration.objects.get().changed_at

    WorkItem.objects.get(kind="directory.change").decide("accept", by=make_person("Second One"))

    place.refresh_from_db()
    assert place.mailbox == "ncp@arcadia.example"
    # The holder hears of it, and the page of the office says that something changed.
    assert News.objects.get(verb="directory.accept_change").people == [ncp_a.pk]
    assert Administration.objects.get().changed_at > before
    assert PendingChange.objects.count() == 1


def test_seat_is_ended_for_good_with_a_reason_and_opened_by_a_name(
    client: Client, arcadia: Administration, secretariat: Person, ncp_a: Person, officer: Person
) -> None:
    place = Seat.objects.create(role_id="deputy", administration=arcadia)
    named = Nomination.put_forward(
        place, origin="proposal", by=ncp_a, person=officer, email=officer.email, given_name="Olga",
        family_name="Officer",
    )  # fmt: skip
    client.force_login(secretariat)
    assert "End this seat for good" in page(client, place)
    address = reverse("directory:seat_close", args=[place.public_id])
    assert client.post(address, {"why": ""}).status_code == 200
    for _press in range(2):
        assert client.post(address, {"why": "Merged."}).status_code == 302

    place.refresh_from_db()
    named.refresh_from_db()
    assert (place.state, place.steps.latest("pk").why) == ("ended", "Merged.")
    assert named.state == "withdrawn"
    assert "End this seat for good" not in page(client, place)

    place.give_to(officer, by=secretariat, why="Needed again.")
    after = [step.after for step in place.steps.order_by("pk")]
    assert after[-3:] == ["ended", "vacant", "verified"]
    # Neither a held seat nor the contact point of a Member is ended.
    assert not place.close(by=secretariat, why="x")
    ncp_a.holdings.get(seat__role="contact-point").end(by=secretariat)
    assert not Seat.objects.get(role="contact-point").close(by=secretariat, why="x")


def test_mailbox_of_an_empty_seat_is_saved_at_once(
    client: Client, arcadia: Administration, secretariat: Person
) -> None:
    client.force_login(secretariat)
    place = Seat.objects.create(role_id="deputy", administration=arcadia)

    address = reverse("directory:seat_mailbox", args=[place.public_id])
    assert client.post(address, {"mailbox": "not an address"}).status_code == 200
    client.post(address, {"mailbox": "deputy@arcadia.example"})

    place.refresh_from_db()
    assert place.mailbox == "deputy@arcadia.example"


def test_contact_point_lets_deputies_sign(client: Client, ncp_a: Person, ncp_b: Person) -> None:
    place = own_seat(ncp_a)
    address = reverse("directory:seat_deputies", args=[place.public_id])
    client.force_login(ncp_b)
    assert client.post(address, {"may_sign": "yes"}).status_code == 404
    client.force_login(ncp_a)
    assert "Let deputies sign" in page(client, place)
    client.post(address, {"may_sign": "yes"})

    place.refresh_from_db()
    assert place.deputies_sign
    assert "Deputies sign no longer" in page(client, place)


def test_two_hard_bounces_put_the_contact_on_the_desk_once(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    bounce(ncp_a, times=1)
    assert not WorkItem.objects.filter(kind=BOUNCE).exists()
    bounce(ncp_a, times=3)

    place = own_seat(ncp_a)
    assert place.unreachable_since is not None
    assert list(place.steps.order_by("pk").values_list("kind", flat=True)) == [
        "state", "unreachable",
    ]  # fmt: skip
    item = WorkItem.objects.get(kind=BOUNCE)
    client.force_login(secretariat)
    text = client.get(item.get_absolute_url()).content.decode()
    assert "mail to the address comes back" in text
    assert ncp_a.email in text
    assert reverse("directory:address_ask", args=[ncp_a.public_id]) in text

    item.decide("works", by=secretariat, reason="Called: the mailbox was full.")
    assert MailSetting.of(ncp_a).unreachable_since is None
    assert own_seat(ncp_a).unreachable_since is None
    history = client.get(reverse("directory:seat_history", args=[place.public_id]))
    assert "Can be reached again" in history.content.decode()
    assert "Reason: mail to the address comes back" in history.content.decode()


def test_owner_who_says_that_mail_arrives_settles_it(ncp_a: Person) -> None:
    bounce(ncp_a)
    MailSetting.reachable_again(person=ncp_a, by=ncp_a)

    assert WorkItem.objects.get(kind=BOUNCE).outcome == "reachable"


def test_new_holder_starts_reachable(ncp_a: Person, arcadia: Administration) -> None:
    bounce(ncp_a)
    seat(make_person("Nina Next", administration=arcadia), "contact-point", administration=arcadia)

    place = Seat.objects.get(role="contact-point", administration=arcadia)
    assert place.unreachable_since is None
    assert WorkItem.objects.get(kind=BOUNCE).outcome == "left"


def test_failed_test_of_contact_marks_the_seat_once(ncp_a: Person) -> None:
    place = own_seat(ncp_a)
    assert place.note_unreachable(why="No answer to the test of 3 March.", by=None)
    assert not place.note_unreachable(why="Again.", by=None)
    assert place.note_reachable(by=ncp_a)
    assert not place.note_reachable(by=ncp_a)
    with pytest.raises(IntegrityError), transaction.atomic():
        place.steps.create(
            kind="unreachable", before="verified", after="vacant", at=place.state_since
        )


def test_kinds_of_seat_are_kept(client: Client, secretariat: Person) -> None:
    client.force_login(secretariat)
    fields = {
        "name_en": "AEO contact", "name_fr": "Correspondant OEA", "short_en": "AEO",
        "short_fr": "OEA", "code": "aeo-contact", "office": "administration", "position": "55",
    }  # fmt: skip
    point = SeatRole.objects.get(code="contact-point")
    add, kinds = reverse("directory:seat_role_add"), reverse("directory:seat_role_list")
    wrong = fields | {"office": "partner", "stands_in_for": str(point.pk)}
    assert "same kind of office" in client.post(add, wrong).content.decode()
    assert client.post(add, fields)["Location"] == kinds
    assert "already exists" in client.post(add, fields).content.decode()

    edit = reverse("directory:seat_role_edit", args=["aeo-contact"])
    form: Any = client.get(edit).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert client.post(edit, data | {"signs": "on"})["Location"] == kinds
    retire = reverse("directory:seat_role_retire", args=["aeo-contact"])
    client.post(retire, {"is_retired": "yes"})
    role = SeatRole.objects.get(code="aeo-contact")
    # Whose holders sign is no tick of one officer.
    assert (role.signs, role.is_retired) == (False, True)
    assert "No longer given" in client.get(kinds).content.decode()

    client.post(reverse("directory:seat_role_retire", args=["deputy"]), {"is_retired": "yes"})
    assert not SeatRole.objects.get(code="deputy").is_retired


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_a_constant_number_of_statements(
    client: Client, arcadia: Administration, secretariat: Person, count: int
) -> None:
    kinds = ["contact-point", "deputy", "cen-contact"]
    for number, kind in enumerate(kinds[:count]):
        person = make_person(f"P Number{number}", administration=arcadia)
        seat(person, kind, administration=arcadia)
    client.force_login(secretariat)
    address = reverse("directory:administration_seats", args=["XA"])
    client.get(address)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(address)

    assert answer.content.decode().count('class="entry"') == count
    assert len(queries) <= 11, [query["sql"][:90] for query in queries]
