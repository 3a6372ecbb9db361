"""Records as short rows: on the overview, on pages of lower rooms, among what is alike."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.kinds import Kind, Origin, Progress, Strength
from guidelines.measures.confidence import Level
from portal.markings.models import Marking
from portal.taxonomy.models import local

BADGES = {"strength": Strength, "progress": Progress}


def lines_of(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of `RecordQuerySet.rows` in the reader's language, codes in words."""
    here = get_language() or "en"
    kinds = dict(Kind.choices)
    return [_line(row, here, kinds) for row in rows]


def _line(row: dict[str, Any], here: str, kinds: dict[str, Any]) -> dict[str, Any]:
    is_french = here == "fr" and bool(row["title_fr"])
    language = "fr" if is_french else row["language__code"]
    return {
        **row,
        "title": row["title_fr"] if is_french else row["title"],
        "lead": (row["lead_fr"] if is_french else "") or row["lead"],
        "lang": "" if language == here else language,
        "is_working": is_french and row["french_is_working"],
        "kind_word": str(kinds[row["kind"]]),
        "label": Marking(row["marking"]).tag,
        "badge": badge_of(row["facets"]),
        "owner": owner_of(row),
        "states": states_of(row),
        # Why it stands here, and whom to ask; who shows it fills them.
        "reasons": (),
        "ask": None,
    }


def owner_of(row: dict[str, Any]) -> str:
    """Return whose a record is where its readers are told, or whom its public sources name."""
    return str(row[f"administration__{local('name')}"] or row["about"] or "")


def states_of(row: dict[str, Any]) -> list[str]:
    """Return how far a record can be relied on, in words."""
    sure = Level(row["confidence"]).label if row["confidence"] else None
    late = row["review_by"] is not None and row["review_by"] < timezone.localdate()
    return [
        *([_("confidence: %(level)s") % {"level": str(sure).lower()}] if sure else []),
        *([_("under review")] if row["reviewed_since"] else []),
        *([_("review overdue")] if late else []),
        *filter(None, [origin_of(row)]),
    ]


def origin_of(row: dict[str, Any]) -> str:
    """Return that nobody handed a record in, and whether the Secretariat looked at it; or none."""
    if not row["source_url"]:
        return ""
    return str((Origin.REVIEWED if row["sources_reviewed_at"] else Origin.WAITING).label)


def badge_of(facets: Iterable[str]) -> str:
    """Return how binding a practice is meant, or how far an experience is, in words."""
    for value in facets:
        facet, _colon, code = value.partition(":")
        if facet in BADGES and code in BADGES[facet].values:
            return str(BADGES[facet](code).label)
    return ""
