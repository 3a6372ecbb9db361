"""Guidance on the pages of other rooms: search, feeds, an administration, why one reads it."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from directory.models import Person
from guidelines.contributions import records_of_administration
from guidelines.feeds import new_records
from guidelines.kinds import Kind
from guidelines.leaving import sections
from guidelines.models import Briefing, Pair
from portal.markings.models import Reader
from portal.search.indexing import index_stale
from portal.taxonomy.models import Technology
from tests.guidelines.advice import begin, language, publish, text
from tests.people import as_reader

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        (Kind.PRACTICE, "Best practices"), (Kind.PITFALL, "Pitfalls"),
        (Kind.EXPERIENCE, "Experiences"),
    ],
)  # fmt: skip
def test_record_is_found_in_a_group_of_its_own(client: Client, kind: str, group: str) -> None:
    row = publish(kind, content=text(kind, title="Zebra seals"), marking="clear")
    index_stale()

    html = client.get("/en/search/?q=zebra").content.decode()

    assert f'<h2 id="group-{kind}">{group}' in html
    assert f'<span class="ref">{row.code}</span>' in html
    assert f'href="{row.get_absolute_url()}"' in html


def test_administration_shows_the_records_that_name_it(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    named = publish(Kind.PRACTICE, by=ncp_a, content=text(Kind.PRACTICE, title="Named"))
    for attribution in ("region", "secretariat"):
        publish(Kind.PITFALL, by=ncp_a, attribution=attribution)

    panel = records_of_administration(ncp_a.administration, Reader(as_reader(ncp_b)))

    assert panel is not None
    assert [row["public_id"] for row in panel.rows] == [named.public_id]
    client.force_login(ncp_b)
    assert ncp_a.administration is not None
    html = client.get(ncp_a.administration.get_absolute_url()).content.decode()
    assert named.get_absolute_url() in html
    assert "Nobody owned the data" not in html


def test_feed_holds_what_its_person_may_read(ncp_b: Person, partner: Person) -> None:
    publish(Kind.PRACTICE, content=text(Kind.PRACTICE, title="For all"), marking="clear")
    publish(Kind.PITFALL, content=text(Kind.PITFALL, title="For Members"))

    assert [each.title for each in new_records(as_reader(partner))] == ["For all"]
    assert [each.title for each in new_records(as_reader(ncp_b))] == ["For Members", "For all"]


def test_page_says_why_one_reads_it(client: Client, ncp_b: Person) -> None:
    row = publish(Kind.PITFALL)
    client.force_login(ncp_b)

    html = client.get(row.get_absolute_url()).content.decode()

    why = reverse("home:why", args=["guideline", row.public_id])
    assert why in html
    assert client.get(why).status_code == 200
    assert "All Members" in html


def test_copy_of_own_data_says_codes_in_words(ncp_a: Person, secretariat: Person) -> None:
    row = publish(Kind.EXPERIENCE, by=ncp_a)
    other = publish(Kind.EXPERIENCE, by=ncp_a, content=text(Kind.EXPERIENCE, title="Another"))
    Pair.compare(row, other, by=as_reader(ncp_a), answer="unsure")
    with transaction.atomic():
        Briefing.ask(Technology.objects.get(slug="ai-ml"), by=ncp_a, language="en")

    found = {section.code: section.rows for section in sections(ncp_a)}

    assert [(each["kind"], each["state"]) for each in found["guidelines"]] == [
        ("Experience", "Published")
    ] * 2
    assert [each["do they say the same"] for each in found["guidance-opinions"]] == ["Not sure"]
    assert [each["technology"] for each in found["briefings"]] == ["ai-ml"]
    assert [str(each["state"])[0].isupper() for each in found["briefings"]] == [True]


def test_cells_of_a_folded_table_say_what_they_are(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    risks = [{"risk": "Fire", "answer": "Water"}]
    row = publish(Kind.PRACTICE, by=ncp_a, content=text(Kind.PRACTICE, risks=risks))
    draft = begin(Kind.PRACTICE, by=ncp_a, content=text(Kind.PRACTICE, risks=risks))
    cell = r'<th scope="row">Fire</th>\s*<td data-label="What lessens it">Water</td>'
    client.force_login(ncp_a)
    row.translate("title", "Un titre", language=language("fr"), by=ncp_a)

    for path in (f"{row.public_id}/", f"manuscripts/{draft.public_id}/"):
        page = client.get(f"/en/guidelines/{path}").content.decode()
        assert re.search(cell, page), path
    for path, label in (
        (f"{row.public_id}/translations/", "Sections translated"),
        ("confidence/", "Fewer than three"),
    ):  # fmt: skip
        assert f'<td data-label="{label}' in client.get(f"/en/guidelines/{path}").content.decode()


def test_print_says_what_each_number_counts(client: Client, ncp_a: Person) -> None:
    row = publish(Kind.PRACTICE, marking="clear")
    words = '<span class="small{}">We use this</span>'

    visited = client.get(row.get_absolute_url()).content.decode()
    client.force_login(ncp_a)
    asked = client.get(row.get_absolute_url()).content.decode()

    assert (words.format("") in visited, words.format(" only-print") in asked) == (True, True)
