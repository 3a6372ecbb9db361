"""Changes that two decide: asked for here, decided on the desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from directory.forms.change import AddressForm
from directory.models import PendingChange, Person
from directory.views.sections import show
from portal.markings.access import SIGNED_IN, access, get_or_post, post_only, require
from portal.refusals import Refused
from portal.revision import posted


@access("directory.ask_address")
@get_or_post
def address_ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let an officer ask for another address of somebody who cannot sign in."""
    person = Person.objects.readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.ask_address", person)
    form = AddressForm(posted(request), person=person)
    if form.is_bound and form.is_valid():
        try:
            form.ask(by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The new address waits for a second officer."))
            return redirect(person)
    rows = PendingChange.objects.readable_by(request.user).waiting()
    waiting = rows.filter(person=person, what="email")
    context = {"form": form, "person": person, "waiting": waiting}
    return show(request, "directory/address_ask.html", "person_list", context)


@access(SIGNED_IN)
@post_only
def change_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a change back: whoever asked for it, or the person."""
    change = PendingChange.objects.with_owner().readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.withdraw_change", change)
    try:
        if change.withdraw(by=request.user):
            messages.success(request, _("The change is taken back."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(change)
