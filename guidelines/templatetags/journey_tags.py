"""What the desk says of a text in preparation."""

from django import template

from guidelines.models import Manuscript, Review, journey

register = template.Library()


@register.filter
def gaps(manuscript: Manuscript) -> list[str]:
    """Return what is missing before the text goes on."""
    return journey.gaps_of(manuscript)


@register.filter
def verdicts(manuscript: Manuscript) -> list[Review]:
    """Return who was asked to review the text, and what they said."""
    return list(manuscript.reviews.select_related("administration", "region"))
