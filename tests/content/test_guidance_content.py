"""The guidance that the portal is delivered with: whole, sourced, graded, French where promised."""

import json
from pathlib import Path
from typing import Any

import pytest

from guidelines.kinds import Grade, Grounds, Kind, Progress, RootCause, Strength
from guidelines.text.sections import CODE
from portal.home.seed.files import CONTENT


def items(name: str) -> list[dict[str, Any]]:
    """Return the items of a file."""
    found: list[dict[str, Any]] = json.loads((Path(CONTENT) / name).read_text("utf-8"))["items"]
    return found


GUIDELINES = items("guidelines.json")
EXPERIENCES = items("experiences.json")
LEADS = {"practice": "recommendation", "pitfall": "happened"}
WORKS = {each["code"] for each in items("works.json")}
CASES = {each["id"] for each in EXPERIENCES}
PRACTICES = {each["code"] for each in GUIDELINES if each["kind"] == Kind.PRACTICE}


def code_of(item: dict[str, Any]) -> str:
    return str(item.get("code") or item["id"])


def test_there_are_39_guidelines_and_25_experiences() -> None:
    codes = [code_of(each) for each in [*GUIDELINES, *EXPERIENCES]]

    assert (len(GUIDELINES), len(EXPERIENCES)) == (39, 25)
    assert len(set(codes)) == 64
    assert all(CODE.fullmatch(each) for each in codes)


@pytest.mark.parametrize("item", [*GUIDELINES, *EXPERIENCES], ids=code_of)
def test_title_and_lead_are_translated_and_marked_as_working(item: dict[str, Any]) -> None:
    lead = LEADS.get(item.get("kind", ""), "lesson")

    for name in ("title", lead):
        assert item[name].strip()
        assert item[f"{name}_fr"].strip()
        assert item[f"{name}_fr"] != item[name]
    assert item["french_status"] == "working-translation"


@pytest.mark.parametrize("item", GUIDELINES, ids=code_of)
def test_guideline_has_graded_sources_that_can_be_found(item: dict[str, Any]) -> None:
    assert item["evidence"]
    for each in item["evidence"]:
        assert each["grade"] in Grade.values
        assert each["work"] or each["experience"] or each["url"].startswith(("https://", "http://"))
        assert {each["work"]} <= WORKS | {""}
        assert {each["experience"]} <= CASES | {""}
    if item["kind"] == Kind.PITFALL:
        assert set(item["practices"]) <= PRACTICES
        assert item["root_cause"] in RootCause.values
        assert item["grounds"] in Grounds.values
    else:
        assert item["strength"] in Strength.values


@pytest.mark.parametrize("item", EXPERIENCES, ids=code_of)
def test_experience_has_sources_and_says_what_is_uncertain(item: dict[str, Any]) -> None:
    assert item["administration"]
    assert item["sources"]
    assert all(each.startswith(("https://", "http://")) for each in item["sources"])
    assert set(item["works"]) <= WORKS
    assert item["status"] in Progress.values
    assert item["obstacles_basis"] in {"stated", "inferred", "none"}
    # What was not verified whole says why; an uncertain year is one that is given.
    assert item["verification"] == "verified" or item["note"]
    assert all(item[name] for name in item["uncertain_years"])
    if "year" in item["note"].lower():
        assert item["uncertain_years"]
