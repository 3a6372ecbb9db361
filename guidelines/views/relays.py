"""Asking the author of a record, and what both sides read of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guidelines.forms.identity import WordsForm
from guidelines.models import Relay
from guidelines.models.relay import Side
from guidelines.pages.fetching import record_or_404
from guidelines.pages.identity import IdentityPart, whose
from guidelines.pages.ours import questions_of
from portal.markings.access import access, get_or_post, post_only
from portal.paging import Order, Page
from portal.refusals import Refused
from portal.revision import posted

ORDERS = {"moved": Order(gettext_lazy("newest"), ("-moved_at", "-id"))}
HINTS = {
    Side.ASKER: gettext_lazy(
        "The author learns your name and your administration. If one of you reports it, the "
        "Secretariat reads it too. No declarations, no names of traders."
    ),
    Side.AUTHOR: gettext_lazy(
        "Whoever asked learns no name that the record does not tell. If one of you reports it, the "
        "Secretariat reads your words too, without a name. Write nothing that tells who you are, "
        "unless you want to."
    ),
}


def relay_or_404(request: HttpRequest, public_id: str) -> Relay:
    """Return an exchange that the person is a side of."""
    return Relay.objects.detailed().readable_or_404(request.user, public_id=public_id)


@access("guidelines.ask_author")
@get_or_post
def relay_ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a question to the author of a record."""
    row = record_or_404(request, public_id, "guidelines.ask_author")
    if IdentityPart(row, request.user).is_own:
        messages.info(request, _("This record is of your own administration."))
        return redirect(row)
    form = WordsForm(posted(request), hint=HINTS[Side.ASKER])
    if form.is_bound and form.is_valid():
        try:
            relay = Relay.ask(row, by=request.user, text=form.cleaned_data["text"])
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Your question is sent. You are told of the answer."))
            return redirect(relay)
    context = {
        "record": row, "form": form, "whose": whose(row), "headline": _("Ask the author"),
        "button": _("Send the question"),
    }  # fmt: skip
    return render(request, "guidelines/relay_ask.html", context)


@access("guidelines.read_relay")
@require_safe
def relay_list(request: HttpRequest) -> HttpResponse:
    """Show what the person asked, and what is asked of records of their administration."""
    page = Page.of(questions_of(request.user), request, orders=ORDERS)
    return render(request, "guidelines/relay_list.html", {"page": page})


@access("guidelines.read_relay")
@get_or_post
def relay_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an exchange to one of its sides, and take what this side writes."""
    relay = relay_or_404(request, public_id)
    side = relay.side_of(request.user)
    form = WordsForm(posted(request), hint=HINTS[side])
    if form.is_bound and form.is_valid():
        try:
            relay.say(form.cleaned_data["text"], by=request.user)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Your text is sent."))
            return redirect(relay)
    context = {
        "relay": relay,
        "record": relay.record,
        "form": form if relay.is_open else None,
        "side": side,
        "texts": relay.texts.all(),
        "author": relay.record.administration or _("The author"),
    }
    return render(request, "guidelines/relay_detail.html", context)


@access("guidelines.read_relay")
@post_only
def relay_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End an exchange."""
    relay = relay_or_404(request, public_id)
    try:
        relay.end(by=request.user)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("This exchange is over. Both of you still read it."))
    return redirect(relay)


@access("guidelines.read_relay")
@post_only
def relay_report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an exchange to the Secretariat."""
    relay = relay_or_404(request, public_id)
    try:
        relay.report(by=request.user)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("The Secretariat looks at it. The author stays hidden."))
    return redirect(relay)
