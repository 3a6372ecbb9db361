"""The content files: keys, references, French, typography, and no real person."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest

CONTENT = Path(__file__).parents[2] / "portal" / "home" / "content"
COLLECTIONS = ["works", "sample_works", "events", "news", "deliverables", "links", "sample_people"]
TERMS = [
    "technologies",
    "topics",
    "processes",
    "phases",
    "obstacles",
    "benefits",
    "adoption_statuses",
]
KEYS = {
    **dict.fromkeys(TERMS, "slug"),
    "languages": "code",
    "regions": "code",
    "members": "code",
    "partners": "acronym",
    "tlp": "code",
    "works": "code",
    "sample_works": "code",
    "events": "slug",
    "news": "slug",
    "deliverables": "slug",
    "links": "slug",
    "sample_people": "key",
}
MAY_BE_EMPTY = {"note", "language_note", "verification_note", "unit"}
ASCII_SPACE_BEFORE_SIGN = re.compile(r" [;:!?%»]|« ")


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of a content file."""
    if name in COLLECTIONS:
        document = json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))
        return list(document["items"])
    with (CONTENT / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keys(name: str) -> set[str]:
    """Return the keys of a content file."""
    return {row[KEYS[name]] for row in rows(name)}


def group_slugs(kind: str) -> set[str]:
    """Return the slugs of one kind of group."""
    return {row["slug"] for row in rows("groups") if row["kind"] == kind}


def texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a row with the field it stands in."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, field)
    elif isinstance(value, str):
        yield field, value


def french(name: str) -> Iterator[tuple[str, str]]:
    """Yield every French text of a file."""
    for row in rows(name):
        yield from ((field, text) for field, text in texts(row) if field.endswith("_fr"))


@pytest.mark.parametrize(("name", "key"), KEYS.items())
def test_key_is_unique_and_present(name: str, key: str) -> None:
    counts = Counter(row[key] for row in rows(name))

    assert [value for value, count in counts.items() if count > 1 or not value] == []


def test_group_is_unique_within_its_kind() -> None:
    counts = Counter((row["kind"], row["slug"]) for row in rows("groups"))

    assert [pair for pair, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("path", sorted(CONTENT.glob("*.csv")), ids=lambda path: path.name)
def test_csv_has_the_same_columns_in_every_row(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        widths = {len(row) for row in csv.reader(file)}

    assert len(widths) == 1


def test_members_are_187_and_the_european_union() -> None:
    members = rows("members")

    assert len(members) == 188
    assert [row["code"] for row in members if row["counts_as_member"] == "0"] == ["EU"]


def test_members_per_region_match_the_regions() -> None:
    counts = Counter(row["region"] for row in rows("members") if row["counts_as_member"] == "1")

    assert counts == {"AMS": 34, "EUR": 52, "ESA": 24, "MENA": 18, "WCA": 24, "AP": 35}
    assert counts == {row["code"]: int(row["member_count"]) for row in rows("regions")}


def test_members_refer_to_languages_zones_and_days() -> None:
    days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
    for row in rows("members"):
        assert set(row["official_languages"].split("|")) <= keys("languages"), row["code"]
        assert row["iana_zone"] in available_timezones(), row["code"]
        assert set(row["weekend"].split("|")) <= days, row["code"]
        assert row["member_type"] in group_slugs("member-type"), row["code"]
        assert row["iso3"] or row["code"] == "EU"


def test_counts_of_the_other_files() -> None:
    assert {name: len(rows(name)) for name in KEYS if name != "members"} == {
        "technologies": 20,
        "topics": 8,
        "processes": 32,
        "phases": 9,
        "obstacles": 15,
        "benefits": 12,
        "adoption_statuses": 6,
        "languages": 111,
        "regions": 6,
        "partners": 43,
        "tlp": 5,
        "works": 55,
        "sample_works": 6,
        "events": 20,
        "news": 10,
        "deliverables": 13,
        "links": 17,
        "sample_people": 74,
    }


@pytest.mark.parametrize("name", [*TERMS, "groups", "languages", "regions", "members", "partners"])
def test_names_exist_in_english_and_french(name: str) -> None:
    assert [row for row in rows(name) if not (row["name_en"] and row["name_fr"])] == []


@pytest.mark.parametrize("name", TERMS)
def test_terms_are_defined_in_english_and_french(name: str) -> None:
    assert [row for row in rows(name) if not (row["definition_en"] and row["definition_fr"])] == []
    assert {row["french_status"] for row in rows(name)} <= {"verified", "working-translation"}


@pytest.mark.parametrize(
    ("name", "field", "kind"),
    [
        ("technologies", "group", "technology-group"),
        ("technologies", "scp_status", "scp-status"),
        ("processes", "group", "process-group"),
        ("partners", "type", "partner-type"),
        ("works", "type", "work-type"),
        ("sample_works", "type", "work-type"),
        ("works", "verification", "verification"),
        ("events", "type", "event-type"),
        ("events", "verification", "verification"),
        ("deliverables", "type", "deliverable-type"),
        ("deliverables", "verification", "verification"),
        ("links", "group", "link-group"),
    ],
)
def test_group_of_a_row_exists(name: str, field: str, kind: str) -> None:
    assert {row[field] for row in rows(name)} <= group_slugs(kind)


@pytest.mark.parametrize("name", ["works", "sample_works"])
def test_works_refer_to_existing_terms(name: str) -> None:
    for work in rows(name):
        assert set(work["technologies"]) <= keys("technologies"), work["code"]
        assert set(work["processes"]) <= keys("processes"), work["code"]
        assert set(work["regions"]) <= keys("regions"), work["code"]
        assert bool(work["regions"]) is not work["is_global"], work["code"]
        assert work["language"] in keys("languages"), work["code"]
        assert work["marking"] in keys("tlp"), work["code"]


@pytest.mark.parametrize("name", ["works", "sample_works"])
def test_works_have_title_abstract_and_keywords_in_both_languages(name: str) -> None:
    for work in rows(name):
        assert work["title"], work["code"]
        assert work["title_fr"], work["code"]
        assert work["authors"], work["code"]
        assert len(work["abstract"].split()) >= 40, work["code"]
        assert len(work["abstract_fr"].split()) >= 40, work["code"]
        assert len(work["keywords"]) == len(work["keywords_fr"]) > 0, work["code"]


def test_works_say_where_they_were_checked() -> None:
    assert [work["code"] for work in rows("works") if not work["source_url"]] == []
    partial = {work["code"] for work in rows("works") if work["verification"] == "partial"}
    assert {code for code in partial if not note_of(code)} == set()


def note_of(code: str) -> str:
    """Return the English note on how a work was checked."""
    return next(work["verification_note_en"] for work in rows("works") if work["code"] == code)


def test_sample_works_are_labelled_and_cover_the_labels() -> None:
    works = rows("sample_works")

    labels = Counter((work["marking"], work["open_to_partners"], work["state"]) for work in works)
    assert labels == {
        ("green", False, "published"): 1,
        ("green", True, "published"): 1,
        ("amber", False, "published"): 1,
        ("amber-strict", False, "published"): 1,
        ("red", False, "published"): 1,
        ("clear", False, "draft"): 1,
    }
    for work in works:
        assert work["title"].startswith("[Sample] ")
        assert work["title_fr"].startswith("[Exemple] ")
        assert bool(work["readers"]) is (work["marking"] == "red")


def test_sample_works_belong_to_sample_people() -> None:
    homes = {person["email"]: person["affiliation"] for person in rows("sample_people")}

    for work in rows("sample_works"):
        assert homes[work["added_by"]] == {"type": "administration", "code": work["owner"]}
        assert set(work["readers"]) <= homes.keys()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("events", ["start", "end"]),
        ("news", ["date"]),
        ("deliverables", ["date"]),
        ("members", ["accession_date"]),
    ],
)
def test_dates_parse_and_are_in_order(name: str, fields: list[str]) -> None:
    for row in rows(name):
        dates = [date.fromisoformat(row[field]) for field in fields if row[field]]
        assert dates == sorted(dates)


def test_news_and_events_cite_a_source() -> None:
    assert [row["slug"] for row in rows("news") if not row["source_url"]] == []
    unsourced = {row["slug"] for row in rows("events") if not row["source_url"]}
    doubtful = {row["slug"] for row in rows("events") if row["verification"] != "verified"}
    assert unsourced <= doubtful


def test_deliverables_refer_to_technologies_and_works() -> None:
    for row in rows("deliverables"):
        assert row["technology"] in keys("technologies") | {""}
        assert row["work"] in keys("works") | {""}


@pytest.mark.parametrize("name", [name for name in COLLECTIONS if name != "sample_people"])
def test_addresses_are_web_addresses(name: str) -> None:
    for row in rows(name):
        for field in ("url", "source_url"):
            assert re.fullmatch(r"(https?://\S+)?", row.get(field, "")), row[field]


def test_people_are_samples() -> None:
    for person in rows("sample_people"):
        assert re.fullmatch(r"[a-z-]+\.[a-z-]+@[a-z-]+\.example", person["email"]), person["key"]
        for number in (person["phone"], person["mobile"]):
            assert re.fullmatch(r"(\+000 00 \d{3} \d{3})?", number), person["key"]
    emails = Counter(person["email"] for person in rows("sample_people"))
    assert [email for email, count in emails.items() if count > 1] == []


def test_people_refer_to_existing_things() -> None:
    known = {
        "administration": keys("members"),
        "partner": keys("partners"),
        "secretariat": {""},
    }
    for person in rows("sample_people"):
        assert person["affiliation"]["code"] in known[person["affiliation"]["type"]]
        assert {spoken["code"] for spoken in person["languages"]} <= keys("languages")
        assert {spoken["level"] for spoken in person["languages"]} <= {"A2", "B1", "B2", "C1", "C2"}
        for taxonomy, slugs in person["expertise"].items():
            assert set(slugs) <= keys(taxonomy), person["key"]
        assert person["zone"] in available_timezones()
        assert person["interface_language"] in {"en", "fr"}
        assert set(person["roles"]) <= group_slugs("role")


def test_seat_has_one_present_holder_and_one_home() -> None:
    present: Counter[tuple[str, str, str]] = Counter()
    for person in rows("sample_people"):
        for seat in person["seats"]:
            assert seat["seat"] in group_slugs("seat")
            assert bool(seat["administration"]) is not bool(seat["region"])
            if seat["ended_days_ago"] is None:
                present[seat["seat"], seat["administration"], seat["region"]] += 1

    assert [seat for seat, count in present.items() if count > 1] == []


def test_people_cover_regions_roles_and_factors() -> None:
    regions = {row["code"]: row["region"] for row in rows("members")}
    people = rows("sample_people")
    affiliations = [person["affiliation"] for person in people]
    homes = {home["code"] for home in affiliations if home["type"] == "administration"}

    assert {regions[code] for code in homes} == keys("regions")
    assert {role for person in people for role in person["roles"]} == group_slugs("role")
    assert [person["key"] for person in people if person["second_factor"] == "totp"] == ["nz-ncp"]
    assert sorted(p["sign_in"]["order"] for p in people if p["sign_in"]) == list(range(1, 15))


@pytest.mark.parametrize("name", [*KEYS, "groups"])
def test_french_is_present(name: str) -> None:
    empty = {field.removesuffix("_fr") for field, text in french(name) if not text.strip()}

    assert empty <= MAY_BE_EMPTY
    for row in rows(name):
        for field, text in row.items():
            if field.endswith("_fr") and isinstance(text, str):
                english = row.get(field.removesuffix("fr") + "en", text)
                assert bool(text) is bool(english), (field, english)


@pytest.mark.parametrize("name", [*KEYS, "groups"])
def test_french_has_no_break_spaces_and_typographic_apostrophes(name: str) -> None:
    wrong = [
        text for _, text in french(name) if ASCII_SPACE_BEFORE_SIGN.search(text) or "'" in text
    ]

    assert wrong == []


@pytest.mark.parametrize("path", sorted(CONTENT.iterdir()), ids=lambda path: path.name)
def test_file_names_nothing_that_does_not_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"\b(?:DCCF|DRI)\b", text) == []
    assert re.findall(r"[\w.+-]+@(?![\w.-]+\.example\b)[\w-]+\.[\w.]+", text) == []
