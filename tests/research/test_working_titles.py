"""A French title that nobody checked says so wherever it is shown."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from directory.models import Administration, Person
from portal.search.models import Kind
from portal.search.tasks import index_stale
from portal.taxonomy.models import Technology
from research.models import Work
from tests.research.conftest import Make

PLACES = ["home", "own home", "technology", "administration", "akin", "search"]


@pytest.fixture
def work(make_work: Make, ai: Technology, arcadia: Administration) -> Work:
    """A record whose French was not checked, beside one about the same."""
    make_work("Other", related={"technologies": [ai]}, title_fr="Autre")
    return make_work(
        "Scanning", related={"technologies": [ai]}, title_fr="Le balayage", french_is_working=True,
        administration=arcadia,
    )  # fmt: skip


def row(client: Client, place: str, language: str, about: dict[str, Any]) -> str:
    """Return the row of the record in one place, as HTML."""
    if place in ("own home", "administration"):
        client.force_login(about["reader"])
    with translation.override(language):
        address = {
            "home": reverse("home:front"),
            "own home": reverse("home:front"),
            "technology": about["technology"].get_absolute_url(),
            "administration": about["administration"].get_absolute_url(),
            "akin": about["other"].get_absolute_url(),
            "search": f"{reverse('search:results')}?q=Scanning+balayage&kind={Kind.WORK}",
        }[place]
    page = client.get(address).content.decode()
    title = "Le balayage" if language == "fr" else "Scanning"
    rows = [part for part in page.split('<li class="entry">')[1:] if f"{title}</a>" in part]
    assert len(rows) == 1, place
    return rows[0].partition("</li>")[0]


@pytest.mark.parametrize("place", PLACES)
def test_working_title_says_so(
    client: Client, work: Work, ai: Technology, arcadia: Administration, ncp_a: Person, place: str
) -> None:
    index_stale()
    about = {
        "reader": ncp_a,
        "technology": ai,
        "administration": arcadia,
        "other": Work.objects.get(title="Other"),
    }
    with translation.override("fr"):
        mark = f"<span>{gettext('working translation')}</span>"

    assert mark in row(client, place, "fr", about)
    assert "working translation" not in row(client, place, "en", about)
    Work.objects.filter(pk=work.pk).update(french_is_working=False)
    if place != "search":
        assert mark not in row(client, place, "fr", about)
