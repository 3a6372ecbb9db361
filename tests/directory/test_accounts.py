"""The Secretariat keeps accounts: makes, verifies, edits, stops, restores and ends them."""

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from directory.models import Administration, PendingChange, Person, Seat
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.markings.models import reader_of
from portal.taxonomy.models import Language, Technology
from tests.directory.conftest import page_of
from tests.people import as_reader, make_person, seat

ADD = "/en/directory/people/add/"
NEW = {
    "email": "  New.Person@Customs.example ", "given_name": "Nadia", "family_name": "New",
    "post": "Head", "post_fr": "Cheffe", "language": "fr", "zone": "",
}  # fmt: skip


def verbs(person: Person) -> list[str]:
    """Return what the log tells of a person, in order."""
    events = Event.objects.about(person).order_by("pk")
    return [verb.removeprefix("directory.") for verb in events.values_list("verb", flat=True)]


def typed(client: Any, address: str, **changes: Any) -> dict[str, Any]:
    """Return what a form shows, as a browser would post it, with some fields changed."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None} | changes


@pytest.fixture
def keeper(client: Any, secretariat: Person) -> Any:
    """A browser in which the Secretariat officer has signed in."""
    client.force_login(secretariat)
    return client


def test_new_account_waits_unconfirmed_and_nothing_is_sent(
    keeper: Any, arcadia: Administration, mailoutbox: list[Any]
) -> None:
    arcadia.revise(by=None, zone="Africa/Dakar")

    answer = keeper.post(ADD, NEW | {"administration": arcadia.pk})

    person = Person.objects.get(email="new.person@customs.example")
    assert (answer.status_code, answer["Location"]) == (302, person.get_absolute_url())
    assert (person.state, person.zone, person.language) == ("unconfirmed", "Africa/Dakar", "fr")
    assert not person.has_usable_password()
    assert mailoutbox == []
    assert "Nothing was sent to the person yet." in keeper.get(answer["Location"]).content.decode()


def test_new_account_pressed_twice_is_one_account(keeper: Any) -> None:
    keeper.post(ADD, NEW)

    again = keeper.post(ADD, NEW)

    assert "This address has an account already." in again.content.decode()
    assert Person.objects.filter(family_name="New").count() == 1


def test_new_account_in_two_organisations_is_refused_at_the_form(
    keeper: Any, arcadia: Administration, partner: Person
) -> None:
    both = {"administration": arcadia.pk, "partner": partner.partner_id}

    answer = keeper.post(ADD, NEW | both)

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()


def test_verified_account_is_read_by_members(
    keeper: Any, unconfirmed: Person, ncp_a: Person
) -> None:
    before = as_reader(ncp_a).reader.audience_ids
    assert unconfirmed.audience_id not in before

    keeper.post(f"{unconfirmed.get_absolute_url()}verification/")

    unconfirmed.refresh_from_db()
    assert unconfirmed.state == "verified"
    assert unconfirmed.verified_at is not None
    assert unconfirmed.audience_id in as_reader(ncp_a).reader.audience_ids


def test_suspension_ends_sessions_and_keeps_the_reason_to_the_log(
    keeper: Any, ncp_b: Person
) -> None:
    browser = type(keeper)()
    browser.force_login(ncp_b)
    browser.get("/en/roles/")

    answer = keeper.post(f"{ncp_b.get_absolute_url()}suspension/", {"reason": "Canary reason"})

    ncp_b.refresh_from_db()
    assert ncp_b.state == "suspended"
    assert browser.get("/en/directory/people/").status_code == 302
    event = Event.objects.about(ncp_b).get(verb="directory.suspend_person")
    assert event.personal.values == {"reason": "Canary reason"}
    assert "Canary reason" not in keeper.get(answer["Location"]).content.decode()


def test_suspension_without_a_reason_comes_back(keeper: Any, ncp_b: Person) -> None:
    answer = keeper.post(f"{ncp_b.get_absolute_url()}suspension/", {"reason": " "})

    ncp_b.refresh_from_db()
    assert (answer.status_code, ncp_b.state) == (200, "verified")


@pytest.mark.parametrize(
    ("step", "kind", "verb"),
    [
        ("verification", "unconfirmed", "verify_person"),
        ("suspension", "ncp_b", "suspend_person"),
        ("restoration", "suspended", "restore_person"),
        ("retirement", "ncp_b", "retire_person"),
    ],
)
def test_step_pressed_twice_is_one_step(
    step: str, kind: str, verb: str, keeper: Any, request: Any
) -> None:
    person = request.getfixturevalue(kind)
    address = f"{person.get_absolute_url()}{step}/"

    answers = [keeper.post(address, {"reason": "x"}).status_code for _press in range(2)]

    assert answers == [302, 302]
    assert verbs(person).count(verb) == 1


def test_restored_account_is_what_it_was(secretariat: Person, unconfirmed: Person) -> None:
    unconfirmed.suspend(by=secretariat, reason="x")
    unconfirmed.restore(by=secretariat)

    assert unconfirmed.state == "unconfirmed"


def test_ended_account_keeps_no_seat_and_no_role(secretariat: Person, ncp_a: Person) -> None:
    ncp_a.assign_role("editor", by=None)

    ncp_a.retire(by=secretariat)

    assert ncp_a.holdings.current().count() == ncp_a.role_assignments.current().count() == 0
    assert reader_of(as_reader(ncp_a)).tokens == {"public"}


def test_card_is_edited_with_languages_and_topics(
    keeper: Any, ncp_b: Person, french: Language, wolof: Language, seals: Technology,
    drones: Technology,
) -> None:  # fmt: skip
    ncp_b.revise(by=None, spoken={"fr": "B2"}, related={"technologies": [seals]})
    address = f"{ncp_b.get_absolute_url()}edit/"
    values = typed(keeper, address, post="New post", language_2="wo", level_2="C1",
                   technologies=[drones.pk])  # fmt: skip

    answer = keeper.post(address, values)

    ncp_b.refresh_from_db()
    spoken = dict(ncp_b.spoken_languages.values_list("language__code", "level"))
    assert answer.status_code == 302
    assert (ncp_b.post, spoken) == ("New post", {"fr": "B2", "wo": "C1"})
    assert [*ncp_b.technologies.all()] == [drones]
    event = Event.objects.about(ncp_b).filter(verb="directory.edit_person").latest("pk")
    assert event.detail == {"fields": ["post", "spoken", "technologies"]}


def test_address_of_the_account_is_not_the_secretariats_to_change(
    keeper: Any, ncp_b: Person
) -> None:
    address = f"{ncp_b.get_absolute_url()}edit/"

    keeper.post(address, typed(keeper, address, email="taken@over.example", post="x"))

    ncp_b.refresh_from_db()
    assert ncp_b.email == "boris.bordur@customs.example"
    assert EmailAddress.objects.get(user=ncp_b).email == ncp_b.email


def test_edit_after_somebody_elses_edit_comes_back_once(keeper: Any, ncp_b: Person) -> None:
    address = f"{ncp_b.get_absolute_url()}edit/"
    mine = typed(keeper, address, post="Mine")
    ncp_b.revise(by=None, post="Theirs")

    first = keeper.post(address, mine)
    ncp_b.refresh_from_db()
    kept = ncp_b.post
    seen = first.context["form"]["seen"].value()
    second = keeper.post(address, mine | {"seen": seen})

    ncp_b.refresh_from_db()
    text = first.content.decode()
    assert (first.status_code, kept) == (200, "Theirs")
    assert "Somebody changed this after you opened it." in text
    assert 'value="Mine"' in text
    assert (second.status_code, ncp_b.post) == (302, "Mine")


def test_edit_pressed_twice_is_one_edit(keeper: Any, ncp_b: Person) -> None:
    address = f"{ncp_b.get_absolute_url()}edit/"
    values = typed(keeper, address, post="Once")

    answers = [keeper.post(address, values).status_code for _press in range(2)]

    assert answers == [302, 302]
    assert verbs(ncp_b).count("edit_person") == 1


def test_holder_stays_in_the_administration_of_the_seat(
    keeper: Any, ncp_b: Person, arcadia: Administration
) -> None:
    address = f"{ncp_b.get_absolute_url()}edit/"

    answer = keeper.post(address, typed(keeper, address, administration=arcadia.pk))

    ncp_b.refresh_from_db()
    assert "End the seat in the former administration first." in answer.content.decode()
    assert ncp_b.administration != arcadia


def test_administration_is_edited_and_found_by_its_new_name(
    keeper: Any, borduria: Administration, ncp_a: Person
) -> None:
    address = f"{borduria.get_absolute_url()}edit/"
    values = typed(keeper, address, name_en="Sýldavia", zone="Europe/Brussels")

    keeper.post(address, values)

    page = page_of(ncp_a, "directory:administration_list", q="syldavia")
    assert "Sýldavia" in page.split('id="list"')[1]
    event = Event.objects.about(borduria).latest("pk")
    assert (event.verb, event.detail) == (
        "directory.edit_administration", {"fields": ["name_en", "zone"]},
    )  # fmt: skip


def test_zone_that_does_not_exist_is_named(keeper: Any, borduria: Administration) -> None:
    address = f"{borduria.get_absolute_url()}edit/"

    answer = keeper.post(address, typed(keeper, address, zone="Mars/Olympus"))

    assert "“Mars/Olympus” is not a time zone." in answer.content.decode()


def test_step_that_the_log_does_not_take_is_not_taken(ncp_b: Person) -> None:
    with pytest.raises(ValueError, match="number"):
        ncp_b.suspend(by=SimpleNamespace(pk="nobody"), reason="x")

    assert Person.objects.get(pk=ncp_b.pk).state == "verified"


GIVEN = {"seat": "contact-point", "why": "Asked for by the office."}


def test_seat_of_a_colleague_moves(keeper: Any, ncp_a: Person, officer: Person) -> None:
    address = f"{officer.get_absolute_url()}seats/"
    page = keeper.get(address).content.decode()

    answers = [keeper.post(address, GIVEN).status_code for _press in range(2)]
    point = Seat.objects.get(role="contact-point", administration=officer.administration)
    assert [holding.person for holding in point.holdings.current()] == [ncp_a]
    second = make_person("Sven Second")
    second.assign_role("secretariat", by=None)
    WorkItem.objects.get().decide("accept", by=second)

    assert "Ada Arcadi holds it now and becomes a former holder." in page
    assert answers == [302, 302]
    assert [holding.person for holding in point.holdings.current()] == [officer]
    assert point.holdings.count() == 2
    assert point.steps.latest("pk").why == GIVEN["why"]
    # Without a reason it is not done.
    assert keeper.post(address, GIVEN | {"why": ""}).status_code == 200


def test_regional_seat_of_another_region_is_not_offered(
    keeper: Any, officer: Person, europe: Any
) -> None:
    answer = keeper.post(
        f"{officer.get_absolute_url()}seats/", GIVEN | {"seat": "regional-officer-EUR"}
    )

    assert answer.status_code == 200
    assert not Seat.objects.filter(region=europe).exists()


def test_seat_ends_once(keeper: Any, ncp_a: Person) -> None:
    holding = ncp_a.holdings.current().get()
    address = f"{ncp_a.get_absolute_url()}seats/{holding.pk}/end/"

    assert keeper.post(address).status_code == 200
    answers = [keeper.post(address, {"why": "Moved."}).status_code for _press in range(2)]

    assert answers == [302, 302]
    assert holding.seat.steps.latest("pk").why == "Moved."
    unseated = Event.objects.about(holding.seat).filter(verb="directory.unseat_person")
    assert unseated.count() == 1


def test_seat_of_somebody_else_is_not_ended_under_another_address(
    keeper: Any, ncp_a: Person, ncp_b: Person
) -> None:
    holding = ncp_b.holdings.current().get()

    answer = keeper.post(f"{ncp_a.get_absolute_url()}seats/{holding.pk}/end/")

    assert answer.status_code == 404
    assert ncp_b.holdings.current().count() == 1


def test_deputy_becomes_contact_point_with_both_seats(ncp_a: Person, arcadia: Any) -> None:
    seat(ncp_a, Seat.Kind.DEPUTY, administration=arcadia)

    assert {each.seat.role_id for each in ncp_a.holdings.current()} == {"contact-point", "deputy"}


def test_role_is_given_and_taken_back_once(
    client: Any, administrator: Person, secretariat: Person, officer: Person
) -> None:
    client.force_login(administrator)
    page = officer.get_absolute_url()

    given = [client.post(f"{page}roles/", {"role": "editor"}).status_code for _press in range(2)]
    PendingChange.objects.get().accept(by=secretariat)
    taken = [client.post(f"{page}roles/editor/end/").status_code for _press in range(2)]

    assert (given, taken) == ([302, 302], [302, 302])
    assert verbs(officer)[-4:] == ["ask_change", "assign_role", "accept_change", "end_role"]
    assert officer.role_assignments.count() == 1


def test_stopped_account_takes_no_role(
    client: Any, administrator: Person, suspended: Person
) -> None:
    client.force_login(administrator)

    answer = client.post(f"{suspended.get_absolute_url()}roles/", {"role": "editor"})

    assert answer.status_code == 403
    assert "This account is stopped. Restore it first." in answer.content.decode()


def test_own_account_is_a_colleagues_to_stop(keeper: Any, secretariat: Person) -> None:
    answer = keeper.post(f"{secretariat.get_absolute_url()}suspension/", {"reason": "x"})

    assert answer.status_code == 403
    assert "You cannot do this to your own account." in answer.content.decode()


def test_officer_is_told_why_not(client: Any, ncp_a: Person, ncp_b: Person) -> None:
    client.force_login(ncp_a)

    answer = client.get(f"{ncp_b.get_absolute_url()}suspension/")

    assert answer.status_code == 403
    assert "own account" not in answer.content.decode()
