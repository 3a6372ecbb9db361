"""What pages of guidance share: the words of their sub-navigation, and who reads a thing."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from guidelines.models import Manuscript, Record
from guidelines.pages.identity import readers_of
from guidelines.pages.manuscript import read_by
from guidelines.policies import staff
from portal.markings.models import Marking

register = template.Library()
# Of the sub-navigation, what is not for everybody.
WAYS = ("texts", "ours", "pairs", "checks")


@register.simple_tag(takes_context=True)
def ways(context: dict[str, Any]) -> dict[str, bool]:
    """Return which pages of guidance are for the reader beside the lists."""
    return staff(context["request"].user)


@register.simple_tag(takes_context=True)
def subnav(context: dict[str, Any], here: str = "") -> SafeString:
    """Return the sub-navigation as its reader sees it."""
    shown = ways(context)
    return _drawn(get_language() or "en", str(here), *(shown[each] for each in WAYS))


@lru_cache(maxsize=256)
def _drawn(language: str, here: str, *ways: bool) -> SafeString:
    """Return it as HTML; a pure function, so what is kept is right for everybody."""
    shown = {"here": here, **dict(zip(WAYS, ways, strict=True))}
    return render_to_string("guidelines/subnav_words.html", shown)


@register.filter
def label(manuscript: Manuscript) -> str:
    """Return the label that a text in preparation has today."""
    return str(Marking(manuscript.mail_marking).label)


@register.filter
def readers(thing: Record | Manuscript) -> str:
    """Return who reads a record, or a text in preparation."""
    return readers_of(thing) if isinstance(thing, Record) else read_by(thing)
