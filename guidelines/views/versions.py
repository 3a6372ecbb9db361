"""Versions of a record: their list, each as it was published, and what changed between two."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.forms.versions import ChangesForm
from guidelines.kinds import State
from guidelines.models import Record, Version
from guidelines.pages.changes import Changes
from guidelines.pages.fetching import ISSUED, record_or_404
from guidelines.pages.record import RecordPage
from guidelines.pages.sources import Sources
from guidelines.views.succession import show_withdrawn
from portal.markings.access import PUBLIC, access
from portal.markings.models import NotReadable


def record_and_versions(request: HttpRequest, public_id: str) -> tuple[Record, list[Version]]:
    """Return a record and its versions, newest first, as far as the person may read them.

    Of a withdrawn record each view shows that alone.
    """
    record = record_or_404(request, public_id, states=ISSUED)
    return record, list(record.versions.readable_by(request.user).order_by("-number"))


def numbered(versions: list[Version], number: int) -> Version:
    """Return the version of a number among those that the person may read."""
    found = next((each for each in versions if each.number == number), None)
    if found is None:
        raise NotReadable
    return found


@access(PUBLIC)
@require_safe
def version_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """List what was published of a record, with the hash of each text."""
    record, versions = record_and_versions(request, public_id)
    if record.state == State.WITHDRAWN:
        return show_withdrawn(request, record)
    context = {"record": record, "versions": versions, "page": RecordPage(record, request.user)}
    return render(request, "guidelines/version_list.html", context)


@access(PUBLIC)
@require_safe
def version_detail(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Show a version as it was published; the latest one has the address of the record."""
    record, versions = record_and_versions(request, public_id)
    if record.state == State.WITHDRAWN:
        return show_withdrawn(request, record)
    version = numbered(versions, number)
    if version.pk == record.version_id:
        return redirect(record)
    page = RecordPage(record, request.user, version)
    return render(request, "guidelines/record_detail.html", {"record": record, "page": page})


@access(PUBLIC)
@require_safe
def version_hashed(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Hand out the very text that was hashed, to whoever may read all that it cites."""
    record, versions = record_and_versions(request, public_id)
    if record.state == State.WITHDRAWN:
        return show_withdrawn(request, record)
    version = numbered(versions, number)
    cited = Sources(record, version.content, request.user)
    if {*cited.codes} - {*cited.found, record.code}:
        raise PermissionDenied(_("This text names a source that you may not read."))
    response = HttpResponse(version.hashed, content_type="application/json")
    name = f"{record.code}-{version.number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@access(PUBLIC)
@require_safe
def version_changes(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what changed between two versions."""
    record, versions = record_and_versions(request, public_id)
    if record.state == State.WITHDRAWN:
        return show_withdrawn(request, record)
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
