"""Partner organisations of the project."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.forms.partner import OpeningForm
from directory.models import CardView, Holding, PartnerOpening, PartnerOrganisation
from directory.models.card_view import BudgetSpentError
from directory.views.sections import show
from portal.markings.access import access, get_or_post, may, post_only
from portal.markings.models import reader_of
from portal.revision import posted

# The latest times of one organisation; the log has the rest.
MOST_EARLIER = 20


@access("directory.read_partners")
@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """Show the organisations that work with the project, by kind."""
    rows = PartnerOrganisation.objects.order_by("acronym")
    by_kind = {
        kind.label: [row for row in rows if row.kind == kind] for kind in PartnerOrganisation.Kind
    }
    groups = [(label, found) for label, found in by_kind.items() if found]
    context = {"groups": groups, "total": len(rows)}
    return show(request, "directory/partner_list.html", "partner_list", context)


@access("directory.read_partners")
@require_safe
def partner_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an organisation and who speaks for it; addresses as each person allows."""
    partner = get_object_or_404(PartnerOrganisation, pk=pk)
    contacts = _contacts(partner, request.user)
    context = {
        "partner": partner,
        "contacts": contacts,
        "is_spent": not _look(request.user, contacts),
        "opening": _opening(partner, request.user),
        "may_open": may(request.user, "directory.open_directory"),
        "may_keep": may(request.user, "directory.keep_domains"),
    }
    return show(request, "directory/partner_detail.html", "partner_list", context)


def _opening(partner: PartnerOrganisation, reader: Any) -> PartnerOpening | None:
    """Return what lets the organisation's contacts read cards now, to whoever reads cards."""
    if not may(reader, "directory.read_cards"):
        return None
    return partner.openings.current().first()


@access("directory.open_directory")
@get_or_post
def partner_opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that the organisation's contacts read the directory until a day; show how it stands."""
    partner = get_object_or_404(PartnerOrganisation, pk=pk)
    form = OpeningForm(posted(request))
    if form.is_bound and form.is_valid():
        opening = form.ask(partner, by=request.user)
        if opening.is_open:
            messages.info(request, _("The organisation is invited already. End that first."))
        else:
            messages.success(request, _("The invitation waits for a second officer."))
        return redirect("directory:partner_opening", pk=pk)
    rows = partner.openings.select_related("asked_by", "decided_by", "closed_by")
    standing = rows.standing().first()
    earlier = rows.exclude(pk=standing.pk) if standing else rows
    context = {
        "partner": partner,
        "standing": standing,
        "earlier": earlier[:MOST_EARLIER],
        "form": form,
    }
    return show(request, "directory/partner_opening.html", "partner_list", context)


@access("directory.open_directory")
@post_only
def partner_close(request: HttpRequest, pk: int) -> HttpResponse:
    """End what lets the organisation read the directory, at once; or take back what was asked."""
    partner = get_object_or_404(PartnerOrganisation, pk=pk)
    standing = partner.openings.standing().first()
    if standing and standing.close(by=request.user):
        messages.success(request, _("The organisation reads the directory no longer."))
    else:
        messages.info(request, _("Nothing was changed: the organisation is not invited."))
    return redirect("directory:partner_opening", pk=pk)


def _look(reader: Any, contacts: list[dict[str, Any]]) -> bool:
    """Keep whose address the reader sees; past the budget of the day nobody's, and False."""
    try:
        CardView.look(reader, [each["person"] for each in contacts if each["email"]])
    except BudgetSpentError:
        for each in contacts:
            each["email"] = ""
        return False
    return True


def _contacts(partner: PartnerOrganisation, reader: Any) -> list[dict[str, Any]]:
    """Return the holders of the organisation's seats; partners meet each other by name alone."""
    held = Holding.objects.current().filter(seat__partner=partner, person__state="verified")
    rows = held.select_related("person__administration__region", "seat")
    audiences = reader_of(reader).audience_ids
    return [
        {
            "person": each.person,
            "seat": each.seat.title,
            "is_readable": each.person.audience_id in audiences,
            "email": each.person.email
            if each.person.shows(each.person.email_visibility, reader)
            else "",
        }
        for each in rows.order_by("seat__role__position", "person__sort_key", "pk")
        if not each.person.is_lapsed
    ]
