"""What is ours, and the ways to it: every page of guidance has the same sub-navigation."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Record, Relay
from guidelines.models.figures import count_all
from tests.guidelines.advice import begin, publish, text
from tests.guidelines.answering import give
from tests.people import as_reader

pytestmark = pytest.mark.django_db
ROOM = "/en/guidelines/"
OURS = [f"{ROOM}{path}/" for path in ("manuscripts", "answers", "questions", "running")]


def ways(client: Client, path: str) -> list[str]:
    """Return where the sub-navigation of a page leads."""
    html = client.get(f"{ROOM}{path}").content.decode()
    found = re.search(r'<nav class="subnav".*?</nav>', html, re.DOTALL)
    assert found, path
    return re.findall(r'href="([^"]+)"', found[0])


def something_of_each(person: Person, other: Person, number: int) -> None:
    """Give an administration a text, an answer, a question and an experience that runs."""
    begin(by=person, content=text(Kind.PRACTICE, title=f"Text {number}"))
    give(publish(Kind.PRACTICE, content=text(Kind.PRACTICE, title=f"Use {number}")), person)
    content = text(Kind.EXPERIENCE, title=f"Runs {number}")
    row = publish(Kind.EXPERIENCE, by=person, content=content)
    Record.objects.filter(pk=row.pk).update(running_at=timezone.now())
    Relay.ask(row, by=as_reader(other), text="How?")


def test_page_shows_what_is_ours_and_leads_to_each_list(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    something_of_each(ncp_a, ncp_b, 1)
    begin(by=ncp_b, content=text(Kind.PRACTICE, title="Canary of Borduria"))
    client.force_login(ncp_a)

    html = client.get(f"{ROOM}ours/").content.decode()

    assert [url for url in OURS if f'href="{url}"' not in html] == []
    assert [title for title in ("Text 1", "Use 1", "Runs 1") if title not in html] == []
    assert "Canary of Borduria" not in html


def test_secretariat_meets_texts_and_questions_alone(client: Client, secretariat: Person) -> None:
    client.force_login(secretariat)

    html = client.get(f"{ROOM}ours/").content.decode()

    assert [url for url in OURS if f'href="{url}"' in html] == [OURS[0], OURS[2]]


def test_page_costs_the_same_with_more(client: Client, ncp_a: Person, ncp_b: Person) -> None:
    client.force_login(ncp_a)
    counts = []
    for numbers in ([1], [2, 3]):
        for number in numbers:
            something_of_each(ncp_a, ncp_b, number)
        client.get(f"{ROOM}ours/")
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"{ROOM}ours/")
        counts.append(len(asked))

    ours = page.context["ours"]
    assert [len(ours.texts), len(ours.answers), len(ours.questions), len(ours.running)] == [3] * 4
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("who", "private"),
    [
        ("", set()),
        ("ncp_a", {"manuscripts", "ours"}),
        ("secretariat", {"manuscripts", "ours", "duplicates", "translations"}),
    ],
)
def test_every_page_has_the_same_sub_navigation(
    client: Client, ncp_a: Person, request: Any, who: str, private: set[str]
) -> None:
    row = publish(Kind.PRACTICE, by=ncp_a, marking="clear")
    count_all()
    if who:
        client.force_login(request.getfixturevalue(who))
    pages = ["", "practices/", "figures/", "confidence/", f"{row.public_id}/"]
    pages += [f"{row.public_id}/versions/", f"{row.public_id}/changes/"]
    pages += ["ours/", "questions/", "manuscripts/"] if who else []

    found = {path: ways(client, path) for path in pages}

    assert set(map(tuple, found.values())) == {tuple(found[""])}
    public = {"", "practices", "pitfalls", "experiences", "figures"}
    own = {url.removeprefix(ROOM).strip("/") for url in found[""] if url.startswith(ROOM)}
    assert own == public | private
    assert "/en/technologies/" in found[""]


def test_day_of_review_is_found_by_its_link(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    row = publish(Kind.PRACTICE, by=ncp_a)
    link = f'href="{ROOM}{row.public_id}/review-by/"'
    found = {}
    for person in (ncp_a, secretariat):
        client.force_login(person)
        found[person] = link in client.get(f"{ROOM}{row.public_id}/").content.decode()

    assert found == {ncp_a: False, secretariat: True}


def test_page_of_a_practice_leads_to_its_question(client: Client, ncp_a: Person) -> None:
    row = publish(Kind.PRACTICE, marking="clear")
    link = 'href="#outcomes"'

    visited = client.get(f"{ROOM}{row.public_id}/").content.decode()
    client.force_login(ncp_a)
    asked = client.get(f"{ROOM}{row.public_id}/").content.decode()

    assert (link in visited, link in asked) == (False, True)
