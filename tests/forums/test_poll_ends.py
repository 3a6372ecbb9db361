"""Polls that close sooner or later, votes that are taken back, and votes that are missing."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.models import Administration, Person
from forums.models import Ballot, Poll, Topic, Voter
from portal.needs import Due, standing_of
from portal.notifications.models import Event
from portal.refusals import Refused
from tests.forums.voting import OPTIONS, over, put_to_vote, vote
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_room
from workspaces.models import Role, Workspace
from workspaces.models.admission import Today

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


def fresh(poll: Poll) -> Poll:
    return Poll.objects.get(pk=poll.pk)


def missing(person: Person) -> list[Due]:
    """Return the line that says which polls wait for somebody."""
    return [due for due in standing_of(as_reader(person)).due if "your vote" in due.title]


def told() -> list[str]:
    """Return what was told of a poll, in its order."""
    verbs = Event.objects.filter(verb__contains="poll").order_by("pk")
    return list(verbs.values_list("verb", flat=True))


def test_poll_is_closed_early_once_and_told_of(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    poll = put_to_vote(room, ncp_a)
    vote(poll, ncp_b, 1)

    assert fresh(poll).end_at(timezone.now(), by=ncp_a)

    closed = fresh(poll)
    assert (closed.is_over, closed.left_out, told()) == (True, 1, ["forums.close_poll"])
    for verb in (lambda: closed.end_at(timezone.now() + HOUR, by=ncp_a),
                 lambda: closed.take_back(by=as_reader(ncp_b)),
                 lambda: vote(poll, ncp_a, 1)):  # fmt: skip
        with pytest.raises(Refused, match="closed"):
            verb()


def test_poll_is_extended_and_its_followers_are_told(room: Workspace, ncp_a: Person) -> None:
    poll = put_to_vote(room, ncp_a)
    later = poll.closes_at + HOUR

    assert [fresh(poll).end_at(later, by=ncp_a) for _press in range(2)] == [True, False]

    assert (fresh(poll).closes_at, told()) == (later, ["forums.end_poll"])


def test_anonymous_poll_is_closed_with_notice(room: Workspace, ncp_a: Person) -> None:
    poll = put_to_vote(room, ncp_a, is_anonymous=True)

    for moment in (timezone.now(), timezone.now() + HOUR):
        with pytest.raises(Refused, match="another day"):
            fresh(poll).end_at(moment, by=ncp_a)

    tomorrow = timezone.now() + datetime.timedelta(days=1, hours=1)
    assert fresh(poll).end_at(tomorrow, by=ncp_a)
    # One that closes within the day anyway closes no sooner, and may close later.
    soon = timezone.now() + 2 * HOUR
    Poll.objects.filter(pk=poll.pk).update(closes_at=soon)
    with pytest.raises(Refused, match="another day"):
        fresh(poll).end_at(soon - HOUR, by=ncp_a)
    assert fresh(poll).end_at(soon + HOUR, by=ncp_a)


def test_vote_by_name_is_taken_back_while_the_poll_is_open(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    poll = put_to_vote(room, ncp_a, method="ranking")
    vote(poll, ncp_a, 0, 1)
    vote(poll, ncp_b, 1)
    assert (fresh(poll).points, fresh(poll).firsts) == ([3, 5, 0], [1, 1, 0])

    assert [fresh(poll).take_back(by=as_reader(ncp_a)) for _press in range(2)] == [True, False]

    left = fresh(poll)
    assert (left.points, left.firsts, left.votes) == ([0, 3, 0], [0, 1, 0], 1)
    assert (Voter.objects.get().person, Ballot.objects.get().choices) == (ncp_b, [1])
    vote(poll, ncp_a, 2)
    assert fresh(poll).points == [0, 3, 3]


def test_anonymous_vote_is_not_taken_back(room: Workspace, ncp_a: Person) -> None:
    poll = put_to_vote(room, ncp_a, is_anonymous=True)
    vote(poll, ncp_a, 0)

    with pytest.raises(Refused, match="Nobody knows"):
        fresh(poll).take_back(by=as_reader(ncp_a))
    assert fresh(poll).votes == 1


def test_holder_alone_takes_the_vote_of_an_administration_back(
    room: Workspace, arcadia: Administration, ncp_a: Person
) -> None:
    colleague = make_person("Carl Colleague", administration=arcadia)
    admit(room, colleague)
    poll = put_to_vote(room, ncp_a, asks="administrations")
    vote(poll, ncp_a, 0)

    with pytest.raises(Refused, match="holder"):
        fresh(poll).take_back(by=as_reader(colleague))
    assert fresh(poll).take_back(by=as_reader(ncp_a))


def test_poll_needs_the_vote_of_those_whom_it_asks(
    room: Workspace, arcadia: Administration, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    reader, colleague = (make_person(n, administration=arcadia) for n in ("Rob R", "Carl C"))
    admit(room, reader, Role.READER)
    admit(room, colleague)
    poll = put_to_vote(room, ncp_a)
    homes = put_to_vote(room, ncp_a, title="Homes", asks="administrations")
    people = [ncp_a, ncp_b, colleague, reader, officer]

    def waits() -> list[list[str]]:
        return [[due.title for due in missing(each)] for each in people]

    one, two = ["1 poll waits for your vote"], ["2 polls wait for your vote"]
    assert waits() == [two, two, one, [], []]
    # The last day of a room, by the clock of the database.
    Workspace.objects.update(ends_on=Today())
    assert waits() == [two, two, one, [], []]
    (due,) = missing(colleague)
    assert due.day == poll.closes_at.date()

    vote(poll, ncp_a, 0)
    vote(homes, ncp_a, 0)
    assert waits() == [[], two, one, [], []]
    fresh(poll).take_back(by=as_reader(ncp_a))
    Topic.objects.get(pk=homes.topic_id).close(by=ncp_a, why="Enough.")
    assert waits() == [one, one, one, [], []]
    over(poll)
    assert waits() == [[]] * 5


@pytest.mark.parametrize("meanwhile", ["frozen", "removed", "left"])
def test_poll_that_takes_no_vote_needs_none(
    room: Workspace, ncp_a: Person, ncp_b: Person, arcadia: Administration, meanwhile: str
) -> None:
    colleague = make_person("Carl Colleague", administration=arcadia)
    admission = admit(room, colleague)
    poll = put_to_vote(room, ncp_a)
    assert len(missing(colleague)) == 1
    if meanwhile == "frozen":
        room.freeze(by=ncp_a, why="Wait.")
    elif meanwhile == "removed":
        poll.topic.remove(by=ncp_a, why="Names.")
    else:
        admission.end(by=ncp_a)

    assert missing(colleague) == []


def test_polls_that_wait_are_listed_until_one_votes(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    url = reverse("forums:poll_list")
    polls = [put_to_vote(room, ncp_a, title=f"Question {number}") for number in range(3)]
    client.force_login(ncp_b)
    page = client.get(url).content.decode()
    assert [f"Question {number}" in page for number in range(3)] == [True] * 3
    asked = []
    for poll in polls[:2]:
        with CaptureQueriesContext(connection) as statements:
            client.get(url)
        asked.append(len(statements))
        vote(poll, ncp_b, 0)

    assert asked[0] == asked[1]
    page = client.get(url).content.decode()
    assert [f"Question {number}" in page for number in range(3)] == [False, False, True]


def test_pages_close_a_poll_and_take_a_vote_back(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    poll = put_to_vote(room, ncp_a, shows="always")
    end, back = (
        reverse(f"forums:{name}", args=[poll.topic.public_id])
        for name in ("poll_end", "poll_take_back")
    )

    def seen(person: Person) -> str:
        client.force_login(person)
        return client.get(poll.topic.get_absolute_url()).content.decode()

    assert [(end in page, back in page) for page in (seen(ncp_a), seen(ncp_b))] == [
        (True, False), (True, False),
    ]  # fmt: skip
    vote(poll, ncp_b, 0)
    assert back in seen(ncp_b)
    client.post(back, {"ballot": "1", "seen": "0"})
    assert (fresh(poll).votes, fresh(poll).points) == (0, [0] * len(OPTIONS))

    client.force_login(ncp_a)
    wrong: list[dict[str, Any]] = [{"closes": ""}, {"closes": "2020-01-01T10:00"}, {"closes": "x"}]
    assert [client.post(end, values).status_code for values in wrong] == [200] * 3
    assert not fresh(poll).is_over
    # The button closes it whatever stands in the field beside it.
    assert client.post(end, {"closes": "x", "now": "yes"}).status_code == 302
    assert fresh(poll).closed_at is not None
    assert client.post(end, {"now": "yes"}).status_code == 409
    assert "Close it sooner" not in seen(ncp_a)


def test_member_who_opened_it_closes_it_and_no_other(
    client: Client, room: Workspace, arcadia: Administration, ncp_a: Person
) -> None:
    opener, other = (make_person(n, administration=arcadia) for n in ("Olaf Open", "Otto Other"))
    for each in (opener, other):
        admit(room, each)
    poll = put_to_vote(room, opener)
    end = reverse("forums:poll_end", args=[poll.topic.public_id])

    client.force_login(other)
    assert client.post(end, {"now": "yes"}).status_code == 403
    client.force_login(opener)
    assert client.post(end, {"now": "yes"}).status_code == 302
