"""Who may know of a room, and who reads what stands in it."""

import pytest

from directory.models import Person
from portal.markings.models import Audience, Marking, Readable
from portal.refusals import Refused
from tests.people import as_reader
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Invitation, Lesson, Role, Workspace, assert_not_lower

TEXTS = dict.fromkeys(("happened", "worked", "failed", "instead", "useful_for"), "Words.")


def readers(row: Readable, *people: Person) -> set[str]:
    """Return who of these people reads a row."""
    return {person.given_name for person in people if row.is_readable_by(as_reader(person))}


def stored(row: Readable) -> set[str]:
    """Return the tokens that the row keeps."""
    return set(Audience.objects.get(pk=row.audience_id).tokens)


def test_hidden_room_is_known_to_its_members_and_whoever_is_invited(
    ncp_a: Person, ncp_b: Person, officer: Person, secretariat: Person
) -> None:
    room = make_room(ncp_a)
    everybody = (ncp_a, ncp_b, officer, secretariat)
    assert readers(room, *everybody) == {"Ada"}

    invitation = Invitation.send(room, ncp_b, role=Role.READER, by=ncp_a)
    assert readers(Workspace.objects.get(), *everybody) == {"Ada", "Boris"}

    invitation.decline(by=ncp_b)
    assert readers(Workspace.objects.get(), *everybody) == {"Ada"}


def test_listed_room_is_known_to_officers_and_to_partners_where_it_says_so(
    ncp_a: Person, ncp_b: Person, partner: Person
) -> None:
    room = make_room(ncp_a, is_listed=True, joining="request")
    assert readers(room, ncp_b, partner) == {"Boris"}

    room.revise(by=ncp_a, is_open_to_partners=True)

    assert readers(Workspace.objects.get(), ncp_b, partner) == {"Boris", "Paul"}


def test_item_is_read_by_the_room_and_of_an_open_room_up_to_green_by_officers(
    ncp_a: Person,
) -> None:
    hidden, shown = make_room(ncp_a), make_open_room(ncp_a, name="Open")
    partners = make_open_room(ncp_a, name="Partners", is_open_to_partners=True)

    found = {
        (room.name, marking): {each.split(":")[0] for each in room.readers_of(marking)}
        for room in (hidden, shown, partners)
        for marking in (Marking.GREEN, Marking.AMBER)
    }

    assert found == {
        ("Seals", Marking.GREEN): {"workspace"},
        ("Seals", Marking.AMBER): {"workspace"},
        ("Open", Marking.GREEN): {"workspace", "members"},
        ("Open", Marking.AMBER): {"workspace"},
        ("Partners", Marking.GREEN): {"workspace", "members", "community"},
        ("Partners", Marking.AMBER): {"workspace"},
    }


def test_items_follow_a_room_that_opens_or_closes(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a)
    lesson = Lesson.write(room, by=ncp_a, marking=Marking.GREEN, **TEXTS)
    assert stored(lesson) == {room.token()}

    room.revise(by=ncp_a, is_listed=True, joining="open")
    assert stored(Lesson.objects.get()) == {room.token(), "members"}

    room.revise(by=ncp_a, joining="request")
    assert stored(Lesson.objects.get()) == {room.token()}


def test_label_of_a_room_is_the_highest_of_its_contents_and_never_falls(
    ncp_a: Person, ncp_b: Person
) -> None:
    room = make_room(ncp_a, ncp_b)
    assert room.marking == Marking.CLEAR

    lesson = Lesson.write(room, by=ncp_a, marking=Marking.AMBER, **TEXTS)
    assert Workspace.objects.get().marking == Marking.AMBER

    lesson.relabel(Marking.GREEN, by=ncp_a)
    lesson.save()
    assert (lesson.marking, Workspace.objects.get().marking) == (Marking.GREEN, Marking.AMBER)


def test_only_the_author_lowers_a_label(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, ncp_b)
    lesson = Lesson.write(room, by=ncp_a, marking=Marking.GREEN, **TEXTS)

    with pytest.raises(Refused):
        lesson.relabel(Marking.CLEAR, by=ncp_b)
    lesson.relabel(Marking.AMBER, by=ncp_b)

    assert lesson.marking == Marking.AMBER


def test_copy_never_carries_a_lower_label(ncp_a: Person) -> None:
    source = Lesson(marking=Marking.AMBER)

    for marking in (Marking.AMBER, Marking.AMBER_STRICT, Marking.RED):
        assert_not_lower(source, Lesson(marking=marking))
    for marking in (Marking.CLEAR, Marking.GREEN):
        with pytest.raises(Refused):
            assert_not_lower(source, Lesson(marking=marking))


def test_removed_member_reads_nothing_any_more(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a)
    lesson = Lesson.write(room, by=ncp_a, marking=Marking.AMBER, **TEXTS)
    admission = admit(room, ncp_b)
    assert (readers(lesson, ncp_b), readers(room, ncp_b)) == ({"Boris"}, {"Boris"})

    admission.end(by=ncp_a)

    assert (readers(lesson, ncp_b), readers(room, ncp_b)) == (set(), set())
