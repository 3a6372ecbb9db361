"""The pages of the hub: what each reader meets, in both languages, whatever is asked."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from hub.models import KINDS
from tests.hub.items import (
    MAKERS,
    for_members,
    make_deliverable,
    make_link,
    make_meeting,
    make_news,
    published,
)

pytestmark = pytest.mark.django_db

LISTS = {
    "news": ("hub:news_list", make_news),
    "meetings": ("hub:meeting_list", make_meeting),
    "deliverables": ("hub:deliverable_list", make_deliverable),
    "links": ("hub:link_list", make_link),
}


@pytest.mark.parametrize("kind", LISTS)
def test_list_shows_visitors_what_is_public_and_published(client: Client, kind: str) -> None:
    name, maker = LISTS[kind]
    published(maker("Seen by everybody"))
    published(maker("Seen by members", **for_members()))
    maker("Seen by keepers")

    page = client.get(reverse(name)).content.decode()

    assert "Seen by everybody" in page
    assert "Seen by members" not in page
    assert "Seen by keepers" not in page


@pytest.mark.parametrize("kind", LISTS)
def test_list_shows_officers_what_is_for_members(client: Client, kind: str, ncp_a: Person) -> None:
    name, maker = LISTS[kind]
    published(maker("Seen by members", **for_members()))
    maker("Seen by keepers")
    client.force_login(ncp_a)

    page = client.get(reverse(name)).content.decode()

    assert "Seen by members" in page
    assert "TLP:GREEN" in page
    assert "Seen by keepers" not in page


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("kind", LISTS)
def test_list_asks_a_fixed_number_of_queries(
    client: Client, kind: str, number: int, django_assert_num_queries: Any
) -> None:
    name, maker = LISTS[kind]
    for each in range(number):
        published(maker(f"Item {each}"))

    # Audiences, rows.
    with django_assert_num_queries(2):
        client.get(reverse(name))


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_list_of_keepers_asks_a_fixed_number_of_queries(
    client: Client, kind: str, number: int, publisher: Person, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        MAKERS[kind](f"Item {each}")
    client.force_login(publisher)

    # Session, person, tokens, audiences, rows, needs.
    with django_assert_num_queries(6):
        client.get(reverse("hub:item_list", args=[kind]))


@pytest.mark.parametrize("maker", [make_news, make_meeting])
def test_page_of_a_draft_is_found_by_keepers_only(
    client: Client, maker: Any, ncp_a: Person, editor: Person
) -> None:
    address = maker("Draft words").get_absolute_url()

    visitor = client.get(address)
    client.force_login(ncp_a)
    officer = client.get(address)
    client.force_login(editor)
    keeper = client.get(address)

    assert (visitor.status_code, officer.status_code, keeper.status_code) == (302, 404, 200)
    assert "Draft words" in keeper.content.decode()


def test_page_of_news_escapes_what_was_written(client: Client) -> None:
    news = published(make_news(body_en="<script>alert(1)</script>\n\nSecond", source_title="A & B"))

    page = client.get(news.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</p>" in page


@pytest.mark.parametrize("maker", [make_news, make_meeting])
def test_french_page_shows_the_french_text(client: Client, maker: Any) -> None:
    item = published(maker("Words", french_is_working=True))

    page = client.get(item.get_absolute_url().replace("/en/", "/fr/")).content.decode()

    assert "Words (fr)" in page
    assert 'class="translated' in page


def test_meeting_page_says_both_clocks_to_who_is_signed_in(client: Client, ncp_a: Person) -> None:
    meeting = published(make_meeting(start_time="10:00", zone="Europe/Brussels"))
    Person.objects.filter(pk=ncp_a.pk).update(zone="Asia/Tokyo")
    client.force_login(ncp_a)

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert "Tokyo" in page
    assert page.index("Tokyo") < page.index("Brussels")


@pytest.mark.parametrize(
    "query",
    ["after=x", "before=%00", "sort=;DROP", "after=%ff%fe", "state=%00", "q=" + "a" * 10_000, "%"],
)
@pytest.mark.parametrize("name", [name for name, _maker in LISTS.values()])
def test_list_answers_whatever_is_asked(client: Client, name: str, query: str) -> None:
    assert client.get(f"{reverse(name)}?{query}").status_code == 200


def test_pages_of_a_list_follow_each_other(client: Client) -> None:
    for each in range(26):
        published(make_news(f"Item {each:02}"))

    first = client.get(reverse("hub:news_list"))
    second = client.get(first.context["page"].next)

    assert [row.title for row in second.context["page"]] == ["Item 00"]
