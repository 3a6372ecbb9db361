"""Opening an account with the code of an invitation."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from directory.forms.joining import JoinForm, OwnPasswordForm
from directory.models import Invitation
from portal.limits import within
from portal.markings.access import PUBLIC, access, get_or_post
from portal.revision import posted

# The invitation whose code this browser typed, for the next page.
OPENED = "opened_invitation"
# Codes that one computer, or one office behind it, may try in ten minutes.
MOST, SECONDS = 20, 600


@access(PUBLIC)
@get_or_post
def join(request: HttpRequest) -> HttpResponse:
    """Take the code of an invitation. Whatever is wrong, the answer is the same."""
    form = JoinForm(posted(request))
    if form.is_bound and form.is_valid():
        if not within("join", get_adapter().get_client_ip(request), most=MOST, seconds=SECONDS):
            form.add_error(None, _("Too many tries. Wait some minutes, then try again."))
            return render(request, "directory/join.html", {"form": form}, status=429)
        invitation = Invitation.opened_by(**form.cleaned_data)
        if invitation is not None:
            request.session.cycle_key()
            request.session[OPENED] = invitation.public_id
            return redirect("directory:join_password")
        form.add_error(
            "code",
            _("This address and this code do not open an account. Ask the Secretariat for a new"
              " code."),
        )  # fmt: skip
    return render(request, "directory/join.html", {"form": form})


@access(PUBLIC)
@get_or_post
def join_password(request: HttpRequest) -> HttpResponse:
    """Take a first password, open the account and sign its owner in."""
    number = request.session.get(OPENED, "")
    rows = Invitation.objects.usable().select_related("person")
    invitation = rows.filter(public_id=number).first()
    if invitation is None:
        messages.warning(request, _("The code is no longer good. Type a new one."))
        return redirect("directory:join")
    person: Any = invitation.person
    form = OwnPasswordForm(user=person, data=posted(request))
    if not form.is_bound or not form.is_valid():
        return render(request, "directory/join_password.html", {"form": form, "person": person})
    if not invitation.use():
        return redirect("directory:join")
    del request.session[OPENED]
    form.save()
    person.refresh_from_db()
    return perform_login(request, person, email=person.email)
