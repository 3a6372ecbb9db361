"""The pages of the directory, for the row under the navigation."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.models.card_view import budget_of
from portal.markings.access import may
from portal.markings.models import reader_of

# What lets somebody read cards.
READING = {"members", "guests", "role:administrator"}


# Who may open it (everybody, if nothing stands there), the page, and its name.
PAGES = (
    ("directory.read_cards", "administration_list", _("Administrations")),
    ("directory.read_cards", "person_list", _("People")),
    ("", "member_list", _("Members")),
    ("directory.read_partners", "partner_list", _("Partner organisations")),
    ("directory.read_coverage", "coverage", _("Coverage")),
    ("directory.import_contacts", "import_list", _("Imports")),
    ("directory.hold_seat", "role_desk", _("What my seat asks")),
    ("directory.read_signings", "signing_list", _("To sign")),
    ("directory.test_contacts", "drill_list", _("Tests")),
    ("", "role_list", _("Roles")),
)
NEEDED = frozenset(needed for needed, _name, _label in PAGES if needed)


def show(request: HttpRequest, template: str, here: str, context: dict[str, Any]) -> HttpResponse:
    """Return a page of the directory; `here` is the page of the row that is current."""
    allowed = {"", *(needed for needed in NEEDED if may(request.user, needed))}
    pages = tuple((name, str(label)) for needed, name, label in PAGES if needed in allowed)
    subnav = _addressed(get_language() or "en", pages, here)
    reasons = reader_of(request.user).reasons
    why = [reason.why for reason in reasons if reason.token in READING]
    frame = {"subnav": subnav, "why": why, "may_find": "directory.read_cards" in allowed}
    return render(request, template, context | frame)


@lru_cache(maxsize=256)
def _addressed(
    language: str, pages: tuple[tuple[str, str], ...], here: str
) -> tuple[tuple[str, str, bool], ...]:
    """Return label, address and whether it is the present one of each page."""
    return tuple((label, reverse(f"directory:{name}"), name == here) for name, label in pages)


def spent(request: HttpRequest) -> HttpResponse:
    """Say that the reader has seen as many cards today as a person may."""
    context = {"budget": budget_of(request.user)}
    response = show(request, "directory/budget_spent.html", "person_list", context)
    response.status_code = 429
    return response
