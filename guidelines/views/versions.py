"""Versions of a record: their list, each as it was published, and what changed between two."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from guidelines.changes import Changes
from guidelines.forms.versions import ChangesForm
from guidelines.kinds import State
from guidelines.models import Record, Version
from guidelines.page import RecordPage
from portal.markings.access import PUBLIC, access
from portal.markings.models import NotReadable, reader_of


def record_and_versions(request: HttpRequest, public_id: str) -> tuple[Record, list[Version]]:
    """Return a record and its versions, newest first, as far as the person may read them.

    What was published under a stricter label stays with those whom that label names.
    """
    rows = Record.objects.detailed().filter(state__in=[State.PUBLISHED, State.SUPERSEDED])  # type: ignore[attr-defined]
    record = rows.readable_or_404(request.user, public_id=public_id)
    tokens = reader_of(request.user).tokens
    versions = [
        each
        for each in record.versions.order_by("-number")
        if not tokens.isdisjoint(record.tokens_under(each.marking))
    ]
    return record, versions


@access(PUBLIC)
@require_safe
def version_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """List what was published of a record, with the hash of each text."""
    record, versions = record_and_versions(request, public_id)
    context = {"record": record, "versions": versions, "page": RecordPage(record, request.user)}
    return render(request, "guidelines/version_list.html", context)


@access(PUBLIC)
@require_safe
def version_detail(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Show a version as it was published; the latest one has the address of the record."""
    record, versions = record_and_versions(request, public_id)
    version = next((each for each in versions if each.number == number), None)
    if version is None:
        raise NotReadable
    if version.pk == record.version_id:
        return redirect(record)
    page = RecordPage(record, request.user, version)
    return render(request, "guidelines/record_detail.html", {"record": record, "page": page})


@access(PUBLIC)
@require_safe
def version_changes(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what changed between two versions."""
    record, versions = record_and_versions(request, public_id)
    form = ChangesForm(request.GET or None, versions=versions)
    old, new = form.pair
    context = {
        "record": record,
        "page": RecordPage(record, request.user),
        "form": form,
        "old": old,
        "new": new,
        "changes": list(Changes(record, old, new, request.user)),
    }
    return render(request, "guidelines/version_changes.html", context)
