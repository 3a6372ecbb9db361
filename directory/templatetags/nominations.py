"""A nomination as the desk shows it."""

from typing import Any

from django import template

from directory.models import Nomination
from directory.reviewing import findings_of, word_of

register = template.Library()


@register.inclusion_tag("directory/nomination_facts.html")
def nomination_facts(nomination: Nomination) -> dict[str, Any]:
    """Show what a nomination says, its letters, and what is odd about the address."""
    letters = nomination.evidence.select_related("file", "recorded_by", "verified_by")
    return {
        "nomination": nomination,
        "letters": letters,
        "word": word_of(nomination),
        "findings": findings_of(nomination) if nomination.is_open else [],
    }
