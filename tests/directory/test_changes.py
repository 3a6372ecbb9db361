"""What two people answer for: asked by one, done when another one decides."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import changing, inviting
from directory.models import Invitation, PendingChange, Person, Seat
from directory.models.holding import GUARDED
from directory.models.pending_change import GOOD_FOR
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.notifications.models import MailSetting
from portal.refusals import Refused
from tests.directory.signin import mailed_code, sign_in
from tests.people import PASSWORD, make_person, make_role_holder


def ask(person: Person, *, by: Person, value: str = "+999 new", what: str = "phone") -> Any:
    return PendingChange.ask(what, on=person, value=value, by=by, why="Called back.")


def standing() -> WorkItem:
    """Return the one item that waits on the desk."""
    return WorkItem.objects.standing().get()


def typed(form: Any) -> dict[str, Any]:
    """Return what a browser sends of a form that nobody touched."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, [])}


def own_card(person: Person, client: Client, **changes: str) -> Any:
    """Return the answer to the person's own card, sent with changes."""
    client.force_login(person)
    form = client.get(reverse("directory:account_card")).context["form"]
    data = typed(form)
    return client.post(reverse("directory:account_card"), data | changes, follow=True)


def test_number_of_a_holder_waits_for_an_officer(client: Client, ncp_a: Person) -> None:
    ncp_a.revise(by=None, phone="+999 old")
    officer = make_role_holder("secretariat")

    for _press in range(2):
        answer = own_card(ncp_a, client, phone="+999 new", post="Head of unit")
        assert "A number waits for a second officer" in answer.content.decode()

    ncp_a.refresh_from_db()
    assert (ncp_a.phone, ncp_a.post) == ("+999 old", "Head of unit")
    change = PendingChange.objects.get()
    assert (change.value, change.asked_by, change.state) == ("+999 new", ncp_a, "waiting")
    page = client.get(reverse("directory:account_card")).content.decode()
    assert "until then “+999 old” is shown" in page

    standing().decide("accept", by=officer)

    ncp_a.refresh_from_db()
    change.refresh_from_db()
    assert (ncp_a.phone, change.state, change.decided_by) == ("+999 new", "done", officer)
    verbs = Event.objects.about(ncp_a).order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if "change" in verb] == [
        "directory.ask_change", "directory.accept_change",
    ]  # fmt: skip


def test_old_number_typed_again_takes_the_change_back(client: Client, ncp_a: Person) -> None:
    own_card(ncp_a, client, phone="+999 new")
    answer = own_card(ncp_a, client, phone="")

    assert "The card is saved." in answer.content.decode()
    assert PendingChange.objects.get().state == "withdrawn"
    assert WorkItem.objects.get().outcome == "withdrawn"


def test_people_without_a_seat_change_their_number_alone(client: Client, officer: Person) -> None:
    own_card(officer, client, phone="+999 new")

    officer.refresh_from_db()
    assert officer.phone == "+999 new"
    assert not PendingChange.objects.exists()


def test_officer_needs_a_colleague(
    client: Client, ncp_a: Person, secretariat: Person, moderator: Person
) -> None:
    client.force_login(secretariat)
    address = reverse("directory:person_edit", args=[ncp_a.public_id])
    form = client.get(address).context["form"]
    data = typed(form)
    answer = client.post(address, data | {"mobile": "+999 7"}, follow=True)
    assert "Mobile: waits for a second officer" in answer.content.decode()

    with pytest.raises(Refused):
        standing().decide("accept", by=secretariat)
    page = client.get(standing().get_absolute_url()).content.decode()
    assert "+999 7" in page
    # Moderators handle no contacts.
    client.force_login(moderator)
    assert client.get(standing().get_absolute_url()).status_code in (403, 404)

    standing().decide("accept", by=make_person("Second Officer"))
    ncp_a.refresh_from_db()
    assert ncp_a.mobile == "+999 7"


def test_nobody_decides_about_themselves(ncp_a: Person, secretariat: Person) -> None:
    change = ask(ncp_a, by=secretariat)
    for somebody in (ncp_a, secretariat):
        with pytest.raises(Refused):
            PendingChange.objects.get().accept(by=somebody)
        with pytest.raises(IntegrityError), transaction.atomic():
            PendingChange.objects.filter(pk=change.pk).update(
                state="done", decided_by=somebody, decided_at=timezone.now()
            )
    assert PendingChange.objects.get().is_waiting


def test_newest_of_two_stands(ncp_a: Person, secretariat: Person) -> None:
    first = ask(ncp_a, by=ncp_a, value="+1")
    second = ask(ncp_a, by=secretariat, value="+2")
    assert ask(ncp_a, by=ncp_a, value="+2") == second

    first.refresh_from_db()
    assert (first.state, first.decided_by) == ("withdrawn", secretariat)
    assert standing().subject == str(second.pk)


def test_what_cannot_be_done_any_more_is_refused_in_words(
    ncp_a: Person, secretariat: Person
) -> None:
    officer = make_role_holder("editor")
    ask(ncp_a, by=ncp_a)
    ncp_a.suspend(by=officer, reason="x")
    with pytest.raises(Refused, match="stopped"):
        standing().decide("accept", by=secretariat)
    ncp_a.restore(by=officer)
    ncp_a.revise(by=None, phone="+other")
    with pytest.raises(Refused, match="changed meanwhile"):
        standing().decide("accept", by=secretariat)
    ncp_a.revise(by=None, phone="")
    ncp_a.holdings.get().end(by=officer)
    ncp_a.holdings.update(until=timezone.now() - GUARDED)
    with pytest.raises(Refused, match="no seat any more"):
        standing().decide("accept", by=secretariat)

    standing().decide("refuse", by=secretariat, reason="The seat ended.")
    assert PendingChange.objects.get().state == "refused"


def test_ending_a_seat_gets_nobody_round_the_second_officer(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    place = Seat.objects.get(holdings__person=ncp_a)
    # As read before somebody took the seat.
    assert not Seat(pk=place.pk, state="vacant").set_mailbox("mine@elsewhere.example", by=None)

    ncp_a.holdings.get().end(by=secretariat, why="For a minute.")
    client.force_login(secretariat)
    address = reverse("directory:person_edit", args=[ncp_a.public_id])
    data = typed(client.get(address).context["form"])
    client.post(address, data | {"phone": "+999 mine"})
    mailbox = {"mailbox": "mine@elsewhere.example", "why": "x"}
    client.post(reverse("directory:seat_mailbox", args=[place.public_id]), mailbox)

    ncp_a.refresh_from_db()
    place.refresh_from_db()
    assert (ncp_a.phone, place.mailbox) == ("", "")
    assert set(PendingChange.objects.waiting().values_list("what", flat=True)) == {
        "phone", "mailbox",
    }  # fmt: skip
    # After some weeks the seat stands for itself.
    place.holdings.update(until=timezone.now() - GUARDED)
    assert place.set_mailbox("office@arcadia.example", by=secretariat)


def test_refused_decision_leaves_a_page_that_works(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    ask(ncp_a, by=ncp_a)
    ncp_a.suspend(by=None, reason="x")
    client.force_login(secretariat)
    data = {"decision": "accept", "seen": standing().turn, "reason": ""}
    answer = client.post(reverse("desk:item_decide", args=[standing().public_id]), data)

    page = answer.content.decode()
    assert "This account is stopped." in page
    assert 'value="refuse"' in page


def test_address_of_a_holder_moves_after_code_and_officer(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    ncp_a.authenticator_set.all().delete()
    sign_in(client, ncp_a.email)
    old, new = ncp_a.email, "ada.neue@customs.example"
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": new, "action_add": ""})
    answer = client.post(
        reverse("account_email_verification_sent"), {"code": mailed_code()}, follow=True
    )

    assert "Your new address waits for an officer." in answer.content.decode()
    ncp_a.refresh_from_db()
    assert ncp_a.email == old
    rows = EmailAddress.objects.filter(user=ncp_a).values_list("email", "verified", "primary")
    assert list(rows) == [(old, True, True)]
    assert UserSession.objects.filter(user=ncp_a).exists()
    for _each in range(2):
        MailSetting.bounced(person=ncp_a, status="5.1.1", is_hard=True)
    mail.outbox.clear()

    WorkItem.objects.standing().get(kind="directory.change").decide("accept", by=secretariat)
    assert changing.tell_due() == 2
    assert changing.tell_due() == 0

    ncp_a.refresh_from_db()
    assert ncp_a.email == new
    assert list(rows.all()) == [(new, True, True)]
    assert not UserSession.objects.filter(user=ncp_a).exists()
    assert MailSetting.of(ncp_a).unreachable_since is None
    assert sorted(message.to[0] for message in mail.outbox) == sorted([old, new])
    assert {(message.to[0], new in message.body) for message in mail.outbox} == {
        (old, False), (new, True),
    }  # fmt: skip
    assert PendingChange.objects.get().before == ""


def test_code_that_went_to_a_wrong_mailbox_opens_nothing_after_the_correction(
    ncp_a: Person, secretariat: Person
) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(state=Person.State.UNCONFIRMED)
    ncp_a.refresh_from_db()
    old, new = ncp_a.email, "ada.right@customs.example"
    Invitation.send_to(ncp_a, by=secretariat)
    inviting.send_due()
    ask(ncp_a, by=secretariat, what="email", value=new)
    standing().decide("accept", by=_colleague())
    inviting.send_due()
    changing.tell_due()

    codes = {
        message.to[0]: next(
            line.strip() for line in message.body.splitlines() if line.strip()[5:6] == "-"
        )
        for message in mail.outbox
        if "moved" not in message.body
    }
    assert set(codes) == {old, new}
    assert [Invitation.opened_by(new, codes[each]) is not None for each in (old, new)] == [
        False, True,
    ]  # fmt: skip
    assert not any(new in message.body for message in mail.outbox if message.to == [old])


def test_address_that_was_taken_meanwhile_is_refused(
    ncp_a: Person, officer: Person, secretariat: Person
) -> None:
    ask(ncp_a, by=ncp_a, what="email", value=officer.email)

    with pytest.raises(Refused, match="Another account"):
        standing().decide("accept", by=secretariat)
    assert standing().state == "open"


def test_officer_asks_for_another_address(
    client: Client, ncp_a: Person, officer: Person, secretariat: Person
) -> None:
    client.force_login(secretariat)
    address = reverse("directory:address_ask", args=[ncp_a.public_id])
    for taken in (ncp_a.email, officer.email.upper()):
        answer = client.post(address, {"email": taken, "why": "x"})
        assert answer.status_code == 200
    answer = client.post(address, {"email": "ada@xn--rcadia-9cd.example", "why": "Called."})
    assert answer.status_code == 302

    client.force_login(_colleague())
    page = client.get(standing().get_absolute_url()).content.decode()
    assert "The domain is written in another script." in page
    assert ncp_a.email in page


def _colleague() -> Person:
    person = make_person("Cora Colleague")
    person.assign_role("secretariat", by=None)
    return person


def test_role_takes_two(
    client: Client, administrator: Person, secretariat: Person, officer: Person
) -> None:
    client.force_login(administrator)
    address = reverse("directory:role_assign", args=[officer.public_id])
    for _press in range(2):
        answer = client.post(address, {"role": "editor", "why": "Writes news."}, follow=True)
        assert "The role waits for a second officer." in answer.content.decode()
    assert not officer.role_assignments.exists()
    assert "Editor" in answer.content.decode()

    with pytest.raises(Refused):
        standing().decide("accept", by=administrator)
    standing().decide("accept", by=secretariat)

    assert officer.role_assignments.current().get().role == "editor"
    answer = client.post(address, {"role": "editor", "why": ""})
    assert "The person has this role already." in answer.content.decode()


def test_change_is_taken_back_by_who_asked_alone(
    client: Client, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    change = ask(ncp_a, by=ncp_a)
    address = reverse("directory:change_withdraw", args=[change.public_id])
    for somebody, status in ((ncp_b, 404), (secretariat, 403), (ncp_a, 302)):
        client.force_login(somebody)
        assert client.post(address).status_code == status
    change.refresh_from_db()
    assert change.state == "withdrawn"


def test_nobody_decides_forever(ncp_a: Person) -> None:
    change = ask(ncp_a, by=ncp_a)
    assert changing.expire_stale() == 0
    PendingChange.objects.update(asked_at=timezone.now() - 2 * GOOD_FOR)

    assert (changing.expire_stale(), changing.expire_stale()) == (1, 0)
    change.refresh_from_db()
    assert (change.state, WorkItem.objects.get().outcome) == ("expired", "expired")


def another_officer() -> Person:
    """Return a second officer of the Secretariat."""
    person = make_person("Sven Second")
    person.assign_role("secretariat", by=None)
    return person


def give(client: Client, officer: Person, person: Person, seat: str = "deputy") -> str:
    """Return the page after an officer asked for a seat of somebody without a letter."""
    client.force_login(officer)
    address = reverse("directory:seat_give", args=[person.public_id])
    data = {"seat": seat, "why": "Named by telephone."}
    return client.post(address, data, follow=True).content.decode()


def test_seat_without_a_letter_is_given_by_two(
    client: Client, officer: Person, secretariat: Person
) -> None:
    second = another_officer()
    for _press in range(2):
        text = give(client, secretariat, officer)
        assert "waits for a second officer" in text
    seat = Seat.objects.get(role="deputy")
    item = standing()

    assert not officer.holdings.exists()
    with pytest.raises(Refused):
        item.decide("accept", by=secretariat)
    item.refresh_from_db()
    client.force_login(second)
    text = client.get(item.get_absolute_url()).content.decode()
    assert ("Named by telephone." in text, str(seat) in text) == (True, True)
    item.decide("accept", by=second)

    assert seat.is_held_by(officer)
    step = seat.steps.latest("pk")
    assert (step.by, step.why) == (second, "Named by telephone.")
    logged = Event.objects.get(verb="directory.accept_change")
    assert (logged.actor_id, logged.detail["asked_by_id"]) == (second.pk, secretariat.pk)
    text = client.get(reverse("directory:person_history", args=[officer.public_id]))
    assert "Deputy contact point" in text.content.decode()


def test_seat_that_somebody_took_meanwhile_is_not_given(
    client: Client, officer: Person, ncp_a: Person, secretariat: Person
) -> None:
    give(client, secretariat, officer)
    Seat.objects.get(role="deputy").give_to(ncp_a, by=None)

    with pytest.raises(Refused, match="changed meanwhile"):
        standing().decide("accept", by=another_officer())
    assert Seat.objects.get(role="deputy").is_held_by(ncp_a)


def test_one_person_waits_for_a_seat(
    client: Client, officer: Person, ncp_a: Person, secretariat: Person
) -> None:
    give(client, secretariat, officer)

    assert "Somebody else waits for this seat" in give(client, secretariat, ncp_a)
    assert PendingChange.objects.get().person == officer
