"""The audit log for auditors: who did what to which object, and whether the chain holds."""

import csv
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directory.models import Person
from portal.audit.models import Event, Seal, link, personal_fault, record
from portal.cells import harmless
from portal.home.forms import LogFilter
from portal.home.log_words import OBJECTS, VERBS
from portal.markings.access import access, post_only
from portal.paging import Order, Page

ORDERS = {
    "new": Order(_("Newest first"), ("-id",)),
    "old": Order(_("Oldest first"), ("id",)),
}
PERSON = Person._meta.label_lower


class Line(NamedTuple):
    """One row of the log as it is read."""

    event: Event
    verb: Any
    actor: Person | None
    kind: Any
    person: Person | None
    detail: list[tuple[str, str]]
    personal: list[tuple[str, str]]
    # True: sealed and unchanged; False: does not match its seal; None: not sealed yet.
    holds: bool | None


@access("audit.read_log")
@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """List the log with the state of its chain."""
    return _show(request, LogFilter(request.GET))


def _show(request: HttpRequest, form: LogFilter, status: int = 200) -> HttpResponse:
    page = Page.of(form.rows().select_related("seal", "personal"), request, orders=ORDERS)
    last = Seal.objects.order_by("-position").first()
    shown = {
        "form": form,
        "page": page,
        "lines": _lines(page.rows),
        "last": last,
        "waiting": Event.objects.filter(pk__gt=last.event_id if last else 0).count(),
        "verified": Event.objects.filter(verb="audit.verify_log").order_by("-pk").first(),
    }
    return render(request, "audit/event_list.html", shown, status=status)


def _lines(events: list[Event]) -> list[Line]:
    ids = {event.actor_id for event in events} | {
        event.object_id for event in events if event.object_type == PERSON
    }
    people = Person.objects.in_bulk(ids - {None})
    return [
        Line(
            event,
            VERBS.get(event.verb, event.verb),
            people.get(event.actor_id),
            OBJECTS.get(event.object_type, event.object_type),
            people.get(event.object_id) if event.object_type == PERSON else None,
            said(event.detail),
            said(event.personal.values) if hasattr(event, "personal") else [],
            _holds(event),
        )
        for event in events
    ]


def said(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what an entry keeps, each value in words: no brackets, no quotes."""
    return [(name, _said(value)) for name, value in values.items()]


def _said(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(each)}" for name, each in value.items())
    return ", ".join(map(_said, value)) if isinstance(value, list) else str(value)


def _holds(event: Event) -> bool | None:
    seal = getattr(event, "seal", None)
    if seal is None:
        return None
    return seal.digest == link(seal.previous, seal.position, event) and not personal_fault(event)


@access("audit.read_log")
@post_only
def audit_export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Send the rows that fit as CSV, without personal values; the export itself is logged."""
    form = LogFilter(request.POST)
    rows = form.rows()
    if not form.is_valid():
        return _show(request, form, status=400)
    # What was asked for, without the address of whom it was asked of.
    asked = {name: str(form.data[name]) for name in form.changed_data if name != "who"}
    auditor: Any = request.user
    record("audit.export_log", by=auditor, filters=asked)
    response = StreamingHttpResponse(_csv(rows.order_by("pk")), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="audit-log.csv"'
    return response


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv(rows: Any) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(
        ["at", "verb", "actor", "object_type", "object", "detail", "personal_digest", "position"]
    )
    for event in rows.select_related("seal").iterator(chunk_size=2000):
        seal = getattr(event, "seal", None)
        detail = json.dumps(event.detail, ensure_ascii=False, sort_keys=True)
        cells = [
            event.at.isoformat(), event.verb, event.actor_id, event.object_type, event.object_id,
            detail, event.personal_digest, seal.position if seal else None,
        ]  # fmt: skip
        yield writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
