"""Using guidance: the matrix, what is alike, side by side, one finding; nothing unread shows."""

import re
from typing import Any

import pytest
from django.test import Client

from directory.models import Person, Region
from guidelines.kinds import Kind
from guidelines.lists.matrix import NUMBERS, counted
from guidelines.lists.peers import Likeness
from guidelines.models import Record
from portal.markings.models import Marking
from portal.taxonomy.models import Language, Technology
from tests.guidelines.advice import filed, publish, text
from tests.people import as_reader

pytestmark = pytest.mark.django_db
ROOM = "/en/guidelines/"


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(f"{ROOM}{path}")
    assert response.status_code == status
    return response.content.decode()


def titles(html: str) -> list[str]:
    """Return the titles of the rows."""
    return re.findall(r'<a id="g-\w+"[^>]*>([^<]*)</a>', html)


def cells(html: str) -> dict[str, str]:
    """Return the numbers of the matrix by the address of their lists."""
    found = re.findall(
        r'class="count is-\w+" href="([^"]+)"><span class="vh">[^<]*</span>(\d+)<', html
    )
    return {link.removeprefix(ROOM).replace("&amp;", "&"): number for link, number in found}


def test_matrix_counts_what_each_reader_reads(client: Client, ncp_a: Person) -> None:
    publish(Kind.PRACTICE, by=ncp_a, marking=Marking.CLEAR)
    publish(Kind.PRACTICE, by=ncp_a)
    publish(Kind.PITFALL, by=ncp_a)

    open_to_all = cells(page(client, ""))
    client.force_login(ncp_a)
    own = cells(page(client, ""))

    place = "technology=ai-ml&phase=pilot"
    assert open_to_all == {f"practices/?{place}": "1"}
    assert own == {f"practices/?{place}": "2", f"pitfalls/?{place}": "1"}


def test_numbers_counted_for_everybody_are_told_to_readers_alone(
    ncp_a: Person, ncp_b: Person
) -> None:
    publish(Kind.PRACTICE, by=ncp_a, marking=Marking.AMBER)
    publish(Kind.PRACTICE, by=ncp_b, marking=Marking.CLEAR)

    numbers = [counted(as_reader(each)) for each in (ncp_a, ncp_b, ncp_a)]

    assert numbers == [{("ai-ml", "pilot"): {"practice": each}} for each in (2, 1, 2)]


def test_matrix_shows_one_kind_if_asked(client: Client, ncp_a: Person) -> None:
    publish(Kind.PRACTICE, by=ncp_a, marking=Marking.CLEAR)
    publish(Kind.PITFALL, by=ncp_a, marking=Marking.CLEAR)

    shown = cells(page(client, "?show=pitfall"))

    assert shown == {"pitfalls/?technology=ai-ml&phase=pilot": "1"}
    assert len(cells(page(client, "?show=hostile"))) == 2


def test_withdrawn_record_leaves_the_matrix(ncp_a: Person, secretariat: Person) -> None:
    row = publish(Kind.PRACTICE, by=ncp_a)
    before = counted(as_reader(ncp_a))

    row.withdraw(by=secretariat, reason="Wrong.")
    # Everybody's numbers are counted once a minute.
    NUMBERS.forget()

    assert before == {("ai-ml", "pilot"): {"practice": 1}}
    assert counted(as_reader(ncp_a)) == {}


def test_cells_follow_every_technology_of_a_record(ncp_a: Person) -> None:
    filed("drones")
    content = text(Kind.PRACTICE, technologies=["ai-ml", "drones"])

    publish(Kind.PRACTICE, by=ncp_a, content=content)

    assert set(counted(as_reader(ncp_a))) == {("ai-ml", "pilot"), ("drones", "pilot")}


@pytest.mark.parametrize("records", [1, 3])
def test_overview_asks_the_same_however_much_there_is(
    client: Client, ncp_a: Person, records: int, django_assert_num_queries: Any
) -> None:
    for number in range(records):
        publish(Kind.values[number], by=ncp_a)
    client.force_login(ncp_a)
    page(client, "")

    # Session, person, tokens, audiences, newest, due, what needs the person.
    with django_assert_num_queries(7):
        page(client, "")


@pytest.fixture
def others(ncp_a: Person, ncp_b: Person, africa: Region) -> None:
    """Experiences of B and of a hidden author; AI is what A uses."""
    filed("drones", "rollout")
    ncp_a.administration.technologies.add(Technology.objects.get(slug="drones"))
    far = text(Kind.EXPERIENCE, title="Far", technologies=["drones"], phase="rollout")
    publish(Kind.EXPERIENCE, by=ncp_b, content=far)
    hidden = text(Kind.EXPERIENCE, title="Near", technologies=["drones"], phase="pilot")
    publish(Kind.EXPERIENCE, by=ncp_a, content=hidden, attribution="region")
    publish(Kind.EXPERIENCE, by=ncp_b, content=text(Kind.EXPERIENCE, title="Unlike"))
    publish(Kind.EXPERIENCE, by=ncp_a, content=text(Kind.EXPERIENCE, title="Own"))


@pytest.mark.usefixtures("others")
def test_alike_come_first_with_their_reasons(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    html = page(client, "alike/")

    assert titles(html) == ["Near", "Far"]
    assert re.findall(r"<span>(same [^<]*)</span>", html) == [
        "same technology: drones", "same region", "same technology: drones",
    ]  # fmt: skip
    assert "Arcadia" not in html.split('class="entries')[1]


@pytest.mark.usefixtures("others")
def test_alike_follow_what_is_chosen(client: Client, ncp_b: Person) -> None:
    client.force_login(ncp_b)

    html = page(client, "alike/?technology=drones&phase=pilot&obstacle=hostile")

    # Like it by its phase alone.
    assert titles(html) == ["Near", "Own"]
    assert "same technology: drones" in html
    assert "same phase: pilot" in html


@pytest.mark.parametrize("records", [1, 3])
def test_alike_ask_the_same_however_many_there_are(
    client: Client, ncp_a: Person, ncp_b: Person, records: int, django_assert_num_queries: Any
) -> None:
    for _number in range(records):
        publish(Kind.EXPERIENCE, by=ncp_b)
    client.force_login(ncp_a)
    page(client, "alike/?technology=ai-ml")

    # Session, person, tokens, audiences, administration, what is shared, which are likest, their
    # rows, what needs the person.
    with django_assert_num_queries(9):
        page(client, "alike/?technology=ai-ml")


def test_nobody_alike_is_said(client: Client, ncp_a: Person) -> None:
    filed()
    client.force_login(ncp_a)

    html = client.get("/en/guidelines/alike/?technology=ai-ml").content.decode()

    assert ("Nobody yet" in html, "We know too little" in html) == (True, False)


def test_language_alone_is_no_likeness() -> None:
    assert Likeness({"language": ["en"]}).is_empty
    assert not Likeness({"phase": ["pilot"], "language": ["en"]}).is_empty


def test_finding_gets_practices_pitfalls_and_experiences(client: Client, ncp_a: Person) -> None:
    for kind in Kind.values:
        publish(kind, by=ncp_a, marking=Marking.CLEAR)
    publish(Kind.PRACTICE, by=ncp_a, content=text(Kind.PRACTICE, title="Canary"))

    html = page(client, "for/?technology=ai-ml&phase=pilot&obstacle=")

    assert titles(html) == [
        "Measure before you buy", "Nobody owned the data", "Seals that report where they are",
    ]  # fmt: skip
    assert "Canary" not in html


def test_finding_names_people_to_members_only(client: Client, ncp_a: Person, ncp_b: Person) -> None:
    filed()
    ncp_b.revise(by=None, related={"technologies": [Technology.objects.get(slug="ai-ml")]})

    visitor = page(client, "for/?technology=ai-ml")
    client.force_login(ncp_a)
    member = page(client, "for/?technology=ai-ml")

    assert ("Bordur" in visitor, "Bordur" in member) == (False, True)


@pytest.mark.parametrize("query", ["", "?technology=hostile", "?phase=%00&technology=<b>"])
def test_finding_of_nothing_is_asked_again(client: Client, query: str) -> None:
    assert "Choose at least one" in page(client, f"for/{query}")


def test_technology_page_shows_guidance(client: Client, ncp_a: Person) -> None:
    for _number in range(3):
        content = text(Kind.EXPERIENCE, contact=True)
        publish(Kind.EXPERIENCE, by=ncp_a, content=content, marking=Marking.CLEAR)
    publish(Kind.PITFALL, by=ncp_a, content=text(Kind.PITFALL, title="Canary"))

    html = client.get("/en/technologies/ai-ml/").content.decode()

    assert titles(html) == ["Seals that report where they are"] * 3
    assert html.count("Arcadia answers questions") == 3
    assert "Canary" not in html


def test_hidden_author_is_nobody_to_ask(client: Client, ncp_a: Person, ncp_b: Person) -> None:
    content = text(Kind.EXPERIENCE, contact=True)
    publish(Kind.EXPERIENCE, by=ncp_a, content=content, attribution="region")
    client.force_login(ncp_b)

    html = client.get("/en/technologies/ai-ml/").content.decode()

    assert "Seals that report" in html
    assert "Arcadia" not in html


@pytest.fixture
def french(db: None) -> Language:
    return Language.objects.get_or_create(
        code="fr", defaults={"name_en": "French", "name_fr": "français", "endonym": "français"}
    )[0]


def test_rows_are_in_the_readers_language(client: Client, french: Language) -> None:
    row = publish(Kind.PRACTICE, marking=Marking.CLEAR)
    row.translate("title", "Mesurer avant d’acheter", language=french, by=None)

    html = client.get("/fr/guidelines/").content.decode()

    assert titles(html) == ["Mesurer avant d’acheter"]
    assert Record.objects.get().french_is_working
