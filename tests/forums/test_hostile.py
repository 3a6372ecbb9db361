"""Too much and too hostile at the form of an answer: said at the field, and the text stays."""

import time
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from directory.models import Person
from forums.models import Post, Topic
from tests.forums.talk import ask
from tests.workspaces.rooms import make_room
from tests.writing.allowed import HOSTILE
from tests.writing.test_limits import TOO_MUCH

# As many of the corpus as a quick run takes; all of them in Chromium, at night.
SOME = sorted(HOSTILE)[::40]


@pytest.fixture
def topic(ncp_a: Person, ncp_b: Person) -> Topic:
    return ask(make_room(ncp_a, ncp_b), ncp_b)


def send(client: Client, topic: Topic, person: Person, body: str) -> Any:
    """Return the answer to a form with this text."""
    client.force_login(person)
    form = {
        "body": body, "language": "en", "voice": "personal", "marking": "amber",
        "token": str(uuid.uuid4()),
    }  # fmt: skip
    return client.post(topic.get_absolute_url(), form)


@pytest.mark.parametrize("name", ["deep quotes", "mentions", "cells", "quotes", "reference bomb"])
def test_too_much_is_said_at_the_field_and_the_text_stays(
    client: Client, topic: Topic, ncp_a: Person, name: str
) -> None:
    typed, words = TOO_MUCH[name]

    page = send(client, topic, ncp_a, typed).content.decode()

    assert words in page
    assert escape(typed.strip()[:200]) in page
    assert not Post.objects.filter(number=2).exists()


def test_paste_of_100_000_lines_is_refused_in_time(
    client: Client, topic: Topic, ncp_a: Person
) -> None:
    begin = time.process_time()

    page = send(client, topic, ncp_a, "word\r\n" * 100_000).content.decode()

    assert time.process_time() - begin < 4
    assert "32\u00a0000 are taken. Shorten it or split it." in page
    assert page.count("word") > 99_000
    assert not Post.objects.filter(number=2).exists()


@pytest.mark.parametrize("name", SOME)
def test_hostile_text_is_posted_and_read_as_words(
    client: Client, topic: Topic, ncp_a: Person, name: str
) -> None:
    sent = send(client, topic, ncp_a, HOSTILE[name])

    assert sent.status_code in (200, 302)
    page = client.get(topic.get_absolute_url()).content.decode()
    for tag in ("<script>alert", "onerror=alert(1)>", "<iframe", 'href="javascript:'):
        assert tag not in page
