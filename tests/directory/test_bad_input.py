"""Unknown, malformed and oversized input: a page or a message at the field, never a 500."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from directory.models import Person
from portal.names import person_name

LONG = "x" * 10_000
HOSTILE = [
    {"q": LONG},
    {"q": "a\0b"},
    {"q": "' \" ( ) \\ % _ ; --"},
    {"q": "\u202e \ufdfa \U0001f642 " * 10},
    {"region": "XXX"},
    {"region": "WCA\0"},
    {"region": LONG},
    {"region": ["WCA", "EUR"]},
    {"region[]": ["WCA"]},
    {"technology": "'; DROP TABLE directory_person; --"},
    {"language": "zzz"},
    {"seat": "role:"},
    {"seat": "role:nothing"},
    {"sort": LONG},
    {"sort": "changed", "after": "forged"},
    {"after": LONG},
    {"before": "\0"},
    {"administration": "X" * 300},
    {"administration": "\0"},
    {"state": "asleep"},
    {LONG[:2000]: "unknown"},
]
PAGES = [
    "/en/directory/administrations/",
    "/fr/directory/people/",
    "/en/members/",
    "/en/roles/",
    "/en/technologies/",
    "/fr/taxonomies/phases/",
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: str(query)[:40])
def test_parameters_that_do_not_fit_leave_a_page(
    query: dict[str, Any], client: Any, secretariat: Person
) -> None:
    client.force_login(secretariat)

    assert [client.get(page, query).status_code for page in PAGES] == [200] * len(PAGES)


@pytest.mark.parametrize("page", PAGES[:2])
def test_bytes_that_are_no_text_leave_a_page(page: str, client: Any, secretariat: Person) -> None:
    client.force_login(secretariat)

    assert client.get(page, QUERY_STRING="q=%ff%fe&region=%c3").status_code == 200


def test_value_that_does_not_fit_is_named_at_its_field_and_not_used(
    client: Any, ncp_a: Person, ncp_b: Person
) -> None:
    client.force_login(ncp_a)

    page = client.get("/en/directory/administrations/", {"region": "XXX", "q": "boris"}).content

    text = page.decode()
    assert "Select a valid choice. XXX is not one of the available choices." in text
    assert "Borduria" in text.split('id="list"')[1]


def test_script_in_a_filter_is_text(client: Any, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    page = client.get("/en/directory/people/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(
    "address",
    [
        "people/%00/",
        f"people/{LONG}/",
        "people/..%2f/",
        "people/abc/seats/99999999999999999999/end/",
        "people/abc/roles/editor/end/",
        "people/abc/roles/nothing/end/",
    ],
)
def test_address_of_nobody(
    address: str, client: Any, administrator: Person, secretariat: Person
) -> None:
    for reader in (administrator, secretariat):
        client.force_login(reader)

        assert client.get(f"/en/directory/{address}").status_code in (403, 404)


FORMS = [
    "administrations/XA/edit/",
    "administrations/vacancies/",
    "people/add/",
    "people/{}/edit/",
    "people/{}/suspension/",
    "people/{}/seats/",
]
VALUES = ["\0", LONG, "<b>", "-1", "99999999999999999999", ["a", "b"]]


@pytest.mark.parametrize("value", VALUES, ids=["nul", "long", "markup", "minus", "huge", "list"])
@pytest.mark.parametrize("form", FORMS)
def test_form_with_values_that_do_not_fit_comes_back(
    form: str, value: Any, client: Any, secretariat: Person, officer: Person
) -> None:
    client.force_login(secretariat)
    names = [
        "name_en", "name_fr", "region", "zone", "weekend_first", "official_languages", "readers",
        "technologies", "email", "given_name", "family_name", "administration", "partner", "seat",
        "accession_date", "website", "language", "language_1", "level_1", "seen", "name_status",
    ]  # fmt: skip

    answer = client.post(
        f"/en/directory/{form.format(officer.public_id)}",
        dict.fromkeys(names, value) | ({"reason": "\0"} if "suspension" in form else {}),
    )

    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()


UNSEEN = ["Ad\u202ea", "Ad\u200ba", "Ad\u2066a", "Ad\ufeffa", "Ad\u0007a"]


@pytest.mark.parametrize("name", UNSEEN, ids=ascii)
def test_name_with_a_character_that_cannot_be_seen_is_refused_in_every_form(
    client: Any, secretariat: Person, ncp_a: Person, officer: Person, name: str
) -> None:
    words = "a character that cannot be seen"
    client.force_login(secretariat)
    edit = reverse("directory:person_edit", args=[officer.public_id])
    forms = {
        edit: {"given_name": name, "family_name": "B", "zone": "UTC"},
        reverse("directory:person_add"): {"given_name": name, "family_name": "B"},
        reverse("directory:nomination_add"): {"given_name": name, "family_name": "B"},
    }
    pages = [client.post(address, data) for address, data in forms.items()]
    shown = [words in page.content.decode() for page in pages]
    client.force_login(ncp_a)
    naming = reverse("directory:person_name", args=["deputy"])
    shown.append(words in client.post(naming, {"given_name": name}).content.decode())
    card = reverse("directory:account_card")
    shown.append(words in client.post(card, {"post": name, "zone": "UTC"}).content.decode())
    client.logout()
    request = reverse("desk:account_request")
    shown.append(words in client.post(request, {"name": name}).content.decode())
    assert shown == [True] * 6


def test_markup_in_the_name_of_a_person_is_refused_in_every_form(
    client: Any, secretariat: Person, ncp_a: Person, officer: Person
) -> None:
    name, words = "<b>Ada</b>", "This holds “<” or “>”."
    data = {"given_name": name, "family_name": "B"}
    client.force_login(secretariat)
    edit = reverse("directory:person_edit", args=[officer.public_id])
    forms = [edit, reverse("directory:person_add"), reverse("directory:nomination_add")]
    pages = [client.post(address, data).content.decode() for address in forms]
    client.force_login(ncp_a)
    naming = reverse("directory:person_name", args=["deputy"])
    pages.append(client.post(naming, data).content.decode())

    # What was typed stands in the field again, as text.
    assert [(escape(words) in page, escape(name) in page, name in page) for page in pages] == [
        (True, True, False)
    ] * 4


def test_names_in_every_script_are_taken() -> None:
    for name in ("Ngọc Ánh", "محمد أمين", "О’Коннор", "Nuñez-Ibáñez", "अनिता", "王小明", "N’Diaye"):
        person_name(name)


def test_address_that_names_nothing_begins_an_empty_form(
    client: Any, secretariat: Person, regional_officer: Person
) -> None:
    client.force_login(secretariat)
    add = reverse("directory:nomination_add")
    for code in ("\0", "XX", LONG):
        assert client.get(add, {"administration": code, "seat": code}).status_code == 200
    client.force_login(regional_officer)
    naming = reverse("directory:person_name", args=["regional-officer"])
    assert client.get(naming).status_code == 200
    for seat in ("\0", "x" * 12, LONG):
        assert client.get(naming, {"seat": seat}).status_code == 404
