"""Every page that can be followed has its button, at few statements."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from portal.notifications.models import Follow
from portal.notifications.registry import Level, followables
from portal.taxonomy.models import Process, Technology
from research.models import Work
from tests.search.conftest import publish_work

pytestmark = pytest.mark.django_db

PAGES: dict[str, Callable[[Work, Person], tuple[str, str]]] = {
    "technology": lambda work, other: ("/en/technologies/ai-ml/", "technology:ai-ml"),
    "administration": lambda work, other: ("/en/directory/administrations/XB/", "region:EUR"),
    "person": lambda work, other: (other.get_absolute_url(), f"person:{other.public_id}"),
    "work": lambda work, other: (work.get_absolute_url(), f"work:{work.public_id}"),
    "author": lambda work, other: (work.get_absolute_url(), "author:asa angstrom"),
    "process": lambda work, other: (work.get_absolute_url(), "process:transit"),
    "news": lambda work, other: (reverse("hub:news_list"), "news:all"),
    "meetings": lambda work, other: (reverse("hub:meeting_list"), "meetings:all"),
    "deliverables": lambda work, other: (reverse("hub:deliverable_list"), "deliverables:all"),
}


@pytest.fixture
def work(db: None) -> Work:
    """A record under a technology and a process."""
    technology = Technology.objects.create(
        slug="ai-ml", name_en="Artificial intelligence", name_fr="Intelligence artificielle",
        group="data-intelligence", status="focus",
    )  # fmt: skip
    process = Process.objects.create(
        slug="transit", name_en="Transit", name_fr="Transit", group="procedures"
    )
    related = {"technologies": [technology], "processes": [process]}
    return publish_work("A work on ports", authors=["Ångström, Åsa"], related=related)


@pytest.mark.parametrize("kind", PAGES)
def test_page_has_a_button_that_follows_it(
    client: Client, ncp_a: Person, ncp_b: Person, work: Work, kind: str,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    address, subject = PAGES[kind](work, ncp_b)
    client.force_login(ncp_a)
    client.get(address)

    # An administration has two lists of people more than the others; of a technology guidance
    # says what is new and what is named most.
    with django_assert_max_num_queries(11 if kind in ("administration", "technology") else 10):
        page = client.get(address).content.decode()

    assert f'name="subject" value="{subject}"' in page
    response = client.post(
        reverse("notifications:follow_set"), {"subject": subject, "next": address}
    )
    assert (response.status_code, response["Location"]) == (302, address)
    assert ncp_a.follows.get().subject == subject


def test_own_card_has_no_button(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    assert "notifications/follows" not in client.get(ncp_a.get_absolute_url()).content.decode()


@pytest.mark.parametrize("kind", [followable.code for followable in followables()])
@pytest.mark.parametrize("keys", [1, 3])
def test_followable_names_what_may_be_read_in_one_query(
    ncp_a: Person, ncp_b: Person, work: Work, arcadia: Administration, kind: str, keys: int,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    (followable,) = (each for each in followables() if each.code == kind)
    there = PAGES[kind](work, ncp_b)[1].partition(":")[2] if kind in PAGES else "1"
    asked = {"administration": "XB", "region": "EUR"}.get(kind, there)
    others = ["zz", "9" * 30, "x\ny"][: keys - 1]

    # Tokens and audiences of the reader, and one.
    with django_assert_max_num_queries(4):
        shown = followable.shown([asked, *others], ncp_a)

    # A search of nobody, and what stands in workspaces that the person is not in.
    # Nor a record of guidance that nobody wrote.
    hidden = {"search", "workspace", "topic", "guideline"}
    assert set(shown) == (set() if kind in hidden else {asked})
    assert Level.NORMAL in followable.levels


def test_button_of_an_old_page_keeps_how_closely_something_is_followed(
    client: Client, ncp_a: Person, work: Work
) -> None:
    subject = f"work:{work.public_id}"
    Follow.set(subject, by=ncp_a, level=Level.MUTED)
    client.force_login(ncp_a)

    client.post(reverse("notifications:follow_set"), {"subject": subject})

    assert Follow.objects.get(person=ncp_a).level == Level.MUTED
