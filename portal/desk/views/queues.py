"""The desk: its queues, and one queue as a list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.desk.bulk import act_on
from portal.desk.due import due_of
from portal.desk.forms.queue import SHOWN, BulkForm
from portal.desk.line import QUEUES, Line, counts_of, kinds_of
from portal.desk.models import Holiday
from portal.desk.offers import bulk_offers_of
from portal.markings.access import access, may, post_only
from portal.paging import Page


@access("desk.work_queues")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show every queue with what stands in it."""
    counts = counts_of(request.user)
    rows = [(kind, counts.get(kind.code, {})) for kind in kinds_of(request.user)]
    context = {
        # Most kinds are empty on most days: those come behind the others.
        "rows": [row for row in rows if row[1].get("waiting")],
        "idle": [kind for kind, held in rows if not held.get("waiting")],
        "totals": totals_of(counts),
        "may_keep": may(request.user, "desk.keep_desk"),
    }
    return render(request, "desk/home.html", context)


@access("desk.work_queues")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List the items of one queue."""
    line = Line.of(request)
    page = Page.of(line.rows.with_people(), request, orders=line.orders)
    calendar = Holiday.objects.calendar()
    rows = [(item, due_of(item, calendar)) for item in page]
    kinds = {item.kind: item.reviewable for item, _due in rows}
    only = next(iter(kinds.values())) if len(kinds) == 1 else None
    show = line.form.cleaned_data.get("show", "")
    context: dict[str, Any] = {
        "page": page,
        "rows": rows,
        "line": line,
        "form": line.form,
        "title": dict(SHOWN)[show],
        "offers": bulk_offers_of(only) if show not in ("returned", "done") else [],
        "can_act": show not in ("returned", "done"),
        "tabs": tabs_of(line, totals_of(counts_of(request.user))),
    }
    return render(request, "desk/queue.html", context)


@access("desk.work_queues")
@post_only
def queue_act(request: HttpRequest) -> HttpResponse:
    """Do one thing with every ticked item, each for itself, and report row by row."""
    line = Line.of(request)
    form = BulkForm(request.POST, person=request.user)
    report = act_on(form, by=request.user) if form.is_valid() else None
    context = {"form": form, "line": line, "report": report}
    return render(request, "desk/report.html", context, status=200 if report else 400)


def totals_of(counts: dict[str, dict[str, int]]) -> dict[str, int]:
    """Return how much stands in each queue, whatever its kind."""
    return {name: sum(each[name] for each in counts.values()) for name in QUEUES}


def tabs_of(line: Line, totals: dict[str, int]) -> list[tuple[Any, str, int | None, bool]]:
    """Return label, code, number and whether it is the present one of each queue."""
    here = line.form.cleaned_data.get("show", "")
    numbers = totals | {"": totals["waiting"]}
    return [(label, code, numbers.get(code), code == here) for code, label in SHOWN]
