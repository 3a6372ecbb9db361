"""Records as short rows: on the overview, on pages of lower rooms, among what is alike."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from guidelines.kinds import Kind, Progress, Strength
from portal.markings.models import Marking

BADGES = {"strength": Strength, "progress": Progress}
# How far something is, as states of a badge: an end by failure looks like one.
LATE = {"progress:failed", "progress:withdrawn"}


def lines_of(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of `RecordQuerySet.rows` in the reader's language, codes in words."""
    here = get_language() or "en"
    labels, kinds = dict(Marking.choices), dict(Kind.choices)
    return [_line(row, here, labels, kinds) for row in rows]


def _line(
    row: dict[str, Any], here: str, labels: dict[str, str], kinds: dict[str, Any]
) -> dict[str, Any]:
    is_french = here == "fr" and bool(row["title_fr"])
    language = "fr" if is_french else row["language__code"]
    return {
        **row,
        "title": row["title_fr"] if is_french else row["title"],
        "lead": (row["lead_fr"] if is_french else "") or row["lead"],
        "lang": "" if language == here else language,
        "is_working": is_french and row["french_is_working"],
        "kind_word": str(kinds[row["kind"]]),
        "label": "" if row["marking"] == Marking.CLEAR else labels[row["marking"]],
        "badge": badge_of(row["facets"]),
        "is_late": not LATE.isdisjoint(row["facets"]),
        # Why it stands here, and whom to ask; who shows it fills them.
        "reasons": (),
        "ask": None,
    }


def badge_of(facets: Iterable[str]) -> str:
    """Return how binding a practice is meant, or how far an experience is, in words."""
    for value in facets:
        facet, _colon, code = value.partition(":")
        if facet in BADGES and code in BADGES[facet].values:
            return str(BADGES[facet](code).label)
    return ""
