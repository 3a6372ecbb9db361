"""Feeds by secret address: what they say, to whom, and what they never do."""

import io
import logging
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Administration, Person
from portal.hiding import LineFormatter, hide
from portal.markings.models import Marking
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import FeedToken, tell
from portal.notifications.models.feed import digest_of
from tests.access.cells import written
from tests.hub.items import for_members, make_news, published
from tests.search.conftest import publish_work

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def address(feed: str, person: Person) -> str:
    """Return the path of a new secret address."""
    return reverse("feed", args=[feed, FeedToken.renew(feed, by=person)])


def read(path: str) -> ElementTree.Element:
    """Return an Atom feed as a program without cookies reads it."""
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314 our own answer


def said(feed: ElementTree.Element, name: str = "title") -> list[str | None]:
    """Return what each entry says under a name."""
    return [entry.findtext(f"a:{name}", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]


def test_atom_feed_is_whole(ncp_a: Person) -> None:
    news = published(make_news("Pilot <ends> & begins\nagain"))

    feed = read(address("news", ncp_a))

    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for required in ("id", "title", "updated", "author/a:name"):
        assert feed.findtext(f"a:{required}", namespaces=ATOM)
    assert said(feed) == ["Pilot <ends> & begins again"]
    assert said(feed, "id") == [f"tag:localhost,2026:news/{news.public_id}"]
    assert said(feed, "updated") != [None]
    # HTML that shows the very characters.
    summary = feed.find("a:entry/a:summary", ATOM)
    assert summary is not None
    assert summary.get("type") == "html"
    assert summary.text == "Pilot &lt;ends&gt; &amp; begins again in one sentence."
    links = [link.get("href") for link in feed.iterfind(".//a:link", ATOM)]
    assert links == [
        f"{settings.BASE_URL}/en/",
        f"{settings.BASE_URL}/en/news/{news.public_id}/",
    ]


def test_feed_speaks_the_language_of_its_person(ncp_a: Person) -> None:
    news = published(make_news("Pilot"))
    Person.objects.filter(pk=ncp_a.pk).update(language="fr")

    feed = read(address("news", ncp_a))

    assert said(feed) == ["Pilot (fr)"]
    links = [link.get("href") for link in feed.iterfind("a:entry/a:link", ATOM)]
    assert links == [f"{settings.BASE_URL}/fr/news/{news.public_id}/"]


def test_library_feed_hides_words_by_label(
    ncp_a: Person, ncp_b: Person, arcadia: Administration
) -> None:
    owned = {"administration": arcadia, "authors": ["Secret Author"]}
    publish_work("Clear words")
    publish_work("Green words", marking=Marking.GREEN)
    publish_work("Amber words", marking=Marking.AMBER, **owned)
    strict = publish_work("Strict words", marking=Marking.AMBER_STRICT, **owned)
    red = publish_work("Red words", marking=Marking.RED, **owned)
    red.grant(ncp_a, by=None)

    ours, theirs = address("library", ncp_a), address("library", ncp_b)

    restricted = "A restricted item"
    assert said(read(ours)) == [restricted, restricted, "Green words", "Clear words"]
    assert said(read(theirs)) == ["Green words", "Clear words"]
    body = Client().get(ours).content.decode()
    assert strict.get_absolute_url() in body
    for words in ("Amber words", "Strict words", "Red words", "Secret Author", red.public_id):
        assert words not in body


def test_inbox_feed_hides_words_by_label(
    ncp_a: Person, arcadia: Administration, django_assert_num_queries: Any
) -> None:
    def say(work: Any) -> None:
        tell("research.publish_work", kind="library", on=work, by=None, people=[ncp_a.pk])

    red = publish_work("Red words", marking=Marking.RED)
    red.grant(ncp_a, by=None)
    red.refresh_from_db()
    say(publish_work("Clear words"))
    say(publish_work("Amber words", marking=Marking.AMBER, administration=arcadia))
    say(red)
    dispatch_waiting()
    path = address("inbox", ncp_a)

    # The secret, the rights, the audiences, the lines, and one for the records they are about.
    with django_assert_num_queries(5):
        body = Client().get(path).content.decode()

    told = said(read(path))
    assert told[0] == "A restricted item"
    assert "Clear words" in str(told[1])
    assert len(told) == 2
    assert "Amber words" not in body
    assert "Red words" not in body
    assert red.public_id not in body


def test_rights_are_those_of_the_moment(ncp_a: Person, secretariat: Person) -> None:
    news = published(make_news("For members", **for_members()))
    path = address("news", ncp_a)
    assert said(read(path)) == ["For members"]

    news.withdraw(by=secretariat)

    assert said(read(path)) == []


def refusals(paths: list[str]) -> set[tuple[Any, ...]]:
    """Return the distinct answers to these addresses: their status, body and headers."""
    responses = [Client().get(path) for path in paths]
    return {
        (response.status_code, response.content, str(sorted(response.headers.items())))
        for response in responses
    }


def test_whatever_opens_no_feed_answers_alike(
    ncp_a: Person, ncp_b: Person, secretariat: Person, ncp_without_factor: Person,
    unconfirmed: Person, partner: Person,
) -> None:  # fmt: skip
    published(make_news("Pilot"))
    news = address("news", ncp_a)
    token = news.split("/")[-2]
    ended, renewed = address("library", ncp_a), address("meetings", ncp_a)
    FeedToken.end("library", by=ncp_a)
    FeedToken.renew("meetings", by=ncp_a)
    gone, left = address("news", ncp_b), address("news", partner)
    ncp_b.suspend(by=secretariat, reason="Lost.")
    partner.retire(by=secretariat)

    found = refusals(
        [
            "/feeds/news/" + "q" * len(token) + "/",
            # The secret of one feed opens no other.
            f"/feeds/meetings/{token}/",
            f"/feeds/inbox/{token}/",
            f"/feeds/nothing/{token}/",
            f"/feeds/news/{digest_of(token)}/",
            f"/feeds/news/{token[:-1]}/",
            f"/feeds/news/{token.swapcase()}/",
            f"/feeds/news/{token}%00/",
            "/feeds/news/%00/",
            f"/feeds/%00/{token}/",
            f"/feeds/news/{token}%0d%0aX: y/",
            "/feeds/news/" + "A" * 100_000 + "/",
            "/feeds/" + "a" * 100_000 + f"/{token}/",
            ended,
            renewed,
            gone,
            left,
            address("news", ncp_without_factor),
            address("news", unconfirmed),
        ]
    )

    assert len(found) == 1
    assert next(iter(found))[0] == 404
    assert Client().get(news).status_code == 200


def test_restored_person_reads_again_and_a_revoked_right_ends(
    ncp_a: Person, secretariat: Person
) -> None:
    path = address("news", ncp_a)
    ncp_a.suspend(by=secretariat, reason="Checked.")
    assert Client().get(path).status_code == 404

    ncp_a.restore(by=secretariat)

    assert Client().get(path).status_code == 200


def test_feed_touches_no_session_and_sets_no_cookie(ncp_a: Person, ncp_b: Person) -> None:
    published(make_news("Pilot"))
    path = address("news", ncp_a)
    browser = Client()
    browser.force_login(ncp_b)

    with_session, without = browser.get(path), Client().get(path)

    assert with_session.content == without.content
    for response in (with_session, without):
        assert not response.cookies
        assert not response.wsgi_request.session.accessed
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "ETag" not in response


@pytest.mark.parametrize("feed", ["news", "library", "meetings"])
def test_feed_keeps_nothing_and_asks_little(
    feed: str, ncp_a: Person, django_assert_num_queries: Any
) -> None:
    path = address(feed, ncp_a)
    for number in range(3):
        published(make_news(f"News {number}"))
        publish_work(f"Work {number}")
    before = written()

    with django_assert_num_queries(4):
        Client().get(path)

    assert written() == before
    with django_assert_num_queries(1):
        Client().get("/feeds/news/" + "q" * 32 + "/")


def test_feed_has_fifty_entries_at_most(ncp_a: Person) -> None:
    for number in range(51):
        published(make_news(f"News {number}"))

    assert len(said(read(address("news", ncp_a)))) == 50


def test_secret_stays_out_of_the_log(ncp_a: Person) -> None:
    path = address("news", ncp_a)
    FeedToken.end("news", by=ncp_a)
    said_there = io.StringIO()
    handler = logging.StreamHandler(said_there)
    handler.setFormatter(LineFormatter())
    logging.getLogger("django").addHandler(handler)

    Client().get(path)

    logging.getLogger("django").removeHandler(handler)
    assert "Not Found: /feeds/news/…/\n" in said_there.getvalue()
    assert path.split("/")[-2] not in said_there.getvalue()


def test_log_of_the_portal_hides_secrets() -> None:
    line = settings.LOGGING["formatters"]["line"]

    assert line == {"()": "portal.hiding.LineFormatter"}
    assert {each["formatter"] for each in settings.LOGGING["handlers"].values()} == {"line"}


def test_hiding_leaves_other_addresses() -> None:
    kept = "Not Found: /en/news/abc/ and /en/notifications/feeds/"

    assert hide(kept) == kept
    assert hide("GET /feeds/news/abc?x and /u/abc/") == "GET /feeds/news/…?x and /u/…/"


def test_page_shows_an_address_once_and_ends_it(client: Client, ncp_a: Person) -> None:
    published(make_news("Pilot"))
    client.force_login(ncp_a)
    page = reverse("notifications:feed_list")
    assert "Make an address" in client.get(page).content.decode()

    made = client.post(reverse("notifications:feed_renew", args=["news"]))

    shown = made.context["address"]
    assert shown.startswith(f"{settings.BASE_URL}/feeds/news/")
    assert shown in made.content.decode()
    # Another language would be another page, without it.
    assert made.context["language_urls"] == []
    assert shown not in client.get(page).content.decode()
    path = shown.removeprefix(settings.BASE_URL)
    assert said(read(path)) == ["Pilot"]
    kept = FeedToken.objects.get()
    assert kept.digest == digest_of(path.split("/")[-2])

    client.post(reverse("notifications:feed_end", args=["news"]))

    assert Client().get(path).status_code == 404
    assert client.post(reverse("notifications:feed_end", args=["news"])).status_code == 302
    assert client.post(reverse("notifications:feed_renew", args=["nothing"])).status_code == 404


def test_weak_account_makes_no_address(client: Client, ncp_without_factor: Person) -> None:
    client.force_login(ncp_without_factor)

    page = client.get(reverse("notifications:feed_list")).content.decode()
    made = client.post(reverse("notifications:feed_renew", args=["news"]))

    assert "Make an address" not in page
    assert made.status_code == 403
    assert not FeedToken.objects.exists()


def test_page_costs_the_same_with_addresses(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)
    page = reverse("notifications:feed_list")
    counts = []
    for feeds in (["news"], ["news", "library", "meetings"]):
        for feed in feeds:
            FeedToken.renew(feed, by=ncp_a)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))

    assert counts[0] == counts[1]
