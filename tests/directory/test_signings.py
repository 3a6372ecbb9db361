"""Signing for an administration: drafted by an officer, signed by the holder of a seat, kept."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from directory.acts import titled
from directory.models import Administration, Person, Seat, SeatRole, Signing
from directory.models.seat_role import KINDS
from portal.audit.models import Event
from portal.markings.access import may
from portal.notifications.models import Event as News
from portal.refusals import Refused
from tests.directory.signing import ACT, draft, signed
from tests.people import as_reader, make_person, seat


def of(name: str, signing: Signing) -> str:
    return reverse(f"directory:signing_{name}", args=[signing.public_id])


def refused_by_the_database(**changes: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Signing.objects.update(**changes)


@pytest.fixture
def deputy(arcadia: Administration) -> Person:
    person = make_person("Dora Deputy", administration=arcadia)
    return seat(person, "deputy", administration=arcadia)


def test_officer_drafts_and_the_contact_point_signs(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    signing = draft(officer)
    assert News.objects.get(verb="directory.draft_signing").people == [ncp_a.pk]
    client.force_login(officer)
    assert "Sign for the administration" not in client.get(of("detail", signing)).content.decode()
    assert client.post(of("sign", signing), {"seen": signing.digest}).status_code == 403

    client.force_login(ncp_a)
    listed = client.get(reverse("directory:signing_list")).content.decode()
    assert "1 text waits for a signature" in listed
    text = client.get(of("detail", signing)).content.decode()
    assert "With your signature this text speaks for Arcadia." in text
    for _press in range(2):
        client.post(of("sign", signing), {"seen": signing.digest})

    signing.refresh_from_db()
    assert (signing.state, signing.signed_by, signing.signed_as) == ("signed", ncp_a, "principal")
    assert signed[-1:] == [signing.public_id]
    event = Event.objects.get(verb="directory.sign")
    assert event.detail["digest"] == signing.digest


def test_deputy_signs_only_where_the_contact_point_lets_them(
    ncp_a: Person, officer: Person, deputy: Person
) -> None:
    signing = draft(officer)
    with pytest.raises(Refused):
        signing.sign(by=deputy, seen=signing.digest)

    place = Seat.objects.held_by(ncp_a).get()
    place.let_deputies_sign(True, by=ncp_a)
    assert signing.sign(by=deputy, seen=signing.digest)
    assert signing.signed_as == "deputy"


def test_leave_to_sign_is_told_and_ends_with_the_holder(
    ncp_a: Person, officer: Person, deputy: Person, secretariat: Person, arcadia: Administration
) -> None:
    place = Seat.objects.held_by(ncp_a).get()
    place.let_deputies_sign(True, by=secretariat)
    told = News.objects.filter(verb="directory.let_deputies_sign")
    assert sorted(people for event in told for people in event.people) == [ncp_a.pk, deputy.pk]

    other = make_person("Oscar Other", administration=arcadia)
    seat(other, "contact-point", administration=arcadia)
    signing = draft(officer)
    with pytest.raises(Refused):
        signing.sign(by=deputy, seen=signing.digest)
    place.refresh_from_db()
    assert not place.deputies_sign


def test_deputies_of_every_seat_that_signs_may_be_let(arcadia: Administration) -> None:
    kinds = [
        SeatRole.add(
            by=None, code=code, name_en=code, name_fr=code, short_en=code, short_fr=code, signs=True
        )
        for code in ("envoy", "envoy-deputy")
    ]
    kinds[1].revise(by=None, stands_in_for=kinds[0])
    KINDS.forget()
    envoy = make_person("Ed Envoy", administration=arcadia)
    seat(envoy, "envoy", administration=arcadia)
    place = Seat.objects.held_by(envoy).get()
    assert may(as_reader(envoy), "directory.let_deputies_sign", place)
    stranger = make_person("Nia New", administration=arcadia)
    assert not may(as_reader(stranger), "directory.let_deputies_sign", place)
    other = Seat.objects.create(role_id="national-coordinator", administration=arcadia)
    assert not may(as_reader(envoy), "directory.let_deputies_sign", other)


def test_only_what_somebody_may_sign_waits_for_them(
    ncp_a: Person, officer: Person, deputy: Person
) -> None:
    draft(officer)

    def waiting(person: Person) -> int:
        return Signing.objects.drafts().signable_by(person).count()

    assert [waiting(each) for each in (ncp_a, deputy, officer)] == [1, 0, 0]
    Seat.objects.held_by(ncp_a).get().let_deputies_sign(True, by=ncp_a)
    assert waiting(deputy) == 1


@pytest.mark.parametrize("stranger", ["officer", "ncp_b", "secretariat", "former_holder"])
def test_nobody_else_signs(request: Any, stranger: str, ncp_a: Person) -> None:
    signing = draft(ncp_a)

    with pytest.raises(Refused):
        signing.sign(by=request.getfixturevalue(stranger), seen=signing.digest)


def test_text_that_changed_after_it_was_opened_is_not_signed(
    ncp_a: Person, officer: Person
) -> None:
    opened = draft(officer)
    draft(officer, "We do not agree.")

    with pytest.raises(Refused, match="changed after you opened"):
        opened.sign(by=ncp_a, seen=opened.digest)
    assert Signing.objects.get().text == "We do not agree."


def test_signed_text_never_changes(ncp_a: Person) -> None:
    signing = draft(ncp_a)
    refused_by_the_database(text="Something else.")
    signing.sign(by=ncp_a, seen=signing.digest)

    refused_by_the_database(text="Something else.")
    refused_by_the_database(title="Another")
    refused_by_the_database(title_fr="Un autre")
    refused_by_the_database(signed_as="deputy")
    refused_by_the_database(closes_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Signing.objects.all().delete()


def test_amendment_replaces_what_stood_once_it_is_signed(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    first = draft(officer)
    first.sign(by=ncp_a, seen=first.digest)
    client.force_login(officer)
    client.post(of("amend", first), {"text": "We agree, with a remark.", "seen": ""})
    second = Signing.objects.drafts().get()
    assert Signing.objects.standing().get() == first

    second.sign(by=ncp_a, seen=second.digest)

    first.refresh_from_db()
    assert (first.state, first.replaced_by) == ("replaced", second)
    assert Signing.objects.standing().get() == second
    assert of("detail", first) in client.get(of("detail", second)).content.decode()


def test_draft_of_a_colleague_is_not_overwritten_unseen(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    first = draft(officer)
    first.sign(by=ncp_a, seen=first.digest)
    client.force_login(officer)
    page = client.get(of("detail", first))
    first.amend(text="Theirs.", by=ncp_a, seen="")

    sent = {"text": "Mine.", "seen": page.context["form"]["seen"].value()}
    answer = client.post(of("amend", first), sent)

    waiting = Signing.objects.drafts().get()
    text = answer.content.decode()
    assert "A colleague changed the draft meanwhile." in text
    assert ("Mine." in text, waiting.get_absolute_url() in text) == (True, True)
    assert waiting.text == "Theirs."
    # Read and pressed again, it is saved.
    sent["seen"] = answer.context["form"]["seen"].value()
    assert client.post(of("amend", first), sent).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.text, waiting.drafted_by) == ("Mine.", officer)


@pytest.mark.parametrize("how", ["replaced", "withdrawn"])
def test_text_that_stands_no_longer_brings_back_no_deadline(ncp_a: Person, how: str) -> None:
    old = draft(ncp_a)
    old.sign(by=ncp_a, seen=old.digest)
    if how == "withdrawn":
        old.withdraw(by=ncp_a)
    else:
        soon = timezone.now() + datetime.timedelta(hours=1)
        new = draft(ncp_a, "Another.", closes_at=soon)
        new.sign(by=ncp_a, seen=new.digest)
    with pytest.raises(Refused, match="stands no longer"):
        old.amend(text="x", by=ncp_a, seen="")
    assert not Signing.objects.drafts().exists()


def test_one_signing_stands_per_subject(ncp_a: Person, ncp_b: Person) -> None:
    for person in (ncp_a, ncp_b):
        signing = draft(person)
        signing.sign(by=person, seen=signing.digest)

    assert Signing.objects.standing().about(ACT, "question-7").count() == 2
    copy = Signing.objects.first()
    assert copy is not None
    copy.pk, copy.public_id, copy._state.adding = None, "q" * 12, True
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_what_is_closed_stays(client: Client, ncp_a: Person, ncp_b: Person) -> None:
    soon = timezone.now() + datetime.timedelta(hours=1)
    signing = draft(ncp_a, closes_at=soon)
    signing.sign(by=ncp_a, seen=signing.digest)
    other = draft(ncp_b)
    Signing.objects.filter(pk=other.pk).update(closes_at=timezone.now())
    other.refresh_from_db()
    with pytest.raises(Refused, match="over"):
        other.sign(by=ncp_b, seen=other.digest)
    with pytest.raises(Refused, match="over"):
        other.amend(text="x", by=ncp_b, seen=other.digest)
    with pytest.raises(Refused, match="over"):
        draft(ncp_a, closes_at=timezone.now())

    client.force_login(ncp_a)
    client.post(of("withdraw", signing))
    signing.refresh_from_db()
    assert (signing.state, signing.withdrawn_by) == ("withdrawn", ncp_a)
    assert not Signing.objects.standing().exists()


def test_draft_is_taken_back_by_an_officer_and_a_signed_text_by_a_signer(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    signing = draft(officer)
    client.force_login(officer)
    client.post(of("withdraw", signing))
    assert not Signing.objects.drafts().exists()

    again = draft(officer)
    again.sign(by=ncp_a, seen=again.digest)
    assert client.post(of("withdraw", again)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_a_constant_number_of_statements(
    client: Client, ncp_a: Person, count: int
) -> None:
    home: Any = ncp_a.administration
    for number in range(2 * count):
        each = Signing.draft(
            ACT, f"q-{number}", administration=home, title=f"Q {number}", text="Yes.", by=ncp_a
        )
        if number % 2:
            each.sign(by=ncp_a, seen=each.digest)
    client.force_login(ncp_a)
    client.get(reverse("directory:signing_list"))

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse("directory:signing_list"))

    assert answer.content.decode().count('class="entry"') == 2 * count
    assert len(queries) <= 9, [query["sql"][:90] for query in queries]


def test_title_is_read_in_the_language_of_whoever_signs(ncp_a: Person) -> None:
    with override("fr"):
        signing = Signing.draft(
            ACT, "question-9", administration=ncp_a.administration, text="Yes.", by=ncp_a,
            **titled(lambda: "Une enquête" if get_language() == "fr" else "A survey"),
        )  # fmt: skip
    again = Signing.draft(
        ACT, "question-9", administration=ncp_a.administration, text="No.", by=ncp_a,
        **titled(lambda: "A survey"),
    )  # fmt: skip

    assert (signing.title, signing.title_fr) == ("A survey", "Une enquête")
    assert (again.pk, again.title_fr) == (signing.pk, "")
    with override("fr"):
        assert (signing.local_title, again.local_title) == ("Une enquête", "A survey")
