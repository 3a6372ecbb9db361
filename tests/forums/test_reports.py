"""Reports of posts: decided once, by somebody else, whatever became of who made them."""

import pytest

from directory.models import Administration, Person
from forums import leaving
from forums.models import FLAGGED, Flag, Post
from portal.desk.models import WorkItem
from portal.refusals import Refused
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_person
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


def fresh(post: Post) -> Post:
    return Post.objects.get(pk=post.pk)


def test_reason_is_as_long_as_the_desk_takes_it(
    room: Workspace, ncp_a: Person, carl: Person
) -> None:
    topic = ask(room, carl)
    post = answer(topic, carl)
    for each in (post, topic.posts.get(number=1)):
        each.flag(by=ncp_a, why="Names")
        item = WorkItem.objects.about(FLAGGED, each).get()
        item.decide("remove", by=as_reader(ncp_a), reason="x" * 5000)

    topic.refresh_from_db()
    assert (len(fresh(post).why), len(topic.removed_why)) == (5000, 5000)


def test_report_whose_author_left_the_portal_can_be_ended(
    room: Workspace, ncp_a: Person, ncp_b: Person, carl: Person
) -> None:
    post = answer(ask(room, ncp_b), ncp_b)
    post.flag(by=carl, why="Names")
    leaving.drop(carl)

    item = WorkItem.objects.get(kind=FLAGGED)

    assert item.decide("keep", by=as_reader(ncp_a), seen=item.turn) == "done"


@pytest.mark.parametrize("code", ["keep", "remove"])
def test_moderator_does_not_decide_about_own_words(
    room: Workspace, ncp_a: Person, carl: Person, code: str
) -> None:
    post = answer(ask(room, ncp_a), ncp_a)
    post.flag(by=carl, why="Names")
    item = WorkItem.objects.get(kind=FLAGGED)

    with pytest.raises(Refused, match="Another moderator"):
        item.decide(code, by=as_reader(ncp_a), reason="Mine")
    assert Flag.objects.get().settled_at is None


def test_removal_that_changes_nothing_settles_no_report(
    room: Workspace, ncp_a: Person, ncp_b: Person, carl: Person
) -> None:
    post = answer(ask(room, ncp_a), ncp_b)
    post.flag(by=carl, why="Names")
    Post.objects.filter(pk=post.pk).update(state="returned")

    assert not fresh(post).remove(by=as_reader(ncp_a), reason="Names")

    assert Flag.objects.get().settled_at is None
    assert WorkItem.objects.filter(kind=FLAGGED).waiting().exists()


def test_own_copy_holds_no_words_of_others_that_are_read_no_longer(
    room: Workspace, ncp_a: Person, ncp_b: Person, carl: Person
) -> None:
    answer(ask(room, ncp_a, "Inside"), carl, "My words")
    ask(room, carl, "My topic")
    rows = [str(section.rows) for section in leaving.sections(as_reader(carl))]
    assert ("Inside" in rows[1], room.name in rows[0]) == (True, True)

    room.admissions.get(person=carl).end(by=ncp_a, why="Moved on")

    rows = [str(section.rows) for section in leaving.sections(as_reader(carl))]
    assert ("Inside" in rows[1], room.name in rows[0]) == (False, False)
    assert ("My words" in rows[1], "My topic" in rows[0]) == (True, True)
