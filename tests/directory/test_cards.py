"""What one reader sees of another person's card: each field, each visibility, each reader."""

from typing import Any

import pytest

from directory.cards import cards_of
from directory.models import Administration, Person, Region, Seat
from portal.taxonomy.models import Language, Process, Technology
from tests.directory.conftest import page_of
from tests.people import as_reader, make_person, seat

NUMBERS = {"phone": "+999 11", "mobile": "+999 22", "email": "boris.bordur@customs.example"}
# Which kinds of person see a field of B's contact point, by the visibility its owner chose.
SEEN_BY = {
    "members": {"ncp_a", "officer", "european", "regional_officer", "secretariat", "own"},
    "region": {"european", "regional_officer", "secretariat", "own"},
    "secretariat": {"secretariat", "own"},
}


@pytest.fixture
def readers(
    ncp_a: Person, officer: Person, ncp_b: Person, regional_officer: Person,
    secretariat: Person, administrator: Person, auditor: Person, partner: Person,
    borduria: Administration,
) -> dict[str, Person]:  # fmt: skip
    colleague = make_person("Bela Bordur", administration=borduria)
    return {
        "ncp_a": ncp_a, "officer": officer, "european": colleague, "own": ncp_b,
        "regional_officer": regional_officer, "secretariat": secretariat,
        "administrator": administrator, "auditor": auditor, "partner": partner,
    }  # fmt: skip


@pytest.mark.parametrize("visibility", SEEN_BY)
@pytest.mark.parametrize("field", NUMBERS)
def test_field_is_shown_by_its_visibility(
    field: str, visibility: str, readers: dict[str, Person]
) -> None:
    owner = readers["own"]
    numbers = {name: value for name, value in NUMBERS.items() if name != "email"}
    owner.revise(by=owner, **numbers, **{f"{field}_visibility": visibility})

    seeing = {
        kind
        for kind, reader in readers.items()
        if NUMBERS[field] in {line.value for line in cards_of([owner], as_reader(reader))[0].lines}
    }

    assert seeing == SEEN_BY[visibility]


@pytest.mark.parametrize("visibility", ["region", "secretariat"])
def test_hidden_field_reads_the_same_whether_it_is_filled_or_not(
    visibility: str, ncp_a: Person, ncp_b: Person
) -> None:
    ncp_b.revise(by=ncp_b, phone_visibility=visibility, phone="")
    empty = cards_of([ncp_b], as_reader(ncp_a))[0].lines
    ncp_b.revise(by=ncp_b, phone="+999 33")

    filled = cards_of([ncp_b], as_reader(ncp_a))[0].lines

    assert filled == empty


def test_hidden_field_says_who_sees_it(ncp_a: Person, ncp_b: Person) -> None:
    ncp_b.revise(by=ncp_b, phone="+999 44", phone_visibility="region", mobile="")

    page = page_of(ncp_a, "directory:person_detail", ncp_b.public_id)

    assert "+999 44" not in page
    assert "Shown to their WCO region only" in page
    assert "Shown to the Secretariat only" in page


def test_card_names_languages_topics_and_seats(
    ncp_a: Person, ncp_b: Person, french: Language, wolof: Language, seals: Technology,
    transit: Process, europe: Region,
) -> None:  # fmt: skip
    ncp_b.revise(
        by=ncp_b, related={"technologies": [seals], "processes": [transit]},
        spoken={"fr": "B2", "wo": "C2"}, post="Head of unit", post_fr="Chef d’unité",
    )  # fmt: skip
    seat(ncp_b, Seat.Kind.REGIONAL_OFFICER, region=europe)

    card = cards_of([ncp_b], as_reader(ncp_a))[0]
    page = page_of(ncp_a, "directory:person_detail", ncp_b.public_id)

    assert [spoken[:2] for spoken in card.languages] == [("Wolof", "C2"), ("French", "B2")]
    assert [(line.kind, line.place) for line in card.seats] == [
        ("contact-point", "Borduria"),
        ("regional-officer", "Europe"),
    ]
    for words in ("Wolof (mother tongue or equal)", "Electronic seals", "Customs transit",
                  "Head of unit", "Regional officer", "Borduria"):  # fmt: skip
        assert words in page


def test_card_in_french(client: Any, ncp_a: Person, ncp_b: Person, wolof: Language) -> None:
    ncp_b.revise(by=ncp_b, spoken={"wo": "C2"}, post="Head of unit", post_fr="Chef d’unité")
    client.force_login(ncp_a)

    page = client.get(f"/fr/directory/people/{ncp_b.public_id}/").content.decode()

    assert "Chef d’unité" in page
    assert "Head of unit" not in page
    assert "Borduria (fr)" in page


def test_own_card_is_there_though_others_do_not_read_it(partner: Person, ncp_a: Person) -> None:
    own = page_of(partner, "directory:person_detail", partner.public_id)

    assert partner.name in own
    assert "This is your card" in own
    assert "This is your card" not in page_of(ncp_a, "directory:person_detail", partner.public_id)


def test_card_of_a_suspended_person_is_gone_for_members(
    client: Any, ncp_a: Person, secretariat: Person, suspended: Person
) -> None:
    client.force_login(ncp_a)

    answer = client.get(suspended.get_absolute_url())
    unknown = client.get("/en/directory/people/qqqqqqqqqqqq/")

    assert (answer.status_code, answer.content) == (404, unknown.content)
    assert "Suspended" in page_of(secretariat, "directory:person_detail", suspended.public_id)


def test_administrator_keeps_accounts_without_reading_numbers(
    administrator: Person, ncp_b: Person
) -> None:
    ncp_b.revise(by=ncp_b, phone="+999 55", mobile="+999 66", phone_visibility="members")

    pages = [
        page_of(administrator, f"directory:person_{page}", ncp_b.public_id)
        for page in ("detail", "edit")
    ]

    assert [number in page for page in pages for number in ("+999 55", "+999 66")] == [False] * 4


@pytest.mark.parametrize("officers", [1, 3])
def test_person_page_asks_no_more_for_more_roles(
    officers: int, client: Any, ncp_a: Person, ncp_b: Person, wolof: Language,
    django_assert_num_queries: Any, seals: Technology,
) -> None:  # fmt: skip
    ncp_b.revise(by=ncp_b, spoken={"wo": "C2"}, related={"technologies": [seals]})
    for number in range(officers):
        ncp_b.assign_role(["editor", "publisher", "moderator"][number], by=None)
    client.force_login(ncp_a)
    client.get(ncp_b.get_absolute_url())

    with django_assert_num_queries(9):
        client.get(ncp_b.get_absolute_url())
