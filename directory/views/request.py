"""Requests for an account: vetted on the desk, answered by an invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from directory.forms.request import InviteForm
from directory.views.sections import show
from portal.desk.models import Conflict, Letter
from portal.markings.access import access, get_or_post
from portal.revision import posted


@access("directory.record_letter")
@get_or_post
def request_invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make an account of a request, and invite the person."""
    letters = Letter.objects.filter(kind=Letter.Kind.ACCOUNT)
    letter = letters.readable_or_404(request.user, public_id=public_id)
    if not letter.is_open:
        messages.info(request, _("This request is answered already."))
        return redirect(letter)
    form = InviteForm(posted(request), letter=letter)
    # Whoever presses the button has seen what is odd about the address beside this office.
    if form.is_bound and form.is_valid() and _is_seen(request, form):
        try:
            person = form.invite(by=request.user)
        except Conflict:
            messages.error(
                request, _("A colleague was faster, or has it in hand. Nothing was done.")
            )
            return redirect(letter)
        messages.success(request, _("The account is made. A code is on its way to the person."))
        if person.changes.waiting().exists():
            words = _("The seat waits for a second officer. It counts from then.")
            messages.info(request, words)
        return redirect(person)
    context = {"form": form, "letter": letter, "findings": form.findings()}
    return show(request, "directory/request_invite.html", "person_list", context)


def _is_seen(request: HttpRequest, form: InviteForm) -> bool:
    grave = {finding.code for finding in form.findings() if finding.is_grave}
    return grave <= set(request.POST.getlist("seen"))
