"""Figures: never fewer than three, and nothing of whoever is hidden, whatever stands beside it."""

import csv
import io
import itertools
import random
from typing import Any

import pytest
from django.test import Client

from directory.models import Administration, Person, Region
from guidelines.kinds import Kind, Progress, Supplier
from guidelines.models import Figures, Record
from guidelines.models.figures import FACETS, count_all, counted, tables_of
from portal.audit.models import Event
from portal.taxonomy.models import Phase, Technology
from tests.guidelines.advice import publish, text
from tests.people import make_administration, make_person

pytestmark = pytest.mark.django_db


def officers(number: int, *regions: Region) -> list[Person]:
    """Return an officer of each of so many administrations, in these regions by turns."""
    letters = itertools.product("QX", "0123456789ABCDEFGHIJ")
    homes = [
        make_administration("".join(code), f"Member {place}", regions[place % len(regions)])
        for place, code in enumerate(itertools.islice(letters, number))
    ]
    return [
        make_person(f"Officer {home.iso2}", administration=home, factor=False) for home in homes
    ]


@pytest.fixture
def members(europe: Region, africa: Region) -> list[Person]:
    """An officer of each of eight administrations, in two regions."""
    return officers(8, europe, africa)


@pytest.fixture
def crowd(europe: Region, africa: Region) -> list[Person]:
    """An officer of each of many administrations: of fewer, nearly every number is hidden."""
    return officers(36, europe, africa)


def tell(
    by: Person, *, technology: str = "ai-ml", progress: str = "adopted", **more: Any
) -> Record:
    """Publish an experience."""
    Technology.objects.get_or_create(
        slug=technology,
        defaults={"name_en": technology, "name_fr": technology, "group": "data-intelligence",
                  "status": "focus"},
    )  # fmt: skip
    content = text(Kind.EXPERIENCE, technologies=[technology], progress=progress)
    content |= {"supplier": more.pop("supplier", "own")}
    return publish(Kind.EXPERIENCE, by=by, content=content, **more)


def tell_at_random(by: Person, generator: random.Random, **more: Any) -> None:
    """Publish an experience of some technology, progress and supplier: every value is used."""
    tell(by, technology=generator.choice(["ai-ml", "drones"]),
         progress=generator.choice(Progress.values), supplier=generator.choice(Supplier.values),
         **more)  # fmt: skip


def numbers(edition: str = "members") -> tuple[Any, ...]:
    """Return all that an edition tells."""
    row = Figures.count(edition)
    return row.everybody, row.totals, row.cells


def test_three_administrations_are_told_and_two_are_not(members: list[Person]) -> None:
    for person in members[:3]:
        tell(person)
        tell(person)
    for person in members[3:5]:
        tell(person, technology="drones")

    row = Figures.count("members")

    assert row.total("technology", "ai-ml") == 3
    assert row.total("technology", "drones") is None
    assert row.cell("technology", "ai-ml", "progress", "adopted") in (3, None)
    assert row.cell("progress", "adopted", "technology", "drones") is None


@pytest.mark.parametrize("level", ["region", "secretariat", "sealed"])
def test_hidden_records_change_no_number_of_any_table(members: list[Person], level: str) -> None:
    for person in members[:5]:
        tell(person)
    before = {edition: numbers(edition) for edition in Figures.Edition.values}

    until = "2028-05-01" if level == "sealed" else None
    for person in (members[0], members[6]):
        tell(person, attribution=level, sealed_until=until, marking="clear")

    assert {edition: numbers(edition) for edition in Figures.Edition.values} == before


def test_what_all_members_do_not_read_changes_no_number(members: list[Person]) -> None:
    for person in members[:3]:
        tell(person)
    before = numbers()

    tell(members[4], marking="amber")
    publish(Kind.EXPERIENCE, content=text(Kind.EXPERIENCE))
    tell(members[5]).withdraw(by=None, reason="Gone.")

    assert numbers() == before


def test_visitors_are_told_of_what_everybody_reads(members: list[Person]) -> None:
    for number, person in enumerate(members):
        tell(person, marking="clear" if number < 6 else "green")

    homes = {
        edition: {administration for administration, _region, _facets in counted(edition)}
        for edition in Figures.Edition.values
    }
    assert homes == {
        "public": {person.administration_id for person in members[:6]},
        "members": {person.administration_id for person in members},
    }


def test_number_of_everything_that_is_told_is_the_truth(crowd: list[Person]) -> None:
    generator = random.Random(7)  # noqa: S311 the same each time
    for person in crowd:
        for _each in range(generator.randint(1, 3)):
            tell(
                person, technology=generator.choice(["ai-ml", "drones", "seals"]),
                progress=generator.choice(["adopted", "planned", "failed"]),
                supplier=generator.choice(["own", "vendor"]),
            )  # fmt: skip
    tables = tables_of(counted("members"))
    row = Figures.count("members")

    cells = 0
    for (a, b), table in tables.items():
        for (first, second), ids in table.items():
            told = row.cell(a, first, b, second)
            assert told in (None, len(ids))
            assert told is None or told >= 3
            cells += told is not None
    lists = Record.objects.published().experiences().filter(administration__isnull=False)
    for facet, totals in row.totals.items():
        for value, told in totals.items():
            listed = lists.filter(facets__contains=[f"{facet}:{value}"])
            count = listed.values("administration").distinct().count()
            assert told in (None, count)
            assert told is None or told >= 3
            cells += told is not None
    # Not everything is hidden.
    assert cells > 20


def test_neighbours_and_totals_give_no_small_number_away(crowd: list[Person]) -> None:
    """A reader subtracts every told part from every told total, in every pair.

    Each tells one experience, so that every facet parts them.
    """
    generator = random.Random(11)  # noqa: S311 the same each time
    for person in crowd:
        tell_at_random(person, generator)
    row = Figures.count("members")
    tables = tables_of(counted("members"))

    pairs = set()
    for a, b in tables:
        values = {
            facet: {cell[place] for cell in tables[a, b]} for place, facet in ((0, a), (1, b))
        }
        for facet, other in ((a, b), (b, a)):
            for value in values[facet]:
                total = row.total(facet, value)
                parts = [row.cell(facet, value, other, each) for each in values[other]]
                told = [part for part in parts if part is not None]
                if total is not None and told:
                    pairs.add((facet, other))
                    assert len(told) == len(parts) or total - sum(told) >= 3, (facet, value, other)
    assert ("technology", "region") in pairs
    assert len(pairs) > 5


def test_region_is_that_of_today(members: list[Person], africa: Region) -> None:
    tell(members[0])
    Administration.objects.filter(pk=members[0].administration_id).update(region=africa)

    ((_administration, region, _facets),) = counted("members")
    assert region == "WCA"


def test_page_and_file_tell_the_same(client: Client, members: list[Person]) -> None:
    Phase.objects.get_or_create(slug="pilot", defaults={"name_en": "=Pilot", "name_fr": "Pilote"})
    for person in members[:4]:
        tell(person)
    tell(members[5], progress="failed")

    assert "Not counted yet" in client.get("/en/guidelines/figures/").content.decode()
    assert count_all() == 2
    client.force_login(members[0])
    for rows, columns in itertools.permutations(FACETS, 2):
        query = {"rows": rows, "columns": columns}
        page = client.get("/en/guidelines/figures/", query)
        file = client.post(f"/en/guidelines/figures/copy/?rows={rows}&columns={columns}")
        label, *cells = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
        found = {int(cell) for line in cells[1:] for cell in line[1:] if cell.isdigit()}
        assert (page.status_code, label[0]) == (200, "TLP:GREEN")
        assert all(number >= 3 for number in found)
        assert not any(cell.startswith("=") for line in cells for cell in line)
        assert {f'<td class="num">{number}</td>' in page.content.decode() for number in found} <= {
            True
        }


def test_copy_of_figures_is_noted(client: Client, ncp_a: Person) -> None:
    count_all()
    client.force_login(ncp_a)

    client.post("/en/guidelines/figures/copy/?rows=phase&columns=region")

    detail = Event.objects.get(verb="guidelines.copy_records").detail
    assert (detail["format"], detail["figures"]) == ("csv", ["phase", "region"])
    assert client.post("/en/guidelines/figures/copy/?rows=phase&columns=phase").status_code == 404


def test_table_without_any_number_is_said_and_not_drawn(
    client: Client, members: list[Person]
) -> None:
    for person in members[:2]:
        tell(person, marking="clear")
    count_all()

    page = client.get("/en/guidelines/figures/", {"rows": "technology", "columns": "progress"})

    said = page.content.decode()
    assert ("No number can be shown yet" in said, "<table" in said) == (True, False)


def test_same_facet_twice_is_refused(client: Client) -> None:
    page = client.get("/en/guidelines/figures/", {"rows": "phase", "columns": "phase"})

    assert (page.status_code, "Choose another one" in page.content.decode()) == (200, True)


def test_two_members_see_the_same_numbers(client: Client, crowd: list[Person]) -> None:
    generator = random.Random(3)  # noqa: S311 the same each time
    for number, person in enumerate(crowd):
        tell_at_random(person, generator, marking="amber" if number < 4 else "green")
    count_all()

    for rows, columns in itertools.combinations(FACETS, 2):
        files = set()
        for person in crowd[:6]:
            client.force_login(person)
            file = client.post(f"/en/guidelines/figures/copy/?rows={rows}&columns={columns}")
            # The first line says who took it.
            files.add(file.content.partition(b"\n")[2])
        assert len(files) == 1, (rows, columns)
    assert Figures.objects.get(edition="members").everybody == 32
