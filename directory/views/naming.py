"""Naming people for seats of the own office: a successor, a deputy, a proposal."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.forms.naming import NamingForm
from directory.models import Nomination, Seat, SeatRole
from directory.policies import proves
from directory.reviewing import put_on_desk
from directory.views.sections import show
from portal.identifiers import is_public_id
from portal.markings.access import SIGNED_IN, access, get_or_post, require
from portal.markings.models import reader_of


@access("directory.name_person")
@get_or_post
def person_name(request: HttpRequest, role: str) -> HttpResponse:
    """Name a person for a seat of the reader's own office."""
    seat = _seat(request.user, role, request.GET.get("seat", ""))
    require(request.user, "directory.name_person", seat)
    is_handover = f"seat:{role}" in reader_of(request.user).tokens
    form = NamingForm(request.POST or None, by=request.user, seat=seat)
    if not form.is_valid():
        return show(
            request, "directory/person_name.html", "role_desk",
            {"form": form, "seat": seat, "is_handover": is_handover},
        )  # fmt: skip
    origins = Nomination.Origin
    origin = origins.HANDOVER if is_handover else origins.PROPOSAL
    with transaction.atomic():
        nomination = form.put_forward(origin=origin, is_word=proves(request.user, seat))
        _lead_on(nomination, by=request.user)
    if not nomination.is_readable_by(request.user):
        # A colleague named the same person before; their words are not the reader's.
        messages.info(request, _("This person is named already. The Secretariat looks at it."))
        return redirect("directory:nomination_list")
    if nomination.email == form.named["email"]:
        messages.success(request, _next_step(nomination))
    else:
        messages.warning(
            request, _("You named somebody already. Withdraw that first, then name another.")
        )
    return redirect(nomination)


@access(SIGNED_IN)
@require_safe
def nomination_list(request: HttpRequest) -> HttpResponse:
    """List the nominations that wait and concern the reader: named, or named by them."""
    waiting = Nomination.objects.with_seat().open().readable_by(request.user)
    person: Any = request.user
    context = {
        "named": waiting.filter(person=person.pk).order_by("-named_at", "-id"),
        "naming": waiting.filter(named_by=person.pk).order_by("-named_at", "-id"),
    }
    return show(request, "directory/nomination_list.html", "person_list", context)


def _seat(person: Any, role: str, public_id: str) -> Seat:
    """Return the seat of the person's administration, made up where it was never filled.

    Of a region or a partner it is one that the person holds: `public_id` says which of several.
    """
    kind = SeatRole.table().get(role)
    if kind is None:
        raise Http404
    rows = Seat.objects.with_place().select_related("role__stands_in_for")
    if kind.office != SeatRole.Office.ADMINISTRATION:
        held = rows.held_by(person).filter(role=kind)
        own = held.order_by("pk")
        if public_id:
            own = held.filter(public_id=public_id) if is_public_id(public_id) else held.none()
        if (seat := own.first()) is None:
            raise Http404
        return seat
    if person.administration_id is None:
        raise Http404
    seat = rows.filter(role=kind, administration=person.administration_id).first()
    if seat is None and kind.is_retired:
        raise Http404
    return seat or Seat(role=kind, administration=person.administration)


def _lead_on(nomination: Nomination, *, by: Any) -> None:
    """Let an officer look; a colleague who takes over says yes before that."""
    if nomination.named_by_id != by.pk:
        return
    waits_for_yes = nomination.origin == Nomination.Origin.HANDOVER and nomination.person_id
    if not waits_for_yes:
        put_on_desk(nomination, by=by)


def _next_step(nomination: Nomination) -> str:
    """Return what happens next, for whoever named the person."""
    if nomination.origin != Nomination.Origin.HANDOVER:
        return _("The Secretariat looks at it within 2 working days.")
    if nomination.person_id:
        return _("Your colleague is asked to say yes. Then the Secretariat verifies it.")
    return _("The Secretariat looks at it, then invites the person to say yes.")
