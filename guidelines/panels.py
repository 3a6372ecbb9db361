"""What guidance shows on the pages of lower rooms."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.kinds import Kind
from guidelines.lists.lines import lines_of
from guidelines.lists.matrix import NUMBERS
from guidelines.lists.tallies import NAMED_AS_VALUE, by_facet
from guidelines.measures.suppression import K
from guidelines.models import Record
from guidelines.text import terms
from portal.compiled import Replanned
from portal.facets import facet_key, under
from portal.kept import KeptEach
from portal.markings.models import Reader
from portal.markings.panels import Panel
from portal.taxonomy.models import in_language

# Of each kind.
MOST = 8
MOST_NAMED = 4


def guidance_on_technology(technology: Any, reader: Reader) -> list[Panel]:
    """Return what experiences name most, and the newest records: advice phase by phase."""
    lines, named = _newest(technology, reader)
    if not lines:
        return []
    advice = [line for line in lines if line["kind"] != Kind.EXPERIENCE]
    experiences = [line for line in lines if line["kind"] == Kind.EXPERIENCE]
    groups = _by_phase(advice, technology)
    if experiences:
        groups.append((_("Experiences"), _list("experience", technology), experiences))
    newest = Panel(
        title=_("Guidance"),
        place=20,
        template="guidelines/panel_guidance.html",
        rows=groups,
        action=_("Two pages for heads of administration"),
        url=reverse("guidelines:briefing_detail", args=[technology.slug]),
    )
    return [*_named(sorted(named.items(), key=lambda each: (-each[1], each[0]))), newest]


def _shown(audiences: list[int], keys: list[int]) -> QuerySet[Record, Any]:
    """Return the newest of each kind: each found by the index of its order."""
    filed = (
        Record.objects.readable_within(audiences)
        .published()
        .filter(facet_keys__overlap=under(keys))
        .order_by("-published_at", "-id")
        .values("pk")
    )
    first, *others = (filed.filter(kind=kind)[:MOST] for kind in Kind)
    # One array of keys: for a set of rows to join, the whole table would be read.
    return (
        Record.objects.filter(pk__among=ArraySubquery(first.union(*others, all=True)))
        .rows()
        .annotate(
            may_ask=KeyTextTransform("contact", "version__content"),
            iso2=F("administration__iso2"), name_en=F("administration__name_en"),
            name_fr=F("administration__name_fr"),
        )
        .order_by("kind", "-published_at", "-id")
    )  # fmt: skip


def _shown_with_named(
    audiences: list[int], keys: list[int], shared: list[int]
) -> QuerySet[Record, Any]:
    """Return the newest with what experiences name most: counting that reads all of them."""
    named = RawSQL(NAMED_AS_VALUE, [shared, keys, K], output_field=TextField())  # noqa: S611 no value of anybody in it
    return _shown(audiences, keys).annotate(named=named)


# How rare a technology is decides which index finds its newest.
_NEWEST = Replanned(_shown, audiences=[-987_654], keys=[-123_456])
_NEWEST_WITH_NAMED = Replanned(
    _shown_with_named, audiences=[-987_654], keys=[-123_456], shared=[-456_789]
)
# How often each value is named, by technology, for all who may read the same audiences.
NAMES: KeptEach[tuple[str, tuple[int, ...]], dict[str, int]] = KeptEach(seconds=60, most=500)


def _newest(technology: Any, reader: Reader) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return the newest of each kind, with whom to ask, and what is named: one statement."""
    keys = [facet_key(f"technology:{technology.slug}")]
    # What is kept was counted of these audiences alone: it tells nobody of others.
    shared = NUMBERS.now().shared_with(reader.person)
    named = NAMES.known((technology.slug, shared))
    if named is None:
        rows = _NEWEST_WITH_NAMED.rows(audiences=reader.audience_ids, keys=keys, shared=[*shared])
        found = json.loads(rows[0]["named"] or "{}") if rows else {}
        named = NAMES.keep((technology.slug, shared), found)
    else:
        rows = _NEWEST.rows(audiences=reader.audience_ids, keys=keys)
    lines = lines_of(rows)
    for line in lines:
        line["ask"] = _whom(line)
    return lines, named


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


def _named(named: Iterable[Sequence[Any]]) -> list[Panel]:
    """Return the benefits and obstacles that experiences with a technology name most."""
    found = by_facet(named)
    rows = [
        (title, [terms.named(facet, code) for code, _number in found[facet][:MOST_NAMED]])
        for facet, title in (("benefit", _("Benefits")), ("obstacle", _("Obstacles")))
        if found[facet]
    ]
    if not rows:
        return []
    panel = Panel(
        title=_("Named most"),
        place=10,
        note=_("Of three administrations or more that are named."),
        template="guidelines/panel_named.html",
        rows=rows,
    )
    return [panel]
