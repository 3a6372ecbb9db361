"""An experience is drafted in ten minutes: few sections are needed, and none to save."""

import pytest
from django.test import Client

from directory.models import Person
from guidelines.forms.content import ContentForm
from guidelines.kinds import Kind
from guidelines.models import Manuscript
from guidelines.text.sections import EXPERIENCE
from tests.guidelines.advice import begin, language

pytestmark = pytest.mark.django_db


def test_experience_needs_eight_sections_of_which_three_are_one_click() -> None:
    needed = [each for each in EXPERIENCE if each.is_needed]

    assert [each.code for each in needed] == [
        "title", "problem", "solution", "progress", "outcome", "lesson", "technologies", "phase",
    ]  # fmt: skip
    assert sum(not each.is_prose for each in needed) == 3


def test_draft_is_saved_with_a_title_alone(client: Client, ncp_a: Person) -> None:
    language()
    client.force_login(ncp_a)
    sent = {"title": "Seals", "language": "en", "marking": "green", "attribution": "secretariat"}

    assert client.post("/en/guidelines/experiences/add/", sent).status_code == 302
    assert Manuscript.objects.get().content["title"] == "Seals"


def test_needed_section_is_not_called_optional() -> None:
    form = ContentForm(kind="experience")

    called = {name for name in form.fields if "(optional)" in form[name].as_field_group()}
    needed = {each.code for each in EXPERIENCE if each.is_needed}
    assert needed & called == set()
    assert {each.code for each in EXPERIENCE} - needed - {"again"} <= called | {"contact"}


def test_counter_of_a_section_ends_where_the_section_does() -> None:
    form = ContentForm(kind="experience", data={"title": "Seals", "problem": "x" * 4001})

    html = form["problem"].as_field_group()
    assert 'data-most="4000"' in html
    assert "maxlength" not in html
    assert "x" * 4001 in html
    assert form.errors["problem"]


def test_needed_sections_come_first_and_the_rest_is_folded(client: Client, ncp_a: Person) -> None:
    language()
    client.force_login(ncp_a)

    page = client.get("/en/guidelines/experiences/add/")
    parts = {each.code: each for each in page.context["form"].parts}

    needed = {code: [field.name for field, _ in each.needed] for code, each in parts.items()}
    assert needed == {
        "what": ["title", "problem", "solution", "progress"], "how": [], "cost": [],
        "results": ["outcome", "lesson"], "filed": ["technologies", "phase"], "evidence": [],
    }  # fmt: skip
    assert not any(each.is_open for each in parts.values())
    html = page.content.decode()
    assert html.count("More, if you know it") == 5
    # A title is one line.
    assert html.count('<input type="text" name="title"') == 1


@pytest.mark.parametrize(
    ("sent", "opened"),
    [({"scale": "Two ports."}, {"how"}), ({"setup_cost": "no such band"}, {"cost"})],
    ids=["filled", "wrong"],
)
def test_part_is_open_where_somebody_filled_it_or_must_look(
    client: Client, ncp_a: Person, sent: dict[str, str], opened: set[str]
) -> None:
    language()
    client.force_login(ncp_a)

    form = client.post("/en/guidelines/experiences/add/", sent).context["form"]

    assert {each.code for each in form.parts if each.is_open} == opened


def test_form_says_first_who_reads_it_and_what_may_betray(client: Client, ncp_a: Person) -> None:
    language()
    client.force_login(ncp_a)

    page = client.get("/en/guidelines/experiences/add/").content.decode()

    places = [
        page.index(words)
        for words in (
            "Who reads it, and who learns that it is yours",
            "may betray you",
            'id="f-what"',
        )
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(("level", "is_warned"), [("region", True), ("named", False)])
def test_text_without_a_name_is_written_beside_a_warning(
    client: Client, ncp_a: Person, level: str, is_warned: bool
) -> None:
    row = begin(by=ncp_a, attribution=level)
    client.force_login(ncp_a)

    page = client.get(f"/en/guidelines/manuscripts/{row.public_id}/edit/")

    assert ("may betray you" in str(page.context["form"].warning)) is is_warned


def test_table_is_a_group_whose_error_leads_to_its_first_cell(
    client: Client, ncp_a: Person
) -> None:
    language()
    client.force_login(ncp_a)
    sent = {"results-metric": "x" * 600}

    page = client.post("/en/guidelines/experiences/add/", sent).content.decode()

    assert 'href="#id_results_0"' in page
    assert page.count('id="id_results_0"') == 1
    assert "<legend>Results" in page
    assert "After each save there are two more rows." in page


@pytest.mark.parametrize("kind", Kind.values)
def test_list_offers_to_write_what_it_lists(client: Client, ncp_a: Person, kind: str) -> None:
    client.force_login(ncp_a)
    links = [f"/en/guidelines/{each}s/add/" for each in Kind.values]

    own = client.get(f"/en/guidelines/{kind}s/").content.decode()
    texts = client.get("/en/guidelines/manuscripts/").content.decode()

    assert [each for each in links if each in own] == [f"/en/guidelines/{kind}s/add/"]
    assert [each for each in links if each in texts] == links
