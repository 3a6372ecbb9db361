"""The page "Why can I see this?": the rule in words, and nothing more than the reader may know."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from portal.home.rule import number_of_readers, readers_in_words
from portal.taxonomy.models import Language
from research.models import Work
from tests.hub.items import for_members, make_news, published
from tests.people import as_reader


@pytest.fixture
def red(db: None, ncp_a: Person, ncp_b: Person) -> Work:
    """A record that two persons are named to read."""
    language = Language.objects.create(code="en", name_en="English", name_fr="anglais", endonym="E")
    work = Work.add(
        by=ncp_a, authors=["A"], title="Red record", year=2026, kind="report", language=language,
        abstract="A", marking="red",
    )  # fmt: skip
    work.publish(by=None)
    for person in (ncp_a, ncp_b):
        work.grant(person, by=None)
    return work


def why(kind: str, public_id: str) -> str:
    """Return the address of the reasons."""
    return reverse("home:why", args=[kind, public_id])


def test_reasons_for_visitors(client: Client, db: None) -> None:
    news = published(make_news())

    page = client.get(why("news", news.public_id))

    assert page.context["readers"] == ["Everybody, signed in or not"]
    assert page.context["reasons"] == ["Everybody reads it, signed in or not."]
    assert page.context["label"].label == "TLP:CLEAR"


def test_reasons_for_officers_name_what_they_hold(client: Client, ncp_a: Person) -> None:
    news = published(make_news(**for_members()))
    client.force_login(ncp_a)

    page = client.get(why("news", news.public_id))

    assert page.context["reasons"] == ["You are an officer of a Member administration."]
    assert page.context["count"] is None


def test_number_of_readers_is_for_the_secretariat(
    client: Client, secretariat: Person, ncp_a: Person, partner: Person
) -> None:
    news = published(make_news(**for_members()))
    client.force_login(secretariat)

    page = client.get(why("news", news.public_id))

    assert page.context["count"] == 2


def test_named_readers_are_counted_not_named(client: Client, red: Work, ncp_b: Person) -> None:
    client.force_login(ncp_b)

    page = client.get(why("work", red.public_id))

    assert page.context["readers"] == ["You, by name", "1 person, by name"]
    assert "Ada Arcadi" not in page.content.decode()


def test_reasons_for_what_one_cannot_read_do_not_exist(
    client: Client, red: Work, officer: Person
) -> None:
    visitor = client.get(why("work", red.public_id)).status_code
    client.force_login(officer)

    assert (visitor, client.get(why("work", red.public_id)).status_code) == (302, 404)


def test_every_token_has_words(ncp_a: Person, arcadia: Administration, europe: object) -> None:
    tokens = {
        "public", "community", "members", "secretariat", "role:editor", "region:EUR", "seat:deputy",
        f"administration:{arcadia.pk}", f"person:{ncp_a.pk}", "person:999999",
    }  # fmt: skip

    said = readers_in_words(tokens, as_reader(ncp_a))

    assert len(said) == len(tokens)
    assert said[-4:] == [
        "Officers of the administration: Arcadia",
        "People who work in the WCO region: Europe",
        "You, by name",
        "1 person, by name",
    ]


def test_number_of_readers_counts_who_holds_a_token(
    ncp_a: Person, officer: Person, ncp_b: Person, arcadia: Administration
) -> None:
    assert number_of_readers({f"administration:{arcadia.pk}"}) == 2
    assert number_of_readers({"public", "members"}) is None
