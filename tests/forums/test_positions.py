"""Positions: what is signed, by whom, and how each of them ends."""

import pytest

from directory.models import Administration, Person, Seat, SeatRole, Signing
from forums.models import Post, Topic
from portal.refusals import Refused
from tests.forums.talk import answer, ask
from tests.forums.test_told import told
from tests.people import as_reader, make_person, seat, second_factor
from tests.workspaces.rooms import admit, make_room
from workspaces.models import Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def carl(arcadia: Administration, room: Workspace) -> Person:
    person = make_person("Carl Colleague", administration=arcadia)
    admit(room, person)
    return person


def fresh(row: Topic | Post) -> Topic | Post:
    return type(row).objects.get(pk=row.pk)


def readers(row: Topic | Post, *people: Person) -> set[str]:
    rows = type(row).objects.filter(pk=row.pk)
    return {each.given_name for each in people if rows.readable_by(as_reader(each)).exists()}


def test_topic_waits_with_its_position_and_its_title_is_signed(
    room: Workspace, ncp_a: Person, ncp_b: Person, carl: Person
) -> None:
    topic = ask(room, carl, "Our share", is_position=True)
    post = topic.posts.get()
    assert (fresh(topic).state, topic.posts_shown) == ("unsigned", 0)
    assert [readers(row, ncp_a, ncp_b, carl) for row in (topic, post)] == [{"Ada", "Carl"}] * 2
    assert told() == {}
    with pytest.raises(Refused, match="title is signed"):
        fresh(topic).revise(by=carl, title="Another")
    with pytest.raises(Refused, match="waits for a signature"):
        answer(fresh(topic), ncp_a)

    signing = Signing.objects.get()
    signing.sign(by=as_reader(ncp_a), seen=signing.digest)

    assert (fresh(topic).state, fresh(post).state, fresh(topic).posts_shown) == (
        "shown", "shown", 1,
    )  # fmt: skip
    assert readers(topic, ncp_b) == readers(post, ncp_b) == {"Boris"}
    with pytest.raises(Refused, match="title is signed"):
        fresh(topic).revise(by=carl, title="Another")
    fresh(topic).revise(by=carl, title=topic.title, deadline=None)


def test_holder_begins_a_topic_with_a_position_at_once(room: Workspace, ncp_a: Person) -> None:
    topic = ask(room, ncp_a, is_position=True)

    assert (fresh(topic).state, fresh(topic).posts_shown) == ("shown", 1)


def test_title_that_changed_under_a_position_is_not_signed(
    room: Workspace, ncp_a: Person, carl: Person
) -> None:
    topic = ask(room, carl, is_position=True)
    Topic.objects.filter(pk=topic.pk).update(title="Another")
    signing = Signing.objects.get()

    with pytest.raises(Refused, match="changed after"):
        signing.sign(by=as_reader(ncp_a), seen=signing.digest)


def test_position_that_is_not_signed_is_left_to_its_author(
    room: Workspace, ncp_a: Person, ncp_b: Person, carl: Person
) -> None:
    reply = answer(ask(room, ncp_b), carl, is_position=True)
    topic = ask(room, carl, "Ours", is_position=True)
    told()

    for signing in Signing.objects.drafts():
        assert signing.withdraw(by=as_reader(ncp_a))

    for row in (reply, topic, topic.posts.get()):
        assert fresh(row).state == "dropped"
        assert readers(row, ncp_a, ncp_b, carl) == {"Carl"}
    assert told() == {"drop_post": {"Colleague"}}


def test_words_of_a_position_are_not_amended_elsewhere(
    room: Workspace, ncp_a: Person, ncp_b: Person, carl: Person
) -> None:
    answer(ask(room, ncp_b), carl, is_position=True)
    signing = Signing.objects.get()

    with pytest.raises(Refused, match="fixed"):
        signing.amend(text="Other words", by=as_reader(carl), seen=signing.digest)
    assert not signing.is_amendable


def test_holder_outside_the_room_signs_nothing_unread(
    room: Workspace, arcadia: Administration, ncp_b: Person, carl: Person
) -> None:
    outside = make_person("Otto Outside", administration=arcadia)
    answer(ask(room, ncp_b), carl, is_position=True)
    Seat.objects.get(administration=arcadia).holdings.get().end(by=None)
    seat(outside, Seat.Kind.CONTACT_POINT, administration=arcadia)
    signing = Signing.objects.get()

    with pytest.raises(Refused, match="reads it there"):
        signing.sign(by=as_reader(outside), seen=signing.digest)


@pytest.mark.parametrize("meanwhile", ["closed", "removed", "frozen"])
def test_position_in_what_takes_nothing_more_is_not_signed(
    room: Workspace, ncp_a: Person, ncp_b: Person, carl: Person, meanwhile: str
) -> None:
    topic = ask(room, ncp_b)
    answer(topic, carl, is_position=True)
    if meanwhile == "closed":
        topic.close(by=ncp_b, why="Decided")
    elif meanwhile == "removed":
        fresh(topic).remove(by=ncp_b, why="Names")
    else:
        room.freeze(by=ncp_b, why="Audit")
    signing = Signing.objects.get()

    with pytest.raises(Refused):
        signing.sign(by=as_reader(ncp_a), seen=signing.digest)


def test_former_holder_reads_nothing_that_was_never_signed(
    room: Workspace, arcadia: Administration, ncp_a: Person, ncp_b: Person, carl: Person
) -> None:
    topic = ask(room, carl, "Ours", is_position=True)
    reply = answer(ask(room, ncp_b), carl, is_position=True)
    rows: list[Topic | Post] = [topic, topic.posts.get(), reply]
    assert [readers(row, ncp_a, carl) for row in rows] == [{"Ada", "Carl"}] * 3
    assert reply.asked == [ncp_a.pk]
    point = Seat.objects.get(administration=arcadia)

    point.holdings.get().end(by=None)

    # Ada is a member of the room still.
    assert [readers(row, ncp_a, carl) for row in rows] == [{"Carl"}] * 3
    heir = make_person("Hera Heir", administration=arcadia)
    admit(room, heir)
    seat(heir, Seat.Kind.CONTACT_POINT, administration=arcadia)
    assert [readers(row, ncp_a, heir, carl) for row in rows] == [{"Hera", "Carl"}] * 3
    for signing in Signing.objects.drafts():
        signing.sign(by=as_reader(heir), seen=signing.digest)
    assert [readers(row, ncp_a, heir, carl) for row in rows] == [{"Ada", "Hera", "Carl"}] * 3


def test_deputy_who_signs_no_more_reads_no_draft(
    room: Workspace, arcadia: Administration, ncp_a: Person, carl: Person
) -> None:
    deputy = make_person("Dora Deputy", administration=arcadia)
    admit(room, deputy)
    seat(deputy, Seat.Kind.DEPUTY, administration=arcadia)
    point = Seat.objects.get(administration=arcadia, role=Seat.Kind.CONTACT_POINT)
    post = ask(room, carl, is_position=True).posts.get()
    seen = [readers(post, ncp_a, deputy)]

    for may_sign in (True, False):
        point.let_deputies_sign(may_sign, by=ncp_a)
        seen.append(readers(post, ncp_a, deputy))

    assert seen == [{"Ada"}, {"Ada", "Dora"}, {"Ada"}]


def heir_of(arcadia: Administration) -> Person:
    """Return who holds the seat of the contact point from now on."""
    heir = make_person("Hera Heir", administration=arcadia)
    return seat(heir, Seat.Kind.CONTACT_POINT, administration=arcadia)


def test_successor_who_joins_the_room_later_signs_what_waits(
    room: Workspace, arcadia: Administration, ncp_a: Person, carl: Person
) -> None:
    post = ask(room, carl, is_position=True).posts.get()
    heir = heir_of(arcadia)
    assert readers(post, ncp_a, heir, carl) == {"Carl"}

    admission = admit(room, heir)

    assert readers(post, ncp_a, heir, carl) == {"Hera", "Carl"}
    admission.end(by=ncp_a)
    assert readers(post, ncp_a, heir, carl) == {"Carl"}
    admit(room, arcadia)
    signing = Signing.objects.get()
    assert signing.sign(by=as_reader(heir), seen=signing.digest)


def test_successor_who_opens_the_account_later_signs_what_waits(
    room: Workspace, arcadia: Administration, ncp_a: Person, carl: Person
) -> None:
    post = ask(room, carl, is_position=True).posts.get()
    heir = make_person(
        "Hera Heir", administration=arcadia, state=Person.State.UNCONFIRMED, factor=False
    )
    point = Seat.objects.get(administration=arcadia)
    point.give_to(heir, by=None)
    admit(room, arcadia)
    assert readers(post, ncp_a, heir, carl) == {"Carl"}

    heir.open_account()
    # Whoever holds a seat reads with a second factor alone.
    assert readers(post, heir) == set()
    second_factor(heir)

    assert readers(post, ncp_a, heir, carl) == {"Hera", "Carl"}
    heir.suspend(by=None, reason="Lost phone")
    assert readers(post, heir) == set()
    heir.restore(by=None)
    assert readers(post, heir) == {"Hera"}


def test_kind_of_seat_that_signs_no_more_reads_no_draft(
    room: Workspace, arcadia: Administration, ncp_a: Person, ncp_b: Person, carl: Person
) -> None:
    topic = ask(room, carl, is_position=True)
    theirs = ask(room, make_member(room, ncp_b.administration), is_position=True)
    rows: list[Topic | Post] = [topic, topic.posts.get(), theirs]
    role = SeatRole.objects.get(code=Seat.Kind.CONTACT_POINT)
    seen = [[readers(row, ncp_a, ncp_b) for row in rows]]

    for signs in (False, True):
        assert role.ask_to_sign(signs, by=None)
        assert role.settle_signing(by=None, is_accepted=True)
        seen.append([readers(row, ncp_a, ncp_b) for row in rows])

    both: list[set[str]] = [{"Ada"}, {"Ada"}, {"Boris"}]
    assert seen == [both, [set()] * 3, both]


def make_member(room: Workspace, home: Administration | None) -> Person:
    """Return an officer of an administration, in the room."""
    person = make_person("Otto Officer", administration=home)
    admit(room, person)
    return person
