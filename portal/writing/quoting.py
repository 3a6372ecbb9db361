"""Quotes of other posts: how a reply begins with one, and what label it may carry."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.markings.models import Marking

# Mildest first: what is quoted never stands under a milder label than its own.
_ORDER = [marking.value for marking in Marking]
MOST_QUOTED = 4_000


def quoting(source: str, *, public_id: str) -> str:
    """Return the text of a reply that quotes a post; what that post quoted is left out."""
    lines = [
        line for line in source[:MOST_QUOTED].splitlines() if not line.lstrip().startswith(">")
    ]
    words = "\n".join(lines).strip().splitlines()
    return "\n".join(f"> {line}".rstrip() for line in [f"[quote {public_id}]", *words]) + "\n\n"


def require_label(quoted: Iterable[str], *, marking: str) -> None:
    """Refuse a text whose label is milder than that of something it quotes."""
    strictest = max(quoted, key=_ORDER.index, default=marking)
    if _ORDER.index(strictest) > _ORDER.index(marking):
        raise ValidationError(
            _("A quote from %(quoted)s cannot stand in a text that is %(own)s. Take it out.")
            % {"quoted": Marking(strictest).label, "own": Marking(marking).label},
            code="label",
        )
