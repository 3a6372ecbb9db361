"""Guidance on the pages of other rooms: search, feeds, an administration, why one reads it."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from guidelines.contributions import records_of_administration
from guidelines.feeds import new_records
from guidelines.kinds import Kind
from portal.markings.models import Reader
from portal.search.indexing import index_stale
from tests.guidelines.advice import publish, text
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
