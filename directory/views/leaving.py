"""Leaving: a person's own page, and the Secretariat's page for somebody who left."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory import leaving
from directory.forms.leaving import LeavingForm
from directory.models import Leaving, Person
from directory.views.sections import show
from portal.desk.models import Conflict
from portal.markings.access import SIGNED_IN, access, get_or_post, post_only, require
from portal.revision import posted

# Reading the page needs no second proof; asking does.
proved = reauthentication_required(allow_get=True)


@access(SIGNED_IN)
@get_or_post
def leave(request: HttpRequest) -> HttpResponseBase:
    """Let people leave by themselves, once they prove again who they are."""
    user: Any = request.user
    if not user.has_usable_password() and not Authenticator.objects.filter(user=user).exists():
        return render(request, "directory/leaving_later.html")
    return _leave(request)


@proved
def _leave(request: HttpRequest) -> HttpResponse:
    reader: Any = request.user
    person = Person.objects.with_post().get(pk=reader.pk)
    form = LeavingForm(posted(request))
    if form.is_bound and form.is_valid():
        _ask(person, form, by=person)
        messages.success(request, _("Your request is written down. You have seven days."))
        return redirect("directory:leaving")
    context = {"person": person, "form": form, "leaving": _last(person)}
    return render(request, "directory/leaving.html", context)


@access(SIGNED_IN)
@post_only
def leave_not(request: HttpRequest) -> HttpResponse:
    """Let people take their leaving back, whoever asked for it."""
    waiting = Leaving.objects.waiting().filter(person=request.user.pk).first()
    if waiting and leaving.take_back(waiting, by=request.user):
        messages.success(request, _("You stay. Nothing was changed."))
    return redirect("directory:leaving")


@access("directory.suspend_person")
@get_or_post
def person_leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the Secretariat ask for somebody who left."""
    person = Person.objects.with_post().readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.suspend_person", person)
    form = LeavingForm(posted(request))
    if form.is_bound and form.is_valid():
        _ask(person, form, by=request.user)
        messages.success(request, _("The request is written down. A second officer decides."))
        return redirect("directory:person_leave", public_id)
    context = {"person": person, "form": form, "leaving": _last(person), "is_for_other": True}
    return show(request, "directory/leaving.html", "person_list", context)


@access("directory.suspend_person")
@post_only
def person_leave_not(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the Secretariat take back a request for somebody else."""
    person = Person.objects.readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.suspend_person", person)
    waiting = Leaving.objects.waiting().filter(person=person).first()
    try:
        if waiting and leaving.take_back(waiting, by=request.user, claim_of=request.user):
            messages.success(request, _("The request is taken back. Nothing was changed."))
    except Conflict:
        messages.error(request, _("A colleague has it in hand on the desk. Nothing was done."))
    return redirect(person)


def _last(person: Person) -> Leaving | None:
    return person.leavings.order_by("-pk").first()


def _ask(person: Person, form: LeavingForm, *, by: Any) -> None:
    """Write the request down, and tell the person by mail: it may be somebody else's hand."""
    is_new = not Leaving.objects.waiting().filter(person=person).exists()
    asked = leaving.ask(
        person,
        by=by,
        choice=form.cleaned_data["choice"],
        drops_drafts=form.cleaned_data["drops_drafts"],
    )
    if is_new:
        # Whoever is suspended, too: the mail is all that they hear.
        with override(person.language):
            context = {"user": person, "is_notification": True, "leaving": asked}
            get_adapter().send_mail("account/email/leaving", person.email, context)
