"""Drafts: kept while somebody types, listed, discarded. Nobody else ever reads one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.limits import within
from portal.markings.access import SIGNED_IN, access, post_only
from portal.writing.forms import DraftForm, too_large
from portal.writing.models import (
    Draft,
    DraftConflictError,
    DraftSentError,
    DraftTooLargeError,
)
from portal.writing.rendering import excerpt


@access(SIGNED_IN)
@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """List what the reader began to write."""
    drafts = Draft.objects.waiting().filter(person=request.user.pk)[: Draft.PER_PERSON]
    rows = [(draft, excerpt(draft.longest, 120)) for draft in drafts]
    return render(request, "writing/draft_list.html", {"rows": rows, "days": Draft.KEPT.days})


@access(SIGNED_IN)
@post_only
def draft_save(request: HttpRequest) -> HttpResponse:
    """Keep what a script sends while somebody types; the button of the form does the same."""
    if not within("draft", request.user.pk, most=120, seconds=60):
        return _says(_("Not saved yet: too often within a minute."), status=429)
    # The body of anything else was read as a form already.
    form = DraftForm.of(request.body if request.content_type == "application/json" else b"")
    if not form.is_valid():
        return _says(_("The draft is not saved. Press Save draft."), status=400)
    sent = form.cleaned_data
    try:
        draft = Draft.keep(
            by=request.user, key=sent["key"], fields=sent["fields_typed"], seen=sent["seen"],
            window=sent["window"], address=sent["address"], is_automatic=True,
        )  # fmt: skip
    except DraftConflictError:
        words = _("Another window has another text. Press Save draft to see both.")
        return _says(words, status=409)
    except DraftSentError:
        return _says(_("This was sent from another window. Save draft keeps it anew."), status=410)
    except DraftTooLargeError:
        return _says(too_large(), status=413)
    at = time_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")
    return _says(_("Draft saved %(time)s") % {"time": at}, seen=draft.revision)


@access(SIGNED_IN)
@post_only
def draft_discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget a draft of the reader's own."""
    for draft in Draft.objects.filter(person=request.user.pk, public_id=public_id):
        draft.discard()
    messages.success(request, _("The draft is discarded."))
    return redirect("writing:draft_list")


def _says(words: str, status: int = 200, **more: int) -> JsonResponse:
    return JsonResponse({"says": words} | more, status=status)
