"""Lost second factors: one officer asks, another one decides."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.forms.factor_reset import AskForm, DecideForm
from directory.models import FactorReset, Person
from portal.markings.access import access, get_or_post, may, post_only, require
from portal.revision import posted


@access("directory.reset_factor")
@require_safe
def factor_resets(request: HttpRequest) -> HttpResponse:
    """List the resets that wait for a second officer."""
    waiting = FactorReset.objects.waiting().with_people()
    resets = [(one, may(request.user, "directory.confirm_factor_reset", one)) for one in waiting]
    return render(request, "directory/factor_reset_list.html", {"resets": resets})


@access("directory.reset_factor")
@get_or_post
def factor_reset_ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for the second factor of a person to be taken away."""
    person = Person.objects.with_post().readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.reset_factor", person)
    form = AskForm(posted(request))
    if form.is_valid():
        FactorReset.ask(by=request.user, person=person, reason=form.cleaned_data["reason"])
        messages.success(request, _("A second officer must now confirm."))
        return redirect("directory:factor_reset_list")
    return render(request, "directory/factor_reset_ask.html", {"form": form, "person": person})


@access("directory.reset_factor")
@post_only
def factor_reset_decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm or refuse a reset that a colleague asked for."""
    reset = FactorReset.objects.with_people().filter(public_id=public_id).first()
    form = DecideForm(request.POST)
    if reset is None or not form.is_valid():
        raise Http404
    verb = form.cleaned_data["decision"]
    require(request.user, f"directory.{verb}_factor_reset", reset)
    if not getattr(reset, verb)(by=request.user):
        messages.warning(request, _("A colleague decided this before you."))
    elif verb == "confirm":
        tell(reset.person)
        messages.success(request, _("The second factor is removed. The person was told by mail."))
    else:
        messages.success(request, _("The request is refused. Nothing was changed."))
    return redirect("directory:factor_reset_list")


def tell(person: Person) -> None:
    """Tell the person by mail that their second factor is gone."""
    context = {"user": person, "is_notification": True}
    get_adapter().send_mail("account/email/factor_reset", person.email, context)
