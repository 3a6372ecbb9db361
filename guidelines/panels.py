"""What guidance shows on the pages of lower rooms."""

from itertools import groupby
from types import SimpleNamespace
from typing import Any

from django.db.models import F, Window
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines import terms
from guidelines.kinds import Kind
from guidelines.lines import lines_of
from guidelines.models import Record
from portal.compiled import ask
from portal.facets import facet_key
from portal.markings.models import Reader
from portal.markings.panels import Panel
from portal.taxonomy.models import in_language

# Of each kind.
MOST = 8
MOST_NAMED = 4
# A number about fewer tells of one of them.
FEWEST = 3
NAMED = """
SELECT value, count(*)
FROM guidelines_record AS record, unnest(record.facets) AS value
WHERE record.state = 'published' AND record.kind = 'experience'
    AND record.audience_id = ANY(%s::int[]) AND record.facet_keys && ARRAY[%s::int]
    AND (value LIKE 'obstacle:%%' OR value LIKE 'benefit:%%' OR value LIKE 'progress:%%')
GROUP BY value ORDER BY count(*) DESC, value
"""


def guidance_on_technology(technology: Any, reader: Reader) -> Panel | None:
    """Return the newest records on a technology: advice phase by phase, then experiences."""
    lines = _newest(technology, reader)
    if not lines:
        return None
    advice = [line for line in lines if line["kind"] != Kind.EXPERIENCE]
    experiences = [line for line in lines if line["kind"] == Kind.EXPERIENCE]
    groups = _by_phase(advice, technology)
    if experiences:
        groups.append((_("Experiences"), _list("experience", technology), experiences))
    return Panel(
        title=_("Guidance"),
        place=20,
        template="guidelines/panel_guidance.html",
        rows=groups,
        action=_("Two pages for heads of administration"),
        url=reverse("guidelines:briefing_detail", args=[technology.slug]),
    )


def _newest(technology: Any, reader: Reader) -> list[dict[str, Any]]:
    """Return the newest of each kind, with whom to ask: one statement."""
    rows = Record.objects.readable_by(reader.person).published()
    rows = rows.filed_under([f"technology:{technology.slug}"])
    place = Window(
        RowNumber(), partition_by=F("kind"), order_by=[F("published_at").desc(), F("id").desc()]
    )
    found = rows.rows().annotate(
        place=place, may_ask=KeyTextTransform("contact", "version__content"),
        iso2=F("administration__iso2"), name_en=F("administration__name_en"),
        name_fr=F("administration__name_fr"),
    )  # fmt: skip
    lines = lines_of(found.filter(place__lte=MOST).order_by("kind", "place"))
    for line in lines:
        line["ask"] = _whom(line)
    return lines


def _by_phase(
    lines: list[dict[str, Any]], technology: Any
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Return the lines by phase, in the order of the phases: title, address, lines."""
    order = list(terms.names_of("phase"))
    places = {f"phase:{slug}": number for number, slug in enumerate(order)}

    def place(line: dict[str, Any]) -> int:
        return min((places.get(value, len(order)) for value in line["facets"]), default=0)

    groups = []
    for number, found in groupby(sorted(lines, key=place), key=place):
        if number < len(order):
            title = terms.named("phase", order[number])
            url = f"{_list('practice', technology)}&phase={order[number]}"
        else:
            title, url = _("Any phase"), _list("practice", technology)
        groups.append((title, url, list(found)))
    return groups


def _list(kind: str, technology: Any) -> str:
    return f"{reverse('guidelines:record_list', args=[kind])}?technology={technology.slug}"


def _whom(line: dict[str, Any]) -> tuple[str, str] | None:
    """Return whom to ask about a named experience, where its administration is willing."""
    if line["may_ask"] != "true" or not line["iso2"]:
        return None
    words = _("%(name)s answers questions") % {"name": in_language(SimpleNamespace(**line), "name")}
    return words, reverse("directory:administration_detail", args=[line["iso2"]])


def tallied(technology: Any, reader: Reader) -> dict[str, list[tuple[str, int]]]:
    """Return by facet what experiences with a technology name, the most named first."""
    found: dict[str, list[tuple[str, int]]] = {"obstacle": [], "benefit": [], "progress": []}
    key = facet_key(f"technology:{technology.slug}")
    for value, number in ask(NAMED, [reader.audience_ids, key]):
        facet, _colon, code = value.partition(":")
        if number >= FEWEST:
            found[facet].append((code, number))
    return found


def named_with_technology(technology: Any, reader: Reader) -> Panel | None:
    """Return the benefits and obstacles that experiences with a technology name most."""
    found = tallied(technology, reader)
    rows = [
        (title, [terms.named(facet, code) for code, _number in found[facet][:MOST_NAMED]])
        for facet, title in (("benefit", _("Benefits")), ("obstacle", _("Obstacles")))
        if found[facet]
    ]
    if not rows:
        return None
    return Panel(
        title=_("Named most"),
        place=10,
        note=_("In three experiences or more."),
        template="guidelines/panel_named.html",
        rows=rows,
    )
