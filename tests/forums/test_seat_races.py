"""Seats change while a position waits: each change sees the other, and none waits crosswise."""

import pytest
from django.db import transaction

from directory.models import Person, Region, Seat, SeatRole, Signing
from forums.models import Post, Topic
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_administration, make_person, seat
from tests.search.conftest import own_database  # noqa: F401 a fixture
from tests.workspaces.races import meanwhile
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.leaving import drop
from workspaces.models import Workspace

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def people(own_database: None) -> list[Person]:  # noqa: F811 the fixture
    """Two holders of seats that sign, and a colleague."""
    region = Region.objects.get_or_create(
        code="EUR", defaults={"slug": "e", "name_en": "E", "name_fr": "E"}
    )[0]
    home = make_administration("XR", "Raceland", region)
    SeatRole.objects.get(code=Seat.Kind.COORDINATOR).revise(by=None, signs=True)
    people = [make_person(f"{name} Race", administration=home) for name in ("Ann", "Ben", "Cy")]
    seat(people[0], Seat.Kind.CONTACT_POINT, administration=home)
    seat(people[1], Seat.Kind.COORDINATOR, administration=home)
    return people


@pytest.fixture
def topic(people: list[Person]) -> Topic:
    """A position of the colleague that waits, with its topic."""
    room: Workspace = make_room(*people[:2])
    admit(room, people[2])
    return ask(room, people[2], "Ours", is_position=True)


def readers(people: list[Person]) -> list[set[str]]:
    """Return who of these reads the one topic, and its one post."""
    return [
        {each.given_name for each in people if rows.readable_by(as_reader(each)).exists()}
        for rows in (Topic.objects.all(), Post.objects.all())
    ]


def test_two_seats_that_end_at_once_leave_no_reader(topic: Topic, people: list[Person]) -> None:
    ann, ben, _cy = people
    assert readers(people) == [{"Ann", "Ben", "Cy"}] * 2

    meanwhile(
        lambda: ann.holdings.get().end(by=None),
        lambda: ben.holdings.get().end(by=None),
    )

    assert readers(people) == [{"Cy"}] * 2


def test_seat_that_ends_while_a_colleague_signs_waits_and_never_crosswise(
    topic: Topic, people: list[Person]
) -> None:
    ann, ben, _cy = people
    signing, held = Signing.objects.get(), Topic.objects.get()

    is_ended = meanwhile(
        held.lock,
        lambda: ben.holdings.get().end(by=None),
        then=lambda: signing.sign(by=as_reader(ann), seen=signing.digest),
    )

    assert (is_ended, Topic.objects.get().state) == (True, "shown")
    assert readers(people) == [{"Ann", "Ben", "Cy"}] * 2


@transaction.atomic
def leave(person: Person) -> None:
    """End an account: its seats first, then its rooms."""
    person.retire(by=None)
    drop(person)


def test_holder_who_leaves_while_somebody_replies_waits_and_never_crosswise(
    topic: Topic, people: list[Person]
) -> None:
    ann, ben, cy = people
    signing = Signing.objects.get()
    signing.sign(by=as_reader(ann), seen=signing.digest)
    other = ask(topic.workspace, cy, "Theirs", is_position=True)
    replied = Topic.objects.select_related("workspace").get(pk=topic.pk)
    answer(replied, cy, "Ours, too.", is_position=True)
    page = Topic.objects.select_related("workspace").get(pk=topic.pk)

    meanwhile(
        Workspace.objects.get(pk=topic.workspace_id).lock,
        lambda: leave(Person.objects.get(pk=ben.pk)),
        then=lambda: answer(page, cy),
    )

    assert topic.posts.count() == 3
    asked = {post.number: post.asked for post in Post.objects.filter(state="unsigned")}
    assert set(map(tuple, asked.values())) == {(ann.pk,)}
    assert Topic.objects.get(pk=other.pk).state == "unsigned"


@pytest.mark.parametrize("how", ["topic", "reply", "release"])
def test_position_drafted_while_a_seat_changes_names_no_former_holder(
    how: str, people: list[Person]
) -> None:
    ann, ben, cy = people
    room = make_open_room(*people[:2]) if how == "release" else make_room(*people[:2])
    admit(room, cy)
    begun = ask(room, ann, "Whose?")
    if how == "release":
        answer(begun, cy, "Ours.", is_position=True)
        assert Post.objects.get(number=2).state == "held"
    drafts = {
        "topic": lambda: ask(room, cy, "Ours", is_position=True),
        "reply": lambda: answer(
            Topic.objects.select_related("workspace").get(), cy, "Ours.", is_position=True
        ),
        "release": lambda: Post.objects.get(number=2).release(by=as_reader(ann)),
    }

    meanwhile(lambda: ben.holdings.get().end(by=None), drafts[how])

    post = Post.objects.get(voice="position")
    assert (post.state, post.asked) == ("unsigned", [ann.pk])
