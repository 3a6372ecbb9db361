"""Polls: voted in once, counted by name or apart from names, closed and told of."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from directory.models import Administration, Person, Seat
from forums.looking_after import close_polls
from forums.models import Ballot, Option, Poll, Topic, Voter
from forums.models.result import results_of
from forums.polling import poll_of
from portal.audit.models import Event as Logged
from portal.notifications.models import Event
from portal.refusals import Refused
from tests.forums.talk import ask
from tests.forums.voting import members, over, put_to_vote, vote
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Role, Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


def points(poll: Poll) -> tuple[list[int], int]:
    poll.refresh_from_db()
    return poll.points, poll.votes


def test_vote_by_name_counts_once_and_is_changed(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    poll = put_to_vote(room, ncp_a)

    assert [vote(poll, ncp_a, 0), vote(poll, ncp_a, 0), vote(poll, ncp_b, 0)] == [True, False, True]
    assert points(poll) == ([2, 0, 0], 2)
    assert vote(poll, ncp_a, 2)

    assert points(poll) == ([1, 0, 1], 2)
    ballots = Ballot.objects.values_list("voter__person", "choices")
    assert {(person, *choices) for person, choices in ballots} == {(ncp_a.pk, 2), (ncp_b.pk, 0)}
    verbs = Logged.objects.filter(verb__endswith="vote").order_by("pk")
    assert [row.verb for row in verbs] == ["forums.vote", "forums.vote", "forums.change_vote"]
    assert {str(row.detail) for row in verbs} == {"{}"}


def test_anonymous_vote_leaves_no_trace_of_what_was_chosen(
    room: Workspace, ncp_a: Person, arcadia: Administration
) -> None:
    poll = put_to_vote(room, ncp_a, is_anonymous=True)
    people = members(room, arcadia, 3)
    before = rows_of_every_table()

    for person, choice in zip(people, (0, 0, 2), strict=True):
        assert vote(poll, person, choice)

    assert points(poll) == ([2, 0, 1], 3)
    written = {table for table, rows in rows_of_every_table().items() if rows != before[table]}
    # Who voted; that somebody did; the count. Nothing else in any table of the portal.
    assert written == {"forums_voter", "audit_event", "forums_poll"}
    assert not Ballot.objects.exists()
    assert columns("forums_voter") == {"id", "poll_id", "person_id", "administration_id"}
    log = Logged.objects.filter(verb="forums.vote")
    assert {(row.detail == {}, row.object_type) for row in log} == {(True, "forums.topic")}


def test_row_of_the_count_changes_whatever_is_chosen(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    """The last transaction that wrote a row is a hidden column: it must tell nothing either."""
    poll = put_to_vote(room, ncp_a, is_anonymous=True)
    touched = set()
    for person, choice in ((ncp_a, 0), (ncp_b, 2)):
        vote(poll, person, choice)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM forums_poll WHERE id = %s",
                           [poll.pk])  # fmt: skip
            touched.add(cursor.fetchone())
    assert touched == {(1,)}


def test_anonymous_vote_cannot_be_changed(room: Workspace, ncp_a: Person) -> None:
    poll = put_to_vote(room, ncp_a, is_anonymous=True)

    assert vote(poll, ncp_a, 0)
    assert not vote(poll, ncp_a, 1)

    assert points(poll) == ([1, 0, 0], 1)


def test_anonymous_poll_is_shown_from_five_votes_on_in_steps(
    room: Workspace, ncp_a: Person, arcadia: Administration
) -> None:
    poll = put_to_vote(room, ncp_a, is_anonymous=True, shows="always")
    people = members(room, arcadia, 7)
    seen = []
    for person in people:
        vote(poll, person, 1)
        shown = poll_of(poll.topic, as_reader(ncp_a))
        assert shown
        seen.append((shown.counted if shown.lines else None, shown.poll.votes))

    assert seen == [(None, 1), (None, 2), (None, 3), (None, 4), (5, 5), (5, 6), (5, 7)]
    over(poll)
    shown = poll_of(poll.topic, as_reader(ncp_a))
    assert shown
    assert [line.points for line in shown.lines] == [0, 7, 0]


def test_few_anonymous_votes_are_not_shown_after_the_end(room: Workspace, ncp_a: Person) -> None:
    poll = put_to_vote(room, ncp_a, is_anonymous=True)
    vote(poll, ncp_a, 1)
    over(poll)

    shown = poll_of(poll.topic, as_reader(ncp_a))

    assert shown
    assert (shown.lines, shown.is_too_small) == ([], True)
    assert results_of(Topic.objects.get()) == []


def test_several_options_up_to_the_most(room: Workspace, ncp_a: Person, ncp_b: Person) -> None:
    poll = put_to_vote(room, ncp_a, method="several", most=2)

    vote(poll, ncp_a, 0, 2)
    vote(poll, ncp_b, 2)

    assert points(poll) == ([1, 0, 2], 2)
    for refused in ([0, 1, 2], [], [0, 0], [3], [-1]):
        with pytest.raises(Refused):
            vote(poll, ncp_b, *refused)
    assert points(poll) == ([1, 0, 2], 2)


def test_ranking_is_counted_by_borda(
    room: Workspace, ncp_a: Person, arcadia: Administration
) -> None:
    poll = put_to_vote(room, ncp_a, method="ranking", shows="always")
    first, second, third = members(room, arcadia, 3)

    vote(poll, first, 0, 1, 2)
    vote(poll, second, 1, 0)
    vote(poll, third, 1)

    # Three options: 3 points for a first place, 2 for a second, 1 for a third, none without one.
    assert points(poll) == ([5, 8, 1], 3)
    shown = poll_of(poll.topic, as_reader(ncp_a))
    assert shown
    assert [(line.text, line.place, line.firsts) for line in shown.lines] == [
        ("Dakar", 1, 2), ("Brussels", 2, 1), ("Online", 3, 0),
    ]  # fmt: skip
    vote(poll, third, 0, 2)
    assert points(poll) == ([8, 5, 3], 3)


def test_equal_points_share_their_place(room: Workspace, ncp_a: Person, ncp_b: Person) -> None:
    poll = put_to_vote(room, ncp_a, ["One", "Two", "Three"], method="ranking", shows="always")
    vote(poll, ncp_a, 0, 1)
    vote(poll, ncp_b, 1, 0)

    shown = poll_of(poll.topic, as_reader(ncp_a))

    assert shown
    assert [(line.text, line.place) for line in shown.lines] == [
        ("One", 1), ("Two", 1), ("Three", 3)
    ]  # fmt: skip


def test_administration_votes_once_by_a_holder_and_amends(
    room: Workspace, ncp_a: Person, ncp_b: Person, arcadia: Administration
) -> None:
    colleague = make_person("Carl Colleague", administration=arcadia)
    admit(room, colleague)
    poll = put_to_vote(room, ncp_a, asks="administrations")
    with pytest.raises(Refused, match="holder of its seat"):
        vote(poll, colleague, 0)

    assert vote(poll, ncp_a, 0)
    Seat.objects.get(administration=arcadia, role="contact-point").give_to(colleague, by=None)
    assert vote(poll, colleague, 1)

    assert points(poll) == ([0, 1, 0], 1)
    voter = Voter.objects.get()
    assert (voter.administration, voter.person) == (arcadia, colleague)
    with pytest.raises(Refused, match="holder"):
        vote(poll, ncp_a, 0)


def test_partner_has_no_vote_where_administrations_are_asked(
    ncp_a: Person, ncp_b: Person, partner: Person
) -> None:
    room = make_open_room(ncp_a, ncp_b, is_open_to_partners=True)
    admit(room, partner)
    poll = put_to_vote(room, ncp_a, asks="administrations")

    with pytest.raises(Refused, match="holder"):
        vote(poll, partner, 0)


def test_base_counts_those_asked_and_not_those_who_only_read(
    room: Workspace, ncp_a: Person, ncp_b: Person, arcadia: Administration
) -> None:
    admit(room, make_person("Rita Reader", administration=arcadia), Role.READER)
    voter, silent = members(room, arcadia, 2)
    persons = put_to_vote(room, ncp_a)
    homes = put_to_vote(room, ncp_a, asks="administrations")
    vote(persons, voter, 0)
    vote(homes, ncp_b, 0)

    def base(poll: Poll) -> tuple[int, int]:
        shown = poll_of(poll.topic, as_reader(ncp_a))
        assert shown
        return shown.base, shown.poll.missing

    assert (base(persons), base(homes)) == ((4, 3), (2, 1))
    room.admissions.get(person=voter).end(by=ncp_a, why="Moved on")
    assert base(persons) == (4, 3)
    over(persons)
    close_polls()
    room.admissions.get(person=silent).end(by=ncp_a, why="Moved on")
    assert base(persons) == (4, 3)


def test_page_of_each_reader_says_what_is_theirs(
    room: Workspace, ncp_a: Person, ncp_b: Person, borduria: Administration
) -> None:
    colleague, guest = make_person("Carl Colleague", administration=borduria), make_person("Gil G")
    other = make_room(ncp_a, name="Other")
    for person in (colleague, guest):
        admit(room, person)
    persons, homes = put_to_vote(room, ncp_a), put_to_vote(room, ncp_a, asks="administrations")
    alone = put_to_vote(other, ncp_a)
    for poll, voter, choice in ((persons, ncp_a, 0), (persons, guest, 2), (homes, ncp_b, 1)):
        vote(poll, voter, choice)

    def seen(poll: Poll, person: Person) -> tuple[list[int] | None, bool, bool, int]:
        shown = poll_of(poll.topic, as_reader(person))
        assert shown
        return shown.poll.own, shown.poll.has_voted, shown.poll.signs, shown.poll.missing

    # One statement is kept for all of them.
    people = (ncp_a, ncp_b, colleague, guest)
    assert [[seen(poll, person) for person in people] for poll in (persons, homes, alone)] == [
        [([0], True, True, 2), (None, False, True, 2), (None, False, False, 2),
         ([2], True, False, 2)],
        [(None, False, True, 1), ([1], True, True, 1), ([1], True, False, 1),
         (None, False, False, 1)],
        [(None, False, True, 1), (None, False, True, 1), (None, False, False, 1),
         (None, False, False, 1)],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shows", "before", "after"),
    [("always", True, True), ("voted", False, True), ("closed", False, False)],
)
def test_result_is_shown_when_the_poll_says(
    shows: str, before: bool, after: bool, room: Workspace, ncp_a: Person
) -> None:
    poll = put_to_vote(room, ncp_a, shows=shows)

    def is_shown() -> bool:
        shown = poll_of(poll.topic, as_reader(ncp_a))
        return bool(shown and shown.lines)

    seen = [is_shown()]
    vote(poll, ncp_a, 0)
    assert [*seen, is_shown()] == [before, after]
    over(poll)
    assert is_shown()


def test_late_vote_is_refused_with_the_moment_and_its_zone(room: Workspace, ncp_a: Person) -> None:
    poll = over(put_to_vote(room, ncp_a))

    with timezone.override("Africa/Dakar"), pytest.raises(Refused) as caught:
        vote(poll, ncp_a, 0)

    assert "closed on" in str(caught.value)
    assert "(Africa/Dakar)" in str(caught.value)
    assert points(poll) == ([0, 0, 0], 0)


def test_poll_is_closed_and_told_of_once(room: Workspace, ncp_a: Person, ncp_b: Person) -> None:
    poll = put_to_vote(room, ncp_a)
    other = put_to_vote(room, ncp_a, title="Another")
    vote(poll, ncp_b, 0)
    over(poll)

    assert [close_polls(), close_polls()] == [1, 0]

    poll.refresh_from_db()
    other.refresh_from_db()
    assert (poll.closed_at is not None, poll.left_out, other.closed_at) == (True, 1, None)
    told = Event.objects.filter(verb="forums.close_poll")
    assert [event.object_id for event in told] == [poll.topic_id]
    document = poll.topic.search_document()
    assert document
    assert "Brussels: 1" in document.bodies["en"]
    unclosed = other.topic.search_document()
    assert unclosed
    assert "Brussels" not in unclosed.bodies["en"]


def test_held_poll_takes_no_vote_and_is_not_told_of(
    ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    open_room = make_open_room(ncp_a, ncp_b)
    admit(open_room, officer)
    poll = put_to_vote(open_room, officer)
    assert poll.topic.state == "held"
    shown = poll_of(poll.topic, as_reader(ncp_a))
    assert shown
    assert (shown.form, "Nobody votes in it" in shown.refused) == (None, True)
    over(poll)

    assert close_polls() == 0

    assert poll.topic.posts.get().release(by=ncp_a)
    assert close_polls() == 1


def test_options_and_rules_change_until_somebody_votes(room: Workspace, ncp_a: Person) -> None:
    poll = put_to_vote(room, ncp_a)
    rules = {"method": "several", "most": 1}

    poll.revise(by=ncp_a, options=["One", "Two"], rules=rules)
    poll = Poll.objects.get()
    assert list(Option.objects.values_list("text", flat=True)) == ["One", "Two"]
    assert (poll.method, poll.points) == ("several", [0, 0])
    vote(poll, ncp_a, 1)

    with pytest.raises(Refused, match="has voted"):
        poll.revise(by=ncp_a, options=["Three", "Four"], rules=rules)


def test_those_who_did_not_vote_are_reminded_once_in_three_working_days(
    room: Workspace, ncp_a: Person, ncp_b: Person, arcadia: Administration
) -> None:
    admit(room, make_person("Rita Reader", administration=arcadia), Role.READER)
    voter, silent = members(room, arcadia, 2)
    poll = put_to_vote(room, ncp_a, is_anonymous=True)
    vote(poll, voter, 0)
    # A Monday.
    with time_machine.travel(datetime.datetime(2030, 1, 7, 9, tzinfo=datetime.UTC), tick=False):
        Poll.objects.update(closes_at=timezone.now() + datetime.timedelta(days=30))
        poll.remind(by=ncp_b)
        assert set(Event.objects.get(verb="forums.remind_vote").people) == {
            ncp_a.pk, ncp_b.pk, silent.pk
        }  # fmt: skip
        with pytest.raises(Refused, match="already"):
            poll.remind(by=ncp_b)
    with time_machine.travel(datetime.datetime(2030, 1, 10, 9, tzinfo=datetime.UTC), tick=False):
        poll.remind(by=ncp_b)
    over(poll)
    with pytest.raises(Refused, match="closed"):
        poll.remind(by=ncp_b)


def test_holders_are_reminded_where_administrations_are_asked(
    room: Workspace, ncp_a: Person, ncp_b: Person, arcadia: Administration
) -> None:
    admit(room, make_person("Carl Colleague", administration=arcadia))
    poll = put_to_vote(room, ncp_b, asks="administrations")
    vote(poll, ncp_b, 0)

    poll.remind(by=ncp_b)

    assert Event.objects.get(verb="forums.remind_vote").people == [ncp_a.pk]


def test_topic_that_is_no_poll_asks_nothing(
    room: Workspace, ncp_a: Person, django_assert_num_queries: object
) -> None:
    topic = ask(room, ncp_a)

    with django_assert_num_queries(0):  # type: ignore[operator]
        assert poll_of(topic, ncp_a) is None


def rows_of_every_table() -> dict[str, int]:
    """Return how many rows this transaction has written, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
        )
        return dict(cursor.fetchall())


def columns(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(
            cursor, table
        )}  # fmt: skip
