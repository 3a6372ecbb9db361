"""What stands around every page: sections, languages, pages of text, errors, what machines ask."""

import re
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, resolve, reverse

from directory.models import Person
from portal.home.context import DESK, language_urls, place_of, section_of
from portal.home.views import errors
from portal.markings.access import permissions
from tests.access.test_matrix import patterns
from tests.forums.talk import ask
from tests.workspaces.rooms import make_room

pytestmark = pytest.mark.django_db

TEXTS = [
    "about", "join", "help", "help_markings", "help_search", "privacy", "terms", "accessibility",
    "names", "styleguide", "styleguide_forms", "styleguide_lists", "styleguide_texts",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", TEXTS)
def test_text_is_there_in_both_languages(
    client: Client, name: str, language: str, django_assert_num_queries: Any
) -> None:
    address = reverse(f"home:{name}").replace("/en/", f"/{language}/")

    with django_assert_num_queries(0):
        page = client.get(address)

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


def words(client: Client) -> list[str]:
    """Return the words of the navigation."""
    page = client.get(reverse("home:about")).content.decode()
    nav = page.partition('<nav class="nav"')[2].partition("</nav>")[0]
    return re.findall(r"<li><a[^>]*>([^<]+)</a>", nav)


def test_navigation_leads_nobody_to_a_wall(client: Client, request: pytest.FixtureRequest) -> None:
    expected = {
        "ncp_a": ["Guidance", "Library", "Directory", "Workspaces", "News and meetings"],
        "partner": ["Guidance", "Library", "Members", "Workspaces", "News and meetings"],
        "ncp_without_factor": ["Guidance", "Library", "Members", "News and meetings"],
        "secretariat": [
            "Guidance",
            "Library",
            "Directory",
            "Workspaces",
            "News and meetings",
            "Desk",
        ],
        "publisher": [
            "Guidance",
            "Library",
            "Directory",
            "Workspaces",
            "News and meetings",
            "Desk",
        ],
        "auditor": ["Guidance", "Library", "Members", "Workspaces", "News and meetings", "Desk"],
    }
    found = {"visitor": words(client)}
    for kind in expected:
        client.force_login(request.getfixturevalue(kind))
        found[kind] = words(client)

    assert found == expected | {
        "visitor": ["Guidance", "Library", "Members", "News and meetings", "About the project"]
    }


@pytest.mark.parametrize(
    "kind", ["secretariat", "editor", "publisher", "moderator", "auditor", "administrator"]
)
def test_every_page_of_the_desk_opens(
    client: Client, kind: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(kind))
    pages = client.get(reverse("home:about")).context["desk_pages"]()

    assert pages
    assert {client.get(address).status_code for _label, address, _here in pages} == {200}


@pytest.mark.parametrize(
    ("path", "french"),
    [
        ("/en/news/?after=x&q=%C3%A9", "/fr/news/?after=x&q=%C3%A9"),
        ("/en/", "/fr/"),
        ("/elsewhere", "/fr/"),
    ],
)
def test_language_switch_keeps_place_and_query(path: str, french: str) -> None:
    assert [url for code, _word, url, _here in language_urls(path) if code == "fr"] == [french]


@pytest.mark.parametrize(
    ("path", "french"),
    [
        ("/en/notifications/feeds/news/address/", "/fr/notifications/feeds/"),
        ("/en/desk/items/qqqqqqqqqqqq/decide/", "/fr/desk/items/qqqqqqqqqqqq/"),
        ("/en/audit/export/?since=2026-01-01", "/fr/audit/"),
        ("/en/news/?after=x", "/fr/news/?after=x"),
    ],
)
def test_language_switch_leads_to_a_page_that_can_be_asked_for(path: str, french: str) -> None:
    request = RequestFactory().post(path)
    request.resolver_match = resolve(request.path)

    urls = language_urls(place_of(request))

    assert [url for code, _word, url, _here in urls if code == "fr"] == [french]


def test_language_switch_after_a_refused_form_opens(client: Client, auditor: Person) -> None:
    client.force_login(auditor)

    refused = client.post(reverse("home:audit_export"), {"who": "nobody@customs.example"})

    assert refused.status_code == 400
    for _code, _word, url, _here in refused.context["language_urls"]:
        assert client.get(url).status_code == 200


def test_signed_in_text_asks_who_one_is_and_what_one_holds(
    client: Client, ncp_a: Person, secretariat: Person, django_assert_num_queries: Any
) -> None:
    client.force_login(ncp_a)
    # Session, person, tokens, needs.
    with django_assert_num_queries(4):
        client.get(reverse("home:about"))
    client.force_login(secretariat)
    # Session, person, tokens, audiences, needs.
    with django_assert_num_queries(5):
        client.get(reverse("home:about"))


def test_page_not_found_is_the_same_for_every_address(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)
    addresses = [
        "/en/nothing/",
        "/en/news/qqqqqqqqqqqq/",
        reverse("home:why", args=["work", "qqqqqqqqqqqq"]),
        "/en/why/nonsense/qqqqqqqqqqqq/",
        "/en/news/%3Cscript%3E/?x=<script>",
    ]

    answers = [client.get(address) for address in addresses]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert b"nothing/" not in answers[0].content


def test_refusal_gives_the_reason(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    page = client.get(reverse("hub:item_list", args=["news"]))

    assert page.status_code == 403
    assert "Editors and Secretariat officers write here." in page.content.decode()


def test_foreign_host_is_refused_with_a_page(client: Client) -> None:
    page = client.get("/en/", headers={"Host": "evil.example"})

    assert page.status_code == 400
    assert b"We could not read this request" in page.content
    assert b"evil.example" not in page.content


@pytest.mark.parametrize(
    ("fault", "status"), [(OperationalError("gone"), 503), (ValueError("broken"), 500)]
)
def test_fault_is_answered_without_the_database(
    fault: Exception, status: int, django_assert_num_queries: Any
) -> None:
    request = RequestFactory().get("/en/")

    with django_assert_num_queries(0):
        try:
            raise fault
        except (OperationalError, ValueError):
            answer = errors.server_error(request)

    assert answer.status_code == status
    assert (answer.headers.get("Retry-After") is not None) == (status == 503)


def test_machines_find_what_they_ask_for(client: Client) -> None:
    robots = client.get("/robots.txt").content.decode().splitlines()
    contact = client.get("/.well-known/security.txt").content.decode()

    assert "Disallow: /fr/directory/" in robots
    assert "Disallow: /en/" not in robots
    assert {line.split(":")[0] for line in contact.splitlines()} == {
        "Contact", "Expires", "Preferred-Languages", "Canonical",
    }  # fmt: skip
    assert client.get("/favicon.ico").headers["Location"].endswith(".svg")


def test_every_page_offers_to_report_a_mistake(client: Client) -> None:
    page = client.get("/en/help/?x=1").content.decode()

    assert f"{reverse('desk:report_add')}?page=/en/help/" in page


def test_every_address_stands_under_one_word_of_the_navigation() -> None:
    found: dict[str, set[str]] = {}
    for name, pattern in patterns():
        namespace = name.rpartition(":")[0]
        match = ResolverMatch(
            pattern.callback, (), {}, pattern.name, namespaces=[namespace] if namespace else []
        )
        if not getattr(pattern.callback, "is_post_only", False):
            found.setdefault(section_of(match), set()).add(namespace)

    assert found == {
        "guidance": {"guidelines"},
        "library": {"research", "search", "taxonomy"},
        "directory": {"directory"},
        "workspaces": {"workspaces", "forums"},
        "hub": {"hub"},
        "about": {"home"},
        "desk": {"desk", "directory", "home", "hub", "notifications", "research", "taxonomy"},
        # A person's own pages, letters to the Secretariat, files, texts of the site, signing in.
        "": {"", "desk", "directory", "files", "home", "notifications", "writing"},
    }


def test_permissions_of_the_desk_have_rules() -> None:
    assert set(permissions()) >= DESK


def test_topic_stands_under_workspaces(client: Client, ncp_a: Person, ncp_b: Person) -> None:
    topic = ask(make_room(ncp_a, ncp_b), ncp_a)
    client.force_login(ncp_a)

    page = client.get(topic.get_absolute_url()).content.decode()

    nav = page.partition('<nav class="nav"')[2].partition("</nav>")[0]
    assert re.findall(r'aria-current="page">([^<]+)', nav) == ["Workspaces"]
