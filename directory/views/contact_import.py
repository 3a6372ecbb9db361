"""Imports of contacts: sent, looked at row by row, carried out, reported."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.forms.contact_import import ImportForm, RowFilter
from directory.importing.columns import COLUMNS
from directory.importing.report import TYPES, report
from directory.importing.words import fault_of, said_of
from directory.models.contact_import import ContactImport, ImportRow
from directory.views.sections import show
from portal.audit.models import record
from portal.markings.access import access, get_or_post, post_only
from portal.markings.models import NotReadable
from portal.paging import Order, Page
from portal.refusals import Refused

RULE = "directory.import_contacts"
NEWEST = {"new": Order(gettext_lazy("newest first"), ("-sent_at", "-id"))}
BY_NUMBER = {"number": Order(gettext_lazy("row"), ("number",))}


@access(RULE)
@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """List the imports, the newest first."""
    rows = ContactImport.objects.readable_by(request.user).select_related("sent_by", "file")
    page = Page.of(rows, request, orders=NEWEST)
    return show(request, "directory/import_list.html", "import_list", {"page": page})


@access(RULE)
@get_or_post
def import_add(request: HttpRequest) -> HttpResponse:
    """Take a list; nothing of the directory changes by it."""
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES, by=request.user)
        if form.is_valid() and (batch := _received(form)):
            return redirect(batch)
    else:
        form = ImportForm(by=request.user)
    context = {"form": form, "columns": COLUMNS.values()}
    return show(request, "directory/import_add.html", "import_list", context)


def _received(form: ImportForm) -> ContactImport | None:
    """Take a list in, or say in the form why not: nothing typed is lost."""
    try:
        with transaction.atomic():
            return form.receive()
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None
    except ValidationError as error:
        form.refuse_file(error)
        return None


@access(RULE)
@require_safe
def import_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what an import does with each row, and how far it is."""
    batch = _import(request, public_id)
    counts, state = batch.counts(), RowFilter(request.GET).chosen
    rows = batch.rows.filter(state=state) if state else batch.rows.all()
    total = sum(counts.values())
    page = Page.of(
        rows.select_related("person"),
        request,
        orders=BY_NUMBER,
        per_page=50,
        total=counts.get(state, 0) if state else total,
        cap=10_000,
    )
    context = {
        "batch": batch,
        "page": page,
        "rows": [(row, said_of(row)) for row in page],
        "tabs": [("", _("All"), total), *_tabs(counts)],
        "state": state,
        "ready": counts.get(ImportRow.State.READY, 0),
        "imported": counts.get(ImportRow.State.IMPORTED, 0),
        "total": total,
        "fault": fault_of(batch),
    }
    return show(request, "directory/import_detail.html", "import_list", context)


@access(RULE)
@post_only
def import_begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Import the ready rows; the worker does it."""
    batch = _import(request, public_id)
    if batch.begin(by=request.user):
        messages.success(request, _("The import has begun. You can leave this page."))
    return redirect(batch)


@access(RULE)
@post_only
def import_cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Stop an import; what is imported stays."""
    batch = _import(request, public_id)
    if batch.cancel(by=request.user):
        messages.success(request, _("The import is cancelled. What was imported before stays."))
    return redirect(batch)


@access(RULE)
@require_safe
def import_report(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """Give the report of an import as a file; that it was taken is logged."""
    batch = _import(request, public_id)
    if kind not in TYPES:
        raise NotReadable
    answer = HttpResponse(report(batch, kind), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="import-{batch.public_id}.{kind}"'
    if request.method == "GET":
        record("directory.export_import", by=_person(request), on=batch, kind=kind)
    return answer


def _import(request: HttpRequest, public_id: str) -> ContactImport:
    rows = ContactImport.objects.select_related("file", "sent_by", "begun_by")
    return rows.readable_or_404(request.user, public_id=public_id)


def _person(request: HttpRequest) -> Any:
    return request.user


def _tabs(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(state, str(ImportRow.State(state).label), n) for state, n in counts.items()]
