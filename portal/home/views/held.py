"""A form that was sent after the session ended: offered again to its person, and to nobody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.home import held
from portal.home.held_words import readable
from portal.home.models import HeldForm
from portal.markings.access import SIGNED_IN, access, post_only


@access(SIGNED_IN)
@require_safe
def held_forms(request: HttpRequest) -> HttpResponse:
    """List the forms that are kept for the reader."""
    forms = HeldForm.objects.current().unsent().filter(person=request.user.pk)
    return render(request, "home/held_form_list.html", {"forms": forms[: HeldForm.PER_PERSON]})


@access(SIGNED_IN)
@require_safe
def held_form(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what was typed, to send it now or to discard it."""
    form = _mine(request, public_id)
    if form is None:
        return _nothing(request)
    fields = form.fields
    context = {
        "held": form,
        "fields": fields,
        "readable": readable(fields, address=form.address, reader=request.user),
        "name": held.FIELD,
    }
    return render(request, "home/held_form.html", context)


@access(SIGNED_IN)
@post_only
def held_form_discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget what was typed."""
    form = _mine(request, public_id)
    if form is None:
        return _nothing(request)
    form.delete()
    messages.success(request, _("The form is discarded."))
    return redirect("home:front")


def _mine(request: HttpRequest, public_id: str) -> HeldForm | None:
    mine = HeldForm.objects.current().unsent().filter(person=request.user.pk)
    return mine.filter(public_id=public_id).first()


def _nothing(request: HttpRequest) -> HttpResponse:
    """Answer the same for a form that was sent, that is somebody else's or that never was."""
    messages.info(request, _("Nothing is kept for you here."))
    return redirect("home:front")
