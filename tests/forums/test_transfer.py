"""Moving topics, splitting posts off, merging: who reads then, and what leads where."""

from typing import Any

import pytest

from directory.models import Administration, Person
from forums.models import UNANSWERED, Ask, Plan, Post, ReadMark, Topic, Transfer, Way
from portal.desk.models import Conflict, WorkItem
from portal.markings.models import Marking
from portal.notifications.models import Event, Follow, readers_changed
from portal.refusals import Refused
from portal.search.models import Entry
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Role, Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def other(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b, name="Other")


@pytest.fixture
def colleague(arcadia: Administration, room: Workspace) -> Person:
    person = make_person("Carl Colleague", administration=arcadia)
    admit(room, person)
    return person


def carry(way: str, topic: Topic, by: Person, **values: Any) -> Transfer:
    """Do what was looked at a moment before."""
    plan = plan_of(way, topic, **values)
    return Transfer.carry_out(plan, by=as_reader(by), seen=plan.seen, why="It fits there.")


def plan_of(way: str, topic: Topic, **values: Any) -> Plan:
    topic = Topic.objects.get(pk=topic.pk)
    into = values.get("into")
    if into:
        values["into"] = Topic.objects.get(pk=into.pk)
    values.setdefault("room", values["into"].workspace if into else topic.workspace)
    return Plan(way=Way(way), topic=topic, **values)


def numbers(topic: Topic) -> list[tuple[int, str]]:
    return list(Post.objects.filter(topic=topic).order_by("number").values_list("number", "source"))


def readers(rows: Any, people: list[Person]) -> set[str]:
    return {each.given_name for each in people if rows.readable_by(as_reader(each)).exists()}


def test_moved_topic_is_read_by_the_other_room(
    room: Workspace, other: Workspace, ncp_a: Person, ncp_b: Person, colleague: Person
) -> None:
    ask(other, ncp_a, "There before")
    topic = ask(room, ncp_a)
    reply = answer(topic, colleague)
    people = [ncp_a, ncp_b, colleague]
    entries = Entry.objects.filter(object_type="forums.topic", object_id=topic.pk)
    assert len(readers(entries, people)) == 3
    plan = plan_of("move", topic, room=other)
    assert plan.numbers_of_people == (0, 1)
    assert plan.lost_authors == [colleague.pk]

    carry("move", topic, ncp_b, room=other)

    topic.refresh_from_db()
    assert (topic.workspace, topic.number, topic.last_number) == (other, 2, 2)
    stay = {ncp_a.given_name, ncp_b.given_name}
    for rows in (Topic.objects.filter(pk=topic.pk), Post.objects.filter(pk=reply.pk), entries):
        assert readers(rows, people) == stay
    (lost,) = Event.objects.filter(verb="forums.lose_posts")
    assert (lost.people, lost.object_type) == ([colleague.pk], "workspaces.workspace")
    assert Event.objects.filter(verb="forums.move_topic").count() == 1
    told = Event.objects.get(verb="forums.reply_topic")
    assert told.audience_id == Post.objects.get(pk=reply.pk).audience_id
    assert Transfer.objects.get().posts == 2


@pytest.mark.parametrize("marking", ["amber", Marking.AMBER_STRICT])
def test_nobody_gains_what_is_amber_unless_its_author_moves_it(
    room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person, marking: str
) -> None:
    wider = make_room(ncp_a, ncp_b, name="Wider")
    admit(wider, officer)
    topic = ask(room, ncp_a, marking=marking)
    own = ask(room, ncp_a, "Mine", marking=marking)
    answer(topic, ncp_b)

    with pytest.raises(Refused, match="1 person who does not read it now"):
        carry("move", topic, ncp_a, room=wider)
    with pytest.raises(Refused, match="only its authors"):
        carry("split", topic, ncp_a, room=wider, numbers=(2,), title="Other")
    carry("split", topic, ncp_b, room=wider, numbers=(2,), title="Other")
    carry("move", own, ncp_a, room=wider)

    assert set(Topic.objects.filter(workspace=wider).values_list("marking", flat=True)) == {marking}


def test_label_says_how_far_a_topic_may_go(
    room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person, partner: Person
) -> None:
    community = make_open_room(ncp_a, ncp_b, name="Open", is_open_to_partners=True)
    officers = make_open_room(ncp_a, ncp_b, name="Officers")
    green, clear = ask(room, ncp_b, marking="green"), ask(room, ncp_b, marking="clear")

    with pytest.raises(Refused, match="only its authors"):
        carry("move", green, ncp_a, room=community)
    carry("move", green, ncp_a, room=officers)
    carry("move", clear, ncp_a, room=community)

    rows = Topic.objects.filter(pk__in=[green.pk, clear.pk])
    assert set(rows.readable_by(as_reader(officer))) == {green, clear}
    assert set(rows.readable_by(as_reader(partner))) == {clear}


def test_nothing_of_a_bilateral_room_reaches_others(
    ncp_a: Person, ncp_b: Person, room: Workspace, colleague: Person
) -> None:
    both = make_room(ncp_a, ncp_b, name="Two", kind="bilateral")
    topic = ask(both, ncp_b, marking="clear")

    with pytest.raises(Refused, match="only its authors"):
        carry("move", topic, ncp_a, room=room)


def test_whoever_moderates_one_of_the_rooms_moves_nothing(
    room: Workspace, other: Workspace, ncp_a: Person, colleague: Person
) -> None:
    room.admissions.get(person=colleague).change(by=ncp_a, role=Role.MODERATOR)
    topic = ask(room, ncp_a)

    with pytest.raises(Refused, match="both workspaces"):
        carry("move", topic, colleague, room=other)
    other.archive(by=ncp_a)
    with pytest.raises(Refused, match="read-only"):
        carry("move", topic, ncp_a, room=other)


def test_split_posts_are_numbered_again_and_marks_stay_right(
    room: Workspace, ncp_a: Person, ncp_b: Person, colleague: Person
) -> None:
    topic = ask(room, ncp_a)
    posts = [answer(topic, ncp_b, f"Answer {n}") for n in range(2, 9)]
    quoting = answer(topic, ncp_a, f"> [quote {posts[6].public_id}]\n> Answer 8\n\nYes.")
    assert "Boris Bordur, post 8" in quoting.html
    posts[1].accept(by=ncp_a)
    for person, number in ((ncp_a, 9), (ncp_b, 5), (colleague, 2)):
        ReadMark.objects.update_or_create(
            topic=topic, person=person, defaults={"number": number, "at": topic.started_at}
        )

    transfer = carry("split", topic, ncp_a, numbers=(3, 4, 6), title="Another subject")

    new = transfer.topic
    assert numbers(topic)[:-1] == [
        (1, "What do you do?"), (2, "Answer 2"), (3, "Answer 5"), (4, "Answer 7"), (5, "Answer 8"),
    ]  # fmt: skip
    assert numbers(new) == [(1, "Answer 3"), (2, "Answer 4"), (3, "Answer 6")]
    for each, counts in ((topic, (6, 6)), (new, (3, 3))):
        each.refresh_from_db()
        assert (each.last_number, each.posts_shown) == counts
    marks = ReadMark.objects.values_list("topic", "person", "number")
    assert set(marks) == {
        (topic.pk, ncp_a.pk, 6), (topic.pk, ncp_b.pk, 3), (topic.pk, colleague.pk, 2),
        (new.pk, ncp_a.pk, 3), (new.pk, ncp_b.pk, 2),
    }  # fmt: skip
    assert (topic.outcome, new.outcome, new.author) == ("open", "open", ncp_b)
    quoting.refresh_from_db()
    assert "Boris Bordur, post 5" in quoting.html
    assert f"/posts/{posts[6].public_id}/" in quoting.html
    assert answer(new, ncp_a).number == 4
    assert answer(topic, ncp_a).number == 7


def test_merged_topic_ends_and_its_posts_go_on(
    room: Workspace, ncp_a: Person, ncp_b: Person, colleague: Person
) -> None:
    topic, into = ask(room, ncp_a), ask(room, ncp_b, "The other", source="Here?")
    answer(topic, colleague)
    answer(into, ncp_a, "Yes")
    for number, whose in ((2, into), (1, topic)):
        ReadMark.objects.create(topic=whose, person=ncp_a, number=number, at=topic.started_at)
    ReadMark.objects.create(topic=topic, person=ncp_b, number=2, at=topic.started_at)
    Follow.set(topic.subject, by=as_reader(colleague), level="watching")

    carry("merge", topic, ncp_a, into=into)

    for each in (topic, into):
        each.refresh_from_db()
    assert [number for number, _words in numbers(into)] == [1, 2, 3, 4]
    assert (into.last_number, into.posts_shown, into.last_author) == (4, 4, ncp_a)
    assert (topic.state, topic.last_number, topic.posts_shown) == ("merged", 0, 0)
    assert readers(Topic.objects.filter(pk=topic.pk), [ncp_a, ncp_b, colleague]) == set()
    assert list(ReadMark.objects.values_list("topic", "person", "number")) == [
        (into.pk, ncp_a.pk, 3)
    ]
    assert set(Follow.objects.filter(subject=into.subject).values_list("person", "level")) >= {
        (colleague.pk, "watching")
    }
    assert not Follow.objects.filter(subject=topic.subject).exists()
    last = ask(room, ncp_a, "Third")
    carry("merge", into, ncp_a, into=last)
    assert {each.topic for each in Transfer.objects.filter(way=Way.MERGE)} == {last}
    assert last.number == 3


def test_merging_raises_the_label_and_never_lowers_one(
    ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    open_room = make_open_room(ncp_a, ncp_b)
    strict, mild = ask(open_room, ncp_a), ask(open_room, ncp_a, "Mild", marking="green")
    assert plan_of("merge", strict, into=mild).numbers_of_people[0] == 0

    carry("merge", strict, ncp_a, into=mild)

    mild.refresh_from_db()
    assert mild.marking == "amber"
    assert readers(Post.objects.filter(topic=mild), [officer]) == set()
    part = answer(mild, ncp_a).number
    split = carry("split", mild, ncp_a, numbers=(part,), title="Part").topic
    assert split.marking == "amber"


def test_signed_position_moves_only_with_its_topic_and_its_readers(
    room: Workspace, other: Workspace, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    topic, into = ask(room, ncp_b, marking="green"), ask(room, ncp_b, "The other", marking="green")
    post = answer(topic, ncp_a, is_position=True)
    wider = make_open_room(ncp_a, ncp_b, name="Wider")

    with pytest.raises(Refused, match="under the words that it answers"):
        carry("split", topic, ncp_a, numbers=(2,), title="Alone")
    with pytest.raises(Refused, match="under the words that it answers"):
        carry("merge", topic, ncp_a, into=into)
    with pytest.raises(Refused, match="present readers"):
        carry("move", topic, ncp_a, room=wider)
    signing = Post.objects.get(pk=post.pk).signing
    carry("move", topic, ncp_a, room=other)

    post.refresh_from_db()
    assert (post.signing, post.workspace, post.state) == (signing, other, "shown")


def test_what_waits_goes_to_the_moderators_of_the_other_room(
    ncp_a: Person, ncp_b: Person, officer: Person, arcadia: Administration
) -> None:
    open_room = make_open_room(ncp_a, ncp_b, name="Open")
    target = make_room(ncp_a, ncp_b, name="Target")
    new = make_person("Mona Moderator", administration=arcadia)
    admit(target, new, Role.MODERATOR)
    admit(open_room, officer)
    topic = ask(open_room, ncp_a, marking="clear")
    held = answer(topic, officer, "First words")
    reported = answer(topic, ncp_b, "Reported")
    reported.flag(by=ncp_a, why="Off topic")

    carry("move", topic, ncp_a, room=target)

    items = WorkItem.objects.filter(kind__startswith="forums.")
    assert set(items.readable_by(as_reader(new))) == set(items)
    assert items.count() == 2
    # Its author is not in that room: what waits there is its moderators' alone.
    assert not Post.objects.readable_by(as_reader(officer)).filter(pk=held.pk).exists()
    assert not Event.objects.filter(kind="forum", people__contains=[officer.pk]).exists()


def test_what_changed_meanwhile_is_looked_at_again(
    room: Workspace, other: Workspace, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    topic = ask(room, ncp_a)
    plan = plan_of("move", topic, room=other)
    seen = plan.seen
    answer(topic, ncp_b)

    with pytest.raises(Conflict):
        Transfer.carry_out(plan, by=as_reader(ncp_a), seen=seen, why="x")
    assert Topic.objects.get(pk=topic.pk).workspace == room


def test_verbs_of_a_post_that_stands_elsewhere_refuse(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    topic = ask(room, ncp_a)
    post = answer(topic, ncp_b)
    stale = Post.objects.select_related("topic__workspace").get(pk=post.pk)
    carry("split", topic, ncp_a, numbers=(2,), title="Apart")

    with pytest.raises(Refused, match="moved meanwhile"):
        stale.remove(by=ncp_a, reason="Names")
    assert not stale.accept(by=ncp_a)
    readers_changed(stale)


def test_merged_question_asks_nobody_any_more(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    topic, into = ask(room, ncp_a, "One"), ask(room, ncp_a, "Two")
    Ask.send(topic, [ncp_b.pk], by=ncp_a)
    WorkItem.put(UNANSWERED, on=topic, by=None)

    carry("merge", topic, ncp_a, into=into)

    assert [each.state for each in topic.asks.all()] == [Ask.State.OVER]
    assert not WorkItem.objects.standing().exists()


def test_answer_to_a_topic_that_moved_or_merged_meanwhile_is_refused(
    room: Workspace, other: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    moved, merged, into = (ask(room, ncp_a, title) for title in ("One", "Two", "Three"))
    late = {each.pk: Topic.objects.select_related("workspace").get(pk=each.pk)
            for each in (moved, merged)}  # fmt: skip
    carry("move", moved, ncp_a, room=other)
    carry("merge", merged, ncp_a, into=into)

    with pytest.raises(Refused, match="moved meanwhile"):
        answer(late[moved.pk], ncp_b)
    with pytest.raises(Refused, match="merged meanwhile"):
        answer(late[merged.pk], ncp_b)
    assert late[moved.pk].workspace == room
