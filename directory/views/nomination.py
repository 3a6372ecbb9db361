"""Nominations: recorded with their letter, withdrawn, accepted by whoever is named."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.forms.nomination import LetterForm, NominationForm
from directory.models import Administration, Invitation, Nomination, Person
from directory.reviewing import KIND, findings_of, put_on_desk, withdraw, word_of
from directory.views.sections import show
from portal.desk.models import Conflict, WorkItem
from portal.markings.access import SIGNED_IN, access, get_or_post, may, post_only, require
from portal.refusals import Refused


@access("directory.record_letter")
@get_or_post
def nomination_add(request: HttpRequest) -> HttpResponse:
    """Record a nomination letter: it goes to the desk to be checked."""
    if request.method == "POST":
        form = NominationForm(request.POST, request.FILES, by=request.user)
        if form.is_valid() and (nomination := _recorded(form.put_forward, form, request)):
            return redirect(nomination)
    else:
        iso2 = request.GET.get("administration", "").replace("\0", "")
        home = Administration.objects.filter(iso2=iso2).first()
        given = {"administration": home, "seat": request.GET.get("seat", "contact-point")}
        form = NominationForm(by=request.user, initial=given)
    return show(request, "directory/nomination_add.html", "person_list", {"form": form})


@access(SIGNED_IN)
@require_safe
def nomination_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a nomination to who keeps it, who made it and whoever is named."""
    nomination = _nomination(request, public_id)
    return show(
        request, "directory/nomination_detail.html", "person_list", _page(request, nomination)
    )


@access("directory.record_letter")
@post_only
def nomination_prove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a letter to a nomination that waits for one, or for a better one."""
    nomination = _nomination(request, public_id)
    require(request.user, "directory.record_letter", nomination)
    form = LetterForm(request.POST, request.FILES, by=request.user)
    if form.is_valid() and _recorded(partial(_prove, form, nomination), form, request):
        return redirect(nomination)
    page = _page(request, nomination) | {"form": form}
    return show(request, "directory/nomination_detail.html", "person_list", page)


def _prove(form: LetterForm, nomination: Nomination) -> Nomination:
    """Add a letter; the item of the desk is taken before the row, as decisions do."""
    WorkItem.hold(KIND, on=nomination)
    return form.prove(nomination)


def _recorded(
    verb: Callable[[], Nomination], form: LetterForm, request: HttpRequest
) -> Nomination | None:
    """Record a letter and put it on the desk, or say in the form why not: nothing typed is lost."""
    try:
        with transaction.atomic():
            nomination = verb()
            put_on_desk(nomination, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    except ValidationError as error:
        form.refuse_file(error)
        return None
    messages.success(request, _("The letter is recorded. It waits on the desk."))
    return nomination


@access(SIGNED_IN)
@post_only
def nomination_accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let whoever is named say yes."""
    nomination = _nomination(request, public_id)
    require(request.user, "directory.accept_nomination", nomination)
    with transaction.atomic():
        WorkItem.hold(KIND, on=nomination)
        accepted = nomination.accept(by=request.user)
        if accepted:
            put_on_desk(nomination, by=request.user)
    if accepted:
        messages.success(request, _("Thank you. The Secretariat checks it now."))
    return redirect(nomination)


@access(SIGNED_IN)
@post_only
def nomination_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a nomination back: whoever made it, or an officer."""
    nomination = _nomination(request, public_id)
    require(request.user, "directory.withdraw_nomination", nomination)
    # Whoever named the person takes their own word back at any time.
    officer = None if nomination.named_by_id == request.user.pk else request.user
    try:
        if withdraw(nomination, by=request.user, claim_of=officer):
            messages.success(request, _("The nomination is withdrawn."))
    except Conflict:
        messages.error(request, _("A colleague has it in hand on the desk. Nothing was done."))
    return redirect(nomination)


@access("directory.record_letter")
@post_only
def invitation_send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a new code to a person who has not opened the account yet."""
    person = Person.objects.readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.invite_person", person)
    Invitation.send_to(person, by=request.user)
    messages.success(request, _("A new code is on its way. An earlier one no longer works."))
    return redirect(person)


@access("directory.record_letter")
@post_only
def invitation_revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """End the code that a person holds."""
    person = Person.objects.readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.record_letter", person)
    invitation = person.invitations.standing().first()
    if invitation and invitation.revoke(by=request.user):
        messages.success(request, _("The invitation is revoked. Its code opens nothing."))
    return redirect(person)


def _nomination(request: HttpRequest, public_id: str) -> Nomination:
    rows = Nomination.objects.with_seat()
    return rows.readable_or_404(request.user, public_id=public_id)


def _page(request: HttpRequest, nomination: Nomination) -> dict[str, object]:
    """Return what the page of a nomination shows this reader."""
    keeps = may(request.user, "directory.record_letter", nomination)
    item = WorkItem.objects.about(KIND, nomination).standing().first() if keeps else None
    return {
        "nomination": nomination,
        "letters": nomination.evidence.select_related("file", "recorded_by", "verified_by"),
        "word": word_of(nomination),
        "findings": findings_of(nomination) if keeps else [],
        "item": item,
        "form": LetterForm(by=request.user) if keeps and nomination.is_open else None,
        "may_accept": may(request.user, "directory.accept_nomination", nomination),
        "may_withdraw": may(request.user, "directory.withdraw_nomination", nomination),
        "keeps": keeps,
        "is_named": nomination.person_id == request.user.pk,
    }
