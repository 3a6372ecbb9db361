"""Pages that everybody reads: Members and roles; and partners, for verified accounts."""

import re
from typing import Any

import pytest

from directory.models import Administration, PartnerOrganisation, Person
from directory.roles import ROLES, WORDS
from tests.directory.conftest import page_of
from tests.people import make_administration, make_person


@pytest.fixture
def union(europe: Any) -> Administration:
    """The special participant, which is no Member."""
    return Administration.enrol(
        by=None, iso2="EU", iso3="", name_en="European Union", name_fr="Union européenne",
        kind="special-participant", region=europe,
    )  # fmt: skip


def test_member_list_counts_members_and_shows_the_union_apart(
    ncp_a: Person, borduria: Administration, union: Administration
) -> None:
    page = page_of(None, "directory:member_list")

    assert "<h1>The WCO has 2 Members</h1>" in page
    assert "not confirmed by the WCO yet" in page
    assert "Special participant" in page
    assert page.index("Borduria") < page.index("Special participant") < page.index("European Union")


def test_member_list_names_nobody_and_no_gap(
    ncp_a: Person, ncp_b: Person, borduria: Administration
) -> None:
    page = page_of(None, "directory:member_list")
    ncp_b.holdings.current().get().end(by=None)

    with_gap = page_of(None, "directory:member_list")

    assert [words in page for words in ("Ada", "Boris", "customs.example", "acant")] == [False] * 4
    assert with_gap == page


def test_member_list_has_the_names_of_both_languages(client: Any, borduria: Administration) -> None:
    english = client.get("/en/members/").content.decode()
    french = client.get("/fr/members/").content.decode()

    assert '>Borduria</a> <span class="mute" lang="fr">Borduria (fr)</span>' in english
    assert '>Borduria (fr)</a> <span class="mute" lang="en">Borduria</span>' in french


@pytest.mark.parametrize("rows", [1, 3])
def test_member_list_asks_once(
    rows: int, client: Any, europe: Any, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        make_administration(f"M{number}", f"Member {number}", europe)
    client.get("/en/members/")

    with django_assert_num_queries(1):
        client.get("/en/members/")


def test_role_list_is_the_table(db: None) -> None:
    page = page_of(None, "directory:role_list")

    titles = re.findall(r'<h2 id="h-[\w-]+">(.+?)</h2>', page)
    assert titles == [str(role.title) for role in ROLES]
    assert [words for role in ROLES for words in role.permissions if words not in WORDS] == []
    for role in ROLES:
        assert all(str(WORDS[permission]) in page for permission in role.permissions)


def test_role_list_names_holders_to_who_may_know(
    ncp_a: Person, partner: Person, editor: Person, publisher: Person, secretariat: Person
) -> None:
    publisher.suspend(by=secretariat, reason="x")

    pages = [page_of(reader, "directory:role_list") for reader in (None, partner, ncp_a)]

    assert [editor.name in page for page in pages] == [False, False, True]
    assert [publisher.name in page for page in pages] == [False, False, False]


@pytest.mark.parametrize("holders", [1, 3])
def test_role_list_asks_no_more_for_more_holders(
    holders: int, client: Any, ncp_a: Person, django_assert_num_queries: Any
) -> None:
    for number in range(holders):
        make_person(f"R Role{number}").assign_role("editor", by=None)
    client.force_login(ncp_a)
    client.get("/en/roles/")

    with django_assert_num_queries(6):
        client.get("/en/roles/")


def test_partner_list_says_what_it_is_not(ncp_a: Person, partner: Person) -> None:
    for reader in (ncp_a, partner):
        page = page_of(reader, "directory:partner_list")

        assert "Example Partner Organisation" in page
        assert "It is not a list of WCO agreements." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_partner_list_asks_no_more_for_more_rows(
    rows: int, client: Any, partner: Person, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        PartnerOrganisation.objects.create(
            acronym=f"P{number}", name_en=f"P {number}", name_fr=f"P {number}", kind="un"
        )
    client.force_login(partner)
    client.get("/en/directory/partners/")

    with django_assert_num_queries(5):
        client.get("/en/directory/partners/")
