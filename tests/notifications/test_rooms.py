"""What each room tells, of whom and to whom; what nobody did is told to nobody."""

from typing import Any

import pytest
from django.utils.translation import override

from directory.models import Administration, FactorReset, Holding, Person, Seat
from directory.models.administration import Region
from portal.desk.models import Letter
from portal.markings.models import Audience, Marking
from portal.notifications.lines import sentence_of
from portal.notifications.models import Event
from portal.taxonomy.models import Language, Process, Technology
from research.models import Work
from tests.hub.items import make_deliverable, make_link, make_meeting, make_news
from tests.people import make_person, seat

pytestmark = pytest.mark.django_db


def told(*fields: str) -> list[Any]:
    """Return what was told since the last look, oldest first."""
    rows = list(Event.objects.order_by("pk").values_list("verb", *fields))
    Event.objects.all().delete()
    return [row[0] if len(row) == 1 else row for row in rows]


@pytest.fixture
def english(db: None) -> Language:
    return Language.objects.get_or_create(
        code="en", defaults={"name_en": "English", "name_fr": "anglais", "endonym": "English"}
    )[0]


@pytest.fixture
def work(english: Language, editor: Person, arcadia: Administration, africa: Region) -> Work:
    """A draft that is filed under everything."""
    drones = Technology.objects.create(
        slug="drones", name_en="Drones", name_fr="Drones", group="sensing-control", status="focus",
        position=2,
    )  # fmt: skip
    valuation = Process.objects.create(
        slug="valuation", name_en="Valuation", name_fr="Évaluation", group="core-technical"
    )
    work = Work.add(
        by=editor,
        title="A work",
        authors=["Zoë Arcadi", "{Customs of Borduria}"],
        year=2020,
        kind=Work.Type.REPORT,
        language=english,
        abstract="An abstract.",
        marking=Marking.AMBER,
        administration=arcadia,
        related={"technologies": [drones], "processes": [valuation], "regions": [africa]},
    )
    Event.objects.all().delete()
    return work


def test_publication_is_told_to_who_follows_what_it_is_about(
    work: Work, publisher: Person, ncp_b: Person
) -> None:
    work.grant(ncp_b, by=publisher)
    assert told() == []  # a draft is not theirs to read yet

    work.publish(by=publisher)
    work.publish(by=publisher)

    assert told("kind", "subjects", "people", "actor", "audience") == [
        (
            "research.publish_work",
            "library",
            [
                f"work:{work.public_id}", "author:zoe arcadi", "author:customs of borduria",
                "process:valuation", "technology:drones", "administration:XA", "region:WCA",
            ],
            [],
            publisher.pk,
            work.audience_id,
        ),
        ("research.grant_work", "asked", [], [ncp_b.pk], publisher.pk, work.audience_id),
    ]  # fmt: skip


def test_changes_that_nobody_reads_are_not_told(work: Work, editor: Person) -> None:
    work.revise(by=editor, title="A draft is nobody's news")
    work.publish(by=None)
    work.revise(by=editor, source_note="Checked", title="A draft is nobody's news")
    work.revise(by=None, title="The portal itself")
    assert told() == []

    work.revise(by=editor, title="Another title")
    work.revise(by=editor, authors=["Ada Arcadi"])
    work.withdraw(by=editor)
    work.withdraw(by=editor)

    # Edits in a row are one; a withdrawal is told to all who were told of the publication.
    followers = [f"work:{work.public_id}"]
    about = ["process:valuation", "technology:drones", "administration:XA", "region:WCA"]
    assert told("subjects", "count") == [
        ("research.edit_work", followers, 2),
        ("research.withdraw_work", [*followers, "author:ada arcadi", *about], 1),
    ]


def test_grant_is_told_once_to_the_person(work: Work, publisher: Person, ncp_b: Person) -> None:
    work.publish(by=None)
    work.grant(ncp_b, by=publisher)
    work.grant(ncp_b, by=publisher)
    work.grant(ncp_b.administration.group, by=publisher)
    work.revise(by=None, marking=Marking.GREEN)
    work.grant(make_person("Nina New"), by=publisher)  # who reads it anyway is not named

    assert told("kind", "people") == [("research.grant_work", "asked", [ncp_b.pk])]


def test_hub_tells_what_is_published_and_which_dates_change(
    editor: Person, publisher: Person, work: Work
) -> None:
    work.publish(by=None)
    items = [
        make_news(),
        make_meeting(),
        make_deliverable(work=work, technology=work.technologies.get()),
        make_link(),
    ]
    for item in items:
        item.publish(by=publisher)

    assert told("subjects", "kind") == [
        ("hub.publish_news", ["news:all"], "news"),
        ("hub.publish_meeting", ["meetings:all"], "news"),
        (
            "hub.publish_deliverable",
            [f"work:{work.public_id}", "technology:drones", "deliverables:all"],
            "news",
        ),
    ]

    for item in items:
        item.revise(by=editor, title_en="Changed")
        item.publish(by=publisher)

    assert told() == ["hub.change_meeting", "hub.change_deliverable"]
    make_news().publish(by=None)
    assert told() == []


def test_events_follow_what_the_index_does_not_hold(publisher: Person) -> None:
    item = make_deliverable()
    item.publish(by=publisher)

    item.withdraw(by=publisher)

    assert Event.objects.get().audience_id == item.audience_id


def test_desk_tells_handlers_what_arrives_and_authors_what_was_answered(
    ncp_a: Person, moderator: Person
) -> None:
    letter = Letter.write(Letter.Kind.MISTAKE, by=ncp_a, text="Wrong.")
    visitors = Letter.write(Letter.Kind.ACCOUNT, by=None, text="Please.")
    letter.close(by=moderator, reason="Right.")
    letter.close(by=moderator, reason="Right again.")
    visitors.close(by=moderator, reason="Welcome.")

    handlers = ["role:moderator", "role:secretariat"]
    assert told("kind", "reach__tokens", "people", "marking") == [
        ("desk.open_item", "desk", handlers, [], "amber"),
        ("desk.open_item", "desk", handlers, [], "amber"),
        ("desk.close_item", "asked", None, [ncp_a.pk], "amber"),
    ]


def test_directory_tells_of_seats(arcadia: Administration, secretariat: Person) -> None:
    old, new = make_person("Olga Old", administration=arcadia), make_person("Nina New")
    seat(old, Seat.Kind.CONTACT_POINT, administration=arcadia)
    assert told() == []
    place = Seat.objects.get()

    place.give_to(new, by=secretariat)
    place.give_to(new, by=secretariat)

    assert told("kind", "object_id", "people", "subjects") == [
        ("directory.leave_seat", "account", old.pk, [old.pk], []),
        ("directory.receive_seat", "account", new.pk, [new.pk], []),
        ("directory.seat_person", "directory", new.pk, [], [f"person:{new.public_id}"]),
    ]

    place.give_to(old, by=secretariat)
    Event.objects.all().delete()
    holding = Holding.objects.current().get()
    assert [holding.end(by=secretariat), holding.end(by=secretariat)] == [True, False]

    home = [f"person:{old.public_id}", "administration:XA", "region:WCA"]
    assert told("subjects", "detail", "audience") == [
        ("directory.leave_seat", [], {"seat": "contact-point"}, own_audience(old)),
        ("directory.unseat_person", home, {"seat": "contact-point"}, old.audience_id),
    ]


def own_audience(person: Person) -> int:
    """Return the audience of this person alone."""
    return Audience.objects.intern({person.token})


def test_directory_tells_of_people(arcadia: Administration, secretariat: Person) -> None:
    new = Person.enrol(
        by=secretariat, email="nina@customs.example", given_name="Nina", family_name="New",
        administration=arcadia,
    )  # fmt: skip
    assert told() == []

    new.verify(by=secretariat)
    new.revise(by=secretariat, post="Head of risk")
    new.revise(by=new, phone="+1")
    new.revise(by=new, post="Head of data")
    new.suspend(by=secretariat, reason="Left.")
    new.restore(by=secretariat)
    new.retire(by=secretariat)

    keepers = {"secretariat", "role:administrator"}
    events = list(Event.objects.order_by("pk").select_related("audience"))
    # Who left is no longer read by Members; what was told of them follows.
    assert {frozenset(each.audience.tokens) for each in events if each.kind == "directory"} == {
        frozenset(keepers)
    }
    assert told("people") == [
        ("directory.verify_person", []),
        ("directory.change_post", []),
        ("directory.edit_card", [new.pk]),
        ("directory.change_post", []),
        ("directory.retire_person", []),
    ]


@pytest.mark.parametrize(
    ("change", "english", "french"),
    [
        ({"post": "Head of risk"}, "has a new post: Head of risk", "in English: Head of risk"),
        ({"post_fr": "Cheffe"}, "in French: Cheffe", "has a new post: Cheffe"),
        (
            {"post": "Head of risk", "post_fr": "Cheffe"},
            "has a new post: Head of risk",
            "has a new post: Cheffe",
        ),
    ],
)
def test_new_post_is_told_in_the_language_that_changed(
    arcadia: Administration, secretariat: Person, change: dict[str, str], english: str, french: str,
) -> None:  # fmt: skip
    person = make_person("Nina New", administration=arcadia, post="Officer", post_fr="Agente")
    Event.objects.all().delete()

    person.revise(by=secretariat, **change)

    event = Event.objects.get(verb="directory.change_post")
    assert english in sentence_of(event, person)
    with override("fr"):
        said = sentence_of(event, person)
    assert ("Agente" in said) is False
    assert french.rpartition(": ")[2] in said


def test_post_that_reads_the_same_is_no_news(arcadia: Administration, secretariat: Person) -> None:
    person = make_person("Nina New", administration=arcadia, post="Officer")
    Event.objects.all().delete()

    person.revise(by=secretariat, post_fr="Officer")

    assert not Event.objects.filter(verb="directory.change_post").exists()


def test_owner_is_told_what_others_do_to_the_account(
    officer: Person, administrator: Person, secretariat: Person
) -> None:
    officer.assign_role("editor", by=administrator)
    officer.assign_role("editor", by=administrator)
    officer.end_role("editor", by=administrator)
    officer.end_role("editor", by=administrator)
    officer.assign_role("editor", by=None)
    FactorReset.ask(by=secretariat, person=officer, reason="Called.")
    FactorReset.ask(by=secretariat, person=officer, reason="Called.").refuse(by=administrator)

    assert told("kind", "object_type", "people") == [
        (verb, "account", "directory.account", [officer.pk])
        for verb in (
            "directory.receive_role", "directory.lose_role", "directory.ask_factor_reset",
            "directory.refuse_factor_reset",
        )
    ]  # fmt: skip
