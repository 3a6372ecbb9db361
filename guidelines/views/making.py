"""Making a record from a topic or a lesson that the person reads."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from guidelines.forms.making import MakingForm
from guidelines.kinds import Kind
from guidelines.making import refusal_of
from guidelines.views.records import kind_or_404
from portal.markings.access import access, get_or_post
from portal.markings.models import NotReadable
from portal.origins import Source, source_of


def source_or_404(request: HttpRequest, code: str, key: str) -> Source:
    """Return what the person may read of an origin."""
    source = source_of(code, key, request.user)
    if source is None:
        raise NotReadable
    return source


@access("guidelines.begin_record")
@require_safe
def making(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Ask which kind of record is made."""
    source = source_or_404(request, code, key)
    context = {
        "source": source, "code": code, "key": key, "kinds": Kind.choices,
        "refused": refusal_of(source, request.user),
    }  # fmt: skip
    return render(request, "guidelines/making.html", context)


@access("guidelines.begin_record")
@get_or_post
def record_make(request: HttpRequest, code: str, key: str, kind: str) -> HttpResponse:
    """Begin a record with the words of a topic or a lesson."""
    found, source = kind_or_404(kind), source_or_404(request, code, key)
    if refused := refusal_of(source, request.user):
        messages.error(request, refused)
        return redirect("guidelines:making", code, key)
    form = MakingForm.compose(
        request, key=f"guidance:from:{code}:{key}:{found}", kind=found, person=request.user,
        source=source, origin=(code, key),
    )  # fmt: skip
    if form.is_bound and form.press == "send":
        if known := form.already_begun():
            return redirect(known)
        if form.is_valid():
            messages.success(request, form.saved)
            return redirect(form.begin())
    context = {"form": form, "kind": found, "source": source}
    return render(request, "guidelines/record_form.html", context)
