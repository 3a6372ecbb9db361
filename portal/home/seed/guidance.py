"""Guidance made from public sources: best practices, pitfalls and experiences, with French."""

from typing import Any

from directory.models import Region
from guidelines.kinds import Grade, Grounds, Kind, Progress, RootCause, Strength
from guidelines.models import Record, Translation
from portal.home.seed.files import Record as Item
from portal.home.seed.files import items
from portal.markings.models import Marking
from portal.taxonomy.models import Language, Obstacle, Phase, Process, Technology


class Terms:
    """The slugs that content may name, and the languages; read once."""

    def __init__(self) -> None:
        self.technologies = _slugs(Technology)
        self.processes = _slugs(Process)
        self.phases = _slugs(Phase)
        self.obstacles = _slugs(Obstacle)
        self.regions = {region.code: region for region in Region.objects.all()}
        self.english = Language.objects.get(code="en")
        self.french = Language.objects.get(code="fr")

    def filed(self, item: Item, phase: str) -> dict[str, Any]:
        """Return what a record is filed under."""
        return {
            "technologies": item.some_of("technologies", self.technologies),
            "processes": item.some_of("processes", self.processes),
            "phase": item.one_of(phase, self.phases),
            "obstacles": item.some_of("obstacles", self.obstacles),
        }


def _slugs(model: Any) -> dict[str, str]:
    return {slug: slug for slug in model.objects.values_list("slug", flat=True)}


def load() -> None:
    """Load the records made from public sources, published and public."""
    terms = Terms()
    for item in items("guidelines.json"):
        kind = item.one_of("kind", {each.value: each for each in Kind})
        says = _practice(item) if kind == Kind.PRACTICE else _pitfall(item)
        sources = item["evidence"]
        _publish(
            terms, kind, item["code"],
            {**says, **terms.filed(item, "phase"), "evidence": _rows(item)},
            french=_french(item),
            source_url=next((each["url"] for each in sources if each["url"]), ""),
        )  # fmt: skip
    for item in items("experiences.json"):
        regions = item.some_of("wco_regions", terms.regions)
        _publish(
            terms, Kind.EXPERIENCE, item["id"],
            _experience(item) | terms.filed(item, "lifecycle_phase") | _stated(item, terms),
            french=_french(item),
            source_url=item["sources"][0], about=item["administration"],
            about_codes=item["countries"], source_note=_limits(item),
            region=regions[0] if len(regions) == 1 else None,
        )  # fmt: skip


def fill() -> int:
    """Give what was delivered earlier what the files say by now, and return how many records got
    something: whom a record is about, and French words beside the very English ones.

    What somebody handed in, or wrote anew, stays as it is. Twice is once.
    """
    given: dict[str, tuple[Item, list[str]]] = {
        item["code"]: (item, []) for item in items("guidelines.json")
    }
    given |= {item["id"]: (item, item["countries"]) for item in items("experiences.json")}
    rows = Record.objects.published().filter(code__in=given, attribution="")
    delivered = rows.exclude(source_url="").select_related("version", "language").order_by("pk")
    french = Language.objects.get(code="fr")
    kept = set(
        Translation.objects.filter(language=french, record__in=delivered).values_list(
            "record__code", "section"
        )
    )
    return sum(_fill(row, *given[row.code or ""], french=french, kept=kept) for row in delivered)


def _fill(
    row: Record,
    item: Item,
    codes: list[str],
    *,
    french: Language,
    kept: set[tuple[str | None, str]],
) -> bool:
    is_changed = bool(codes and not row.about_codes)
    if is_changed:
        row.about_codes = codes
        row.save(update_fields=["about_codes"])
    for section, text in _french(item).items():
        stands = row.version and row.version.content.get(section) == item[section]
        if stands and (row.code, section) not in kept:
            row.translate(section, text, language=french, by=None)
            is_changed = True
    return is_changed


# What the files say in French, where they do.
IN_FRENCH = ("title", "recommendation", "happened", "instead", "lesson")


def _french(item: Item) -> dict[str, str]:
    """Return the French of an item, by section."""
    found = {name: item.values.get(f"{name}_fr") for name in IN_FRENCH}
    return {name: text for name, text in found.items() if text}


def _publish(
    terms: Terms, kind: Kind, code: str, content: dict[str, Any], *, french: dict[str, str],
    **fields: Any,
) -> None:  # fmt: skip
    manuscript = Record.begin(
        kind, by=None, content=content, language=terms.english, marking=Marking.CLEAR, code=code,
        **fields,
    )  # fmt: skip
    manuscript.publish(by=None)
    for section, text in french.items():
        manuscript.record.translate(section, text, language=terms.french, by=None)


def _practice(item: Item) -> dict[str, Any]:
    return {
        "title": item["title"],
        "recommendation": item["recommendation"],
        "strength": item.one_of("strength", dict(Strength.choices)) and item["strength"],
    }


def _pitfall(item: Item) -> dict[str, Any]:
    item.one_of("root_cause", dict(RootCause.choices))
    item.one_of("grounds", dict(Grounds.choices))
    return {
        name: item[name]
        for name in ("title", "happened", "instead", "root_cause", "grounds", "practices")
    }


def _experience(item: Item) -> dict[str, Any]:
    item.one_of("status", dict(Progress.choices))
    years = [_year(item, name) for name in ("year_start", "year_end")]
    sources = [*item["works"], *item["sources"]]
    return {
        **{name: item[name] for name in ("title", "problem", "solution", "outcome", "lesson")},
        "progress": item["status"],
        "results": item["results"],
        "stages": [{"phase": item["lifecycle_phase"], "begin": years[0], "end": years[1]}],
        "evidence": [
            {"grade": "", "source": source, "title": "", "note": ""} for source in sources
        ],
    }


def _stated(item: Item, terms: Terms) -> dict[str, Any]:
    """Return the obstacles that a source states; what we only infer is no fact of a case."""
    basis = {"stated": terms.obstacles, "inferred": {}, "none": {}}
    known = item.one_of("obstacles_basis", basis)
    return {"obstacles": [each for each in item["obstacles"] if each in known]}


def _year(item: Item, name: str) -> str:
    """Return a year; one that no source confirms says so."""
    year = str(item[name] or "")
    return f"ca. {year}" if year and name in item["uncertain_years"] else year


def _limits(item: Item) -> str:
    """Return what the sources leave open."""
    is_partial = item.one_of("verification", {"verified": False, "partial": True})
    return ". ".join(filter(None, ["Verified in part" if is_partial else "", item["note"]]))


def _rows(item: Item) -> list[dict[str, str]]:
    """Return the evidence as rows: a source is a code of the portal, or else an address."""
    rows = []
    for each in item["evidence"]:
        if each["grade"] not in Grade.values:
            item.one_of("grade", dict(Grade.choices))
        source = each["work"] or each["experience"] or each["url"]
        rows.append({"source": source, **{name: each[name] for name in ("grade", "title", "note")}})
    return rows
