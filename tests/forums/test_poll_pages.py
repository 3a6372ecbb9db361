"""The pages of polls: begun, voted in, amended, refused, read by name and reminded."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Administration, Person
from forums.models import Ballot, Option, Poll, Topic
from portal.home.models import HeldForm
from portal.notifications.models import Event
from portal.writing.models import Draft
from tests.forums.talk import ask
from tests.forums.voting import members, over, put_to_vote, vote
from tests.people import make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Role, Workspace

SOON = datetime.timedelta(days=3)


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def signed_in(client: Client, ncp_a: Person) -> Client:
    client.force_login(ncp_a)
    return client


def poll_form(**values: Any) -> dict[str, Any]:
    """Return what the browser sends of a new poll."""
    return {
        "kind": "poll", "title": "Where do we meet?", "body": "Say where.", "language": "en",
        "marking": "amber", "voice": "personal", "poll_options": "Brussels\n\n Dakar \r\nOnline",
        "poll_method": "single", "poll_naming": "named", "poll_asks": "persons",
        "poll_shows": "closed", "poll_closes": f"{timezone.now() + SOON:%Y-%m-%dT%H:%M}",
        "token": "7a2f2a4e-0000-4000-8000-000000000009",
    } | values  # fmt: skip


def add(client: Client, room: Workspace, **values: Any) -> Any:
    address = reverse("forums:topic_add", args=[room.public_id])
    return client.post(address, poll_form(**values))


def at(name: str, poll: Poll) -> str:
    return reverse(f"forums:{name}", args=[poll.topic.public_id])


def test_poll_is_begun_once_and_voted_in(signed_in: Client, room: Workspace) -> None:
    for _press in range(2):
        assert add(signed_in, room).status_code == 302
    poll = Poll.objects.get()
    assert list(Option.objects.values_list("text", flat=True)) == ["Brussels", "Dakar", "Online"]
    page = signed_in.get(poll.topic.get_absolute_url()).content.decode()
    assert "0 of 2 members voted; 2 did not." in page
    assert "You may change your vote until the poll closes." in page

    for _press in range(2):
        sent = signed_in.post(at("poll_vote", poll), {"ballot": "1", "seen": "0"})
        assert sent.headers["Location"] == f"{poll.topic.get_absolute_url()}#poll"

    poll.refresh_from_db()
    assert (poll.points, poll.votes) == ([0, 1, 0], 1)
    page = signed_in.get(poll.topic.get_absolute_url()).content.decode()
    assert ("Change the vote" in page, "<progress" in page) == (True, False)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"poll_options": "One"}, "from 2 to 12"),
        ({"poll_options": "\n".join(f"Option {n}" for n in range(13))}, "from 2 to 12"),
        ({"poll_options": "One\nONE"}, "stands there twice"),
        ({"poll_options": f"One\n{'x' * 121}"}, "at most 120 characters"),
        ({"poll_options": "One\nTw\u200bo"}, "cannot be seen"),
        ({"poll_options": ""}, "Write the options"),
        ({"poll_options": "x\n" * 100_000}, "at most"),
        ({"poll_closes": ""}, "Say when the poll closes."),
        ({"poll_closes": "2001-01-01T10:00"}, "Choose a later moment"),
        ({"poll_closes": "9999-12-31T23:59"}, "Choose a later moment"),
        ({"poll_method": "several", "poll_most": "4"}, "fewer options"),
        ({"poll_method": "lottery"}, "lottery"),
        ({"poll_naming": "anonymous", "poll_asks": "administrations"}, "vote by name"),
    ],
)
def test_poll_that_does_not_fit_is_said_and_kept(
    signed_in: Client, room: Workspace, values: dict[str, str], says: str
) -> None:
    page = add(signed_in, room, **values)

    assert (page.status_code, says in page.content.decode()) == (200, True)
    assert not Topic.objects.exists()


def test_what_a_poll_asks_is_no_fault_of_another_topic(signed_in: Client, room: Workspace) -> None:
    assert add(signed_in, room, kind="idea", poll_options="One", poll_closes="").status_code == 302

    assert (Topic.objects.get().kind, Poll.objects.exists()) == ("idea", False)


def test_draft_keeps_the_options(signed_in: Client, room: Workspace) -> None:
    add(signed_in, room, press="save", poll_method="ranking", poll_shows="voted")

    address = reverse("forums:topic_add", args=[room.public_id])
    page = signed_in.get(address).content.decode()

    assert Draft.objects.get().fields["poll_options"] != []
    assert "Brussels" in page
    for chosen in ('value="ranking"', 'value="voted"', 'value="poll"'):
        assert "checked" in page.split(chosen)[1][:90], chosen


def test_closing_time_is_read_and_shown_by_the_own_clock(
    signed_in: Client, room: Workspace, ncp_a: Person
) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(zone="Asia/Tokyo")
    day = timezone.now() + SOON

    add(signed_in, room, poll_closes=f"{day:%Y-%m-%d}T17:00")

    poll = Poll.objects.get()
    assert (poll.closes_at.hour, poll.closes_at.minute) == (8, 0)
    page = signed_in.get(poll.topic.get_absolute_url()).content.decode()
    assert f"Closes {day:%-d %b %Y}, 17:00 (Asia/Tokyo)" in page


def test_late_vote_is_refused_and_said(signed_in: Client, room: Workspace, ncp_b: Person) -> None:
    poll = over(put_to_vote(room, ncp_b))

    late = signed_in.post(at("poll_vote", poll), {"ballot": "1", "seen": "0"})

    assert (late.status_code, "Your vote was not counted." in late.content.decode()) == (409, True)
    poll.refresh_from_db()
    assert poll.votes == 0


@pytest.mark.parametrize(
    ("rules", "sent", "says"),
    [
        ({}, {}, "Choose an option."),
        ({}, {"ballot": "9"}, "Select a valid choice"),
        ({"method": "several", "most": 2}, {"ballot": ["0", "1", "2"]}, "at most 2 options"),
        ({"method": "several"}, {}, "Choose at least one option."),
        ({"method": "ranking"}, {}, "at least one option a place"),
        ({"method": "ranking"}, {"ballot-0": "1", "ballot-1": "1"}, "the same place"),
    ],
)
def test_vote_that_does_not_fit_is_said_beside_it(
    signed_in: Client, room: Workspace, ncp_b: Person, rules: dict[str, Any],
    sent: dict[str, Any], says: str,
) -> None:  # fmt: skip
    poll = put_to_vote(room, ncp_b, **rules)

    page = signed_in.post(at("poll_vote", poll), {"seen": "0"} | sent)

    assert (page.status_code, says in page.content.decode()) == (200, True)
    poll.refresh_from_db()
    assert poll.votes == 0


def test_ranking_takes_a_part_of_the_options(
    signed_in: Client, room: Workspace, ncp_b: Person
) -> None:
    poll = put_to_vote(room, ncp_b, method="ranking", shows="always")

    signed_in.post(
        at("poll_vote", poll), {"ballot-0": "3", "ballot-2": "1", "ballot-1": "", "seen": "0"}
    )

    assert Ballot.objects.get().choices == [2, 0]
    page = signed_in.get(poll.topic.get_absolute_url()).content.decode()
    assert "Counted by Borda: of 3 options, a first place gives 3 points" in page


def test_nobody_is_named_in_an_anonymous_poll(
    client: Client, room: Workspace, ncp_a: Person, arcadia: Administration
) -> None:
    poll = put_to_vote(room, ncp_a, is_anonymous=True, shows="always")
    people = members(room, arcadia, 6)
    for person in people[:5]:
        vote(poll, person, 0)
    client.force_login(ncp_a)

    page = client.get(poll.topic.get_absolute_url()).content.decode()
    reminded = client.post(at("poll_remind", poll), follow=True).content.decode()

    assert "5 of 8 members voted; 3 did not." in page
    assert "<progress" in page
    assert client.get(at("vote_list", poll)).status_code == 404
    assert "Those who did not vote yet are reminded." in reminded
    assert [each.name for each in people if each.name in page + reminded] == []
    assert len(Event.objects.get(verb="forums.remind_vote").people) == 3
    client.force_login(people[0])
    voted = client.get(poll.topic.get_absolute_url()).content.decode()
    assert ("it cannot be changed" in voted, 'name="ballot"' in voted) == (True, False)


def test_vote_is_not_kept_while_somebody_signs_in_again(
    client: Client, room: Workspace, ncp_a: Person
) -> None:
    poll = put_to_vote(room, ncp_a, is_anonymous=True)

    sent = client.post(at("poll_vote", poll), {"ballot": "1", "seen": "0"})

    assert (sent.status_code, HeldForm.objects.exists()) == (302, False)


def test_votes_by_name_are_listed_when_results_are_shown(
    signed_in: Client, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    poll = put_to_vote(room, ncp_b, shows="closed")
    vote(poll, ncp_b, 1)
    assert signed_in.get(at("vote_list", poll)).status_code == 404
    over(poll)

    page = signed_in.get(at("vote_list", poll)).content.decode()

    assert (ncp_b.name in page, "Dakar" in page) == (True, True)


@pytest.mark.parametrize("number", [1, 3])
def test_votes_ask_a_fixed_number_of_queries(
    signed_in: Client, room: Workspace, ncp_b: Person, arcadia: Administration, number: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    poll = put_to_vote(room, ncp_b, shows="always")
    for person in members(room, arcadia, number):
        vote(poll, person, 0)
    signed_in.get(at("vote_list", poll))

    with django_assert_num_queries(8):
        signed_in.get(at("vote_list", poll))


@pytest.mark.parametrize("rules", [{}, {"asks": "administrations"}, {"is_anonymous": True}])
def test_poll_costs_its_topic_one_query(
    signed_in: Client, room: Workspace, ncp_a: Person, rules: dict[str, Any],
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    poll = put_to_vote(room, ncp_a, shows="always", **rules)
    vote(poll, ncp_a, 0)
    signed_in.get(poll.topic.get_absolute_url())

    with django_assert_num_queries(10):
        signed_in.get(poll.topic.get_absolute_url())


def test_question_stays_once_somebody_voted(
    signed_in: Client, room: Workspace, ncp_a: Person
) -> None:
    poll = put_to_vote(room, ncp_a)
    address = at("topic_edit", poll)
    signed_in.post(address, {"title": "Where?", "language": "en"})
    assert Topic.objects.get().title == "Where?"
    vote(poll, ncp_a, 0)

    signed_in.post(address, {"title": "Where not?", "language": "fr"})

    topic = Topic.objects.get()
    assert (topic.title, topic.language) == ("Where?", "fr")
    assert signed_in.post(at("poll_edit", poll), poll_form()).status_code == 409
    assert "Change the poll" not in signed_in.get(topic.get_absolute_url()).content.decode()


def test_poll_is_changed_before_the_first_vote(
    signed_in: Client, room: Workspace, ncp_a: Person
) -> None:
    poll = put_to_vote(room, ncp_a, method="ranking")
    page = signed_in.get(at("poll_edit", poll)).content.decode()
    assert ("Brussels\nDakar\nOnline" in page, 'type="datetime-local"' in page) == (True, True)

    sent = signed_in.post(at("poll_edit", poll), poll_form(poll_options="Yes\nNo"))

    assert sent.headers["Location"] == poll.topic.get_absolute_url()
    assert list(Option.objects.values_list("text", flat=True)) == ["Yes", "No"]


def test_reader_and_reader_of_an_open_room_see_the_poll_without_a_vote(
    client: Client, ncp_a: Person, ncp_b: Person, officer: Person, arcadia: Administration
) -> None:
    open_room = make_open_room(ncp_a, ncp_b)
    poll = put_to_vote(open_room, ncp_a, shows="always")
    Topic.objects.get().revise(by=ncp_a)
    reader = make_person("Rita Reader", administration=arcadia)
    admit(open_room, reader, Role.READER)
    client.force_login(reader)

    page = client.get(poll.topic.get_absolute_url()).content.decode()

    assert ("Its contributors write." in page, 'name="ballot"' in page) == (True, False)
    assert client.post(at("poll_vote", poll), {"ballot": "0", "seen": "0"}).status_code == 403


def test_topic_without_a_poll_has_no_page_of_votes(
    signed_in: Client, room: Workspace, ncp_a: Person
) -> None:
    topic = ask(room, ncp_a)

    for name in ("poll_vote", "vote_list", "poll_edit"):
        address = reverse(f"forums:{name}", args=[topic.public_id])
        assert signed_in.get(address).status_code == 404, name
    remind = reverse("forums:poll_remind", args=[topic.public_id])
    assert signed_in.post(remind).status_code == 404


def test_options_of_others_are_text(signed_in: Client, room: Workspace, ncp_b: Person) -> None:
    poll = put_to_vote(room, ncp_b, ["<b>One</b>", "Two"], shows="always")

    page = signed_in.get(poll.topic.get_absolute_url()).content.decode()

    assert ("<b>One" in page, "&lt;b&gt;One" in page) == (False, True)


def test_vote_on_options_that_were_changed_meanwhile_is_refused(
    signed_in: Client, room: Workspace, ncp_a: Person
) -> None:
    poll = put_to_vote(room, ncp_a)
    poll.revise(by=ncp_a, options=["Paris", "Lomé", "Online"], rules={"shows": "always"})

    refused = signed_in.post(at("poll_vote", poll), {"ballot": "1", "seen": "0"})

    assert (refused.status_code, "changed meanwhile" in refused.content.decode()) == (409, True)
    signed_in.post(at("poll_vote", poll), {"ballot": "1", "seen": "1"})
    poll.refresh_from_db()
    assert poll.points == [0, 1, 0]
