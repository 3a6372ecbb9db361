"""Who is removed from a room loses at once what waits for them: mail, lines and feed, too."""

import datetime

import time_machine
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from forums.models import Topic
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Event, FeedToken, Mail, Notification, Preference
from portal.notifications.models.follow import follow_by_itself
from portal.notifications.tasks import send_mails
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_room

TITLE = "Canary share"
# Mails leave on working days.
tuesday = time_machine.travel(datetime.datetime(2026, 11, 24, 10, tzinfo=datetime.UTC))


def waiting(person: Person) -> set[str]:
    """Return the kinds of what waits for a person."""
    lines = Notification.objects.readable_by(as_reader(person)).filter(person=person)
    mails = Mail.objects.filter(person=person, state=Mail.State.DUE)
    return {name for name, rows in (("line", lines), ("mail", mails)) if rows.exists()}


def left(person: Person) -> set[str]:
    """Return the states of the mails to a person once they were to be sent."""
    mails = Mail.objects.filter(person=person, event__verb__startswith="forums.")
    return set(mails.values_list("state", flat=True))


def follow(topic: Topic, *people: Person) -> None:
    """Let people follow a topic, and hear of it by mail at once."""
    for person in people:
        follow_by_itself(topic.subject, person=person)
        Preference.objects.create(person=person, kind="forum", frequency="now")


@tuesday
def test_removed_member_gets_no_mail_that_waits_and_no_feed(
    client: Client, ncp_a: Person, ncp_b: Person, officer: Person, arcadia: Administration
) -> None:
    # A hidden room is named in no mail and no feed: what is lost here could be read there.
    room = make_room(ncp_a, ncp_b, is_listed=True, joining="request")
    member = admit(room, officer)
    topic = ask(room, ncp_a, TITLE, marking="green")
    follow(topic, ncp_b, officer)
    feed = reverse("feed", args=["inbox", FeedToken.renew("inbox", by=officer)])
    answer(topic, ncp_a)
    Event.objects.update(due_at=topic.started_at)
    dispatch_waiting()
    assert (waiting(officer), waiting(ncp_b)) == ({"line", "mail"}, {"line", "mail"})
    assert TITLE in client.get(feed).content.decode()

    member.end(by=ncp_a, why="Moved on")
    Mail.objects.update(due_at=topic.started_at)
    send_mails()

    # Nothing is left to say to one; that of the other leaves.
    assert (left(officer), left(ncp_b)) == ({"empty"}, {"sent"})
    assert TITLE not in client.get(feed).content.decode()
    lines = Notification.objects.readable_by(as_reader(officer)).filter(person=officer)
    assert not lines.filter(event__verb__startswith="forums.").exists()


@tuesday
def test_topic_that_becomes_red_leaves_mails_feeds_and_lines_of_the_others(
    client: Client, ncp_a: Person, ncp_b: Person, officer: Person, arcadia: Administration
) -> None:
    room = make_room(ncp_a, ncp_b, is_listed=True, joining="request")
    named = make_person("Nora Named", administration=arcadia)
    for person in (officer, named):
        admit(room, person)
    topic = ask(room, ncp_a, TITLE, marking="green")
    follow(topic, officer, named)
    feed = reverse("feed", args=["inbox", FeedToken.renew("inbox", by=named)])
    answer(topic, ncp_a)
    Event.objects.update(due_at=topic.started_at)
    dispatch_waiting()

    topic.put_under("red", by=as_reader(ncp_a), people=[named])
    Mail.objects.update(due_at=topic.started_at)
    send_mails()

    # Not even who is named to read it hears of it by mail or by feed.
    assert (left(officer), left(named)) == ({"empty"}, {"empty"})
    assert TITLE not in client.get(feed).content.decode()
    lines = Notification.objects.readable_by(as_reader(officer)).filter(person=officer)
    assert not lines.filter(event__verb__startswith="forums.").exists()
