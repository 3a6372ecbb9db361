"""To sign: what officers drafted for their administration, and what stands signed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.forms.signing import AmendForm, DeclineForm, SignForm
from directory.models import Signing
from directory.views.sections import show
from portal.markings.access import access, may, post_only, require
from portal.paging import Order, Page
from portal.refusals import Refused

ORDERS = {"newest": Order(gettext_lazy("newest"), ("-drafted_at", "-id"))}
# Drafts of one administration; more than these nobody reads before signing.
MOST_DRAFTS = 50


@access("directory.read_signings")
@require_safe
def signing_list(request: HttpRequest) -> HttpResponse:
    """Show what waits for a signature of the own administration, and what was signed."""
    readable = Signing.objects.readable_by(request.user)
    drafts = list(readable.drafts().with_people()[: MOST_DRAFTS + 1])
    done = readable.exclude(state=Signing.State.DRAFT).with_people()
    context = {
        "drafts": drafts[:MOST_DRAFTS],
        "most": MOST_DRAFTS if len(drafts) > MOST_DRAFTS else 0,
        "page": Page.of(done, request, orders=ORDERS),
    }
    return show(request, "directory/signing_list.html", "signing_list", context)


@access("directory.read_signings")
@require_safe
def signing_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a text with its history, and to who may sign it, the button."""
    signing = _signing(request, public_id)
    return show(request, "directory/signing_detail.html", "signing_list", _page(request, signing))


@access("directory.read_signings")
@post_only
def signing_sign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign for the administration."""
    signing = _signing(request, public_id)
    require(request.user, "directory.sign", signing)
    form = SignForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    return _do(request, signing, "sign", _("Signed for your administration."), seen=seen)


@access("directory.read_signings")
@post_only
def signing_amend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draft another text; the signed one stands until that is signed, too."""
    signing = _signing(request, public_id)
    require(request.user, "directory.draft_signing", signing)
    form = AmendForm(request.POST, signing=signing)
    if form.is_valid():
        try:
            draft = signing.amend(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.keep(str(refusal))
        else:
            messages.success(request, _("The draft is saved. It waits for a signature."))
            return redirect(draft)
    page = _page(request, signing) | {"form": form}
    return show(request, "directory/signing_detail.html", "signing_list", page)


@access("directory.read_signings")
@post_only
def signing_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back a draft, or what was signed, while it is open."""
    signing = _signing(request, public_id)
    require(request.user, "directory.withdraw_signing", signing)
    if not signing.asks_why:
        return _do(request, signing, "withdraw", _("It is withdrawn."))
    form = DeclineForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _do(request, signing, "withdraw", _("Declined, with your reason."), reason=reason)
    page = _page(request, signing) | {"decline": form}
    return show(request, "directory/signing_detail.html", "signing_list", page)


def _do(
    request: HttpRequest, signing: Signing, verb: str, done: str, **values: Any
) -> HttpResponse:
    """Call a verb, and say what became of it."""
    try:
        if getattr(signing, verb)(by=request.user, **values):
            messages.success(request, done)
        else:
            messages.info(request, _("A colleague was faster. Nothing was done."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(signing)


def _signing(request: HttpRequest, public_id: str) -> Signing:
    return Signing.objects.with_people().readable_or_404(request.user, public_id=public_id)


def _page(request: HttpRequest, signing: Signing) -> dict[str, Any]:
    """Return what the page of a signing shows this reader."""
    rows = Signing.objects.readable_by(request.user).around(signing)
    drafts = may(request.user, "directory.draft_signing", signing)
    may_amend = drafts and signing.is_amendable
    return {
        "signing": signing,
        "history": rows.with_people(),
        "may_sign": signing.is_draft and may(request.user, "directory.sign", signing),
        "may_withdraw": may(request.user, "directory.withdraw_signing", signing),
        "form": AmendForm(signing=signing) if may_amend else None,
        "decline": DeclineForm() if signing.asks_why else None,
    }
