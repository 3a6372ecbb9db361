"""The pages of the directory, for the row under the navigation."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.models.card_view import budget_of
from portal.markings.access import may
from portal.markings.models import reader_of

# What lets somebody read cards.
READING = {"members", "guests", "role:administrator"}


def show(request: HttpRequest, template: str, here: str, context: dict[str, Any]) -> HttpResponse:
    """Return a page of the directory; `here` is the page of the row that is current."""
    pages = [("member_list", _("Members"))]
    may_find = may(request.user, "directory.read_cards")
    if may_find:
        pages = [
            ("administration_list", _("Administrations")),
            ("person_list", _("People")),
            *pages,
        ]
    if may(request.user, "directory.read_partners"):
        pages.append(("partner_list", _("Partner organisations")))
    if may(request.user, "directory.read_coverage"):
        pages.append(("coverage", _("Coverage")))
    if may(request.user, "directory.import_contacts"):
        pages.append(("import_list", _("Imports")))
    if may(request.user, "directory.hold_seat"):
        pages.append(("role_desk", _("What my seat asks")))
    if may(request.user, "directory.read_signings"):
        pages.append(("signing_list", _("To sign")))
    if may(request.user, "directory.test_contacts"):
        pages.append(("drill_list", _("Tests")))
    pages.append(("role_list", _("Roles")))
    subnav = _addressed(get_language() or "en", tuple(pages), here)
    reasons = reader_of(request.user).reasons
    why = [reason.why for reason in reasons if reason.token in READING]
    frame = {"subnav": subnav, "why": why, "may_find": may_find}
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
