"""Where guidance begins: the matrix, what is new, what is due; and the answers to one finding."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.panels import people_of_technology
from guidelines.forms.finding import FindingForm, ShowForm
from guidelines.kinds import Kind
from guidelines.lists.lines import lines_of
from guidelines.lists.matrix import Matrix
from guidelines.lists.peers import Likeness, known_of, reasoned
from guidelines.models import Circumstances, Record
from portal.compiled import Replanned
from portal.markings.access import PUBLIC, access
from portal.markings.models import reader_of
from portal.taxonomy.models import Technology

NEWEST = 6
DUE = 6
EACH = 5
# So many stand beside each other; whoever wants others says more of what they look for.
LIKEST = 25


def _newest(audiences: list[int]) -> QuerySet[Record, Any]:
    rows = Record.objects.readable_within(audiences).published()
    return rows.order_by("-published_at", "-id").rows()[:NEWEST]  # type: ignore[attr-defined,no-any-return]


def _due(audiences: list[int], day: datetime.date) -> QuerySet[Record, Any]:
    rows = Record.objects.readable_within(audiences).published().filter(review_by__lt=day)
    return rows.order_by("review_by", "id").rows()[:DUE]  # type: ignore[attr-defined,no-any-return]


# How much a reader may read decides which index finds them.
_NEWEST = Replanned(_newest, audiences=[-987_654])
_DUE = Replanned(_due, audiences=[-987_654], day=datetime.date(1, 1, 1))


@access(PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show how much there is by technology and phase, what is new, what is due for review."""
    form = ShowForm(request.GET)
    audiences = reader_of(request.user).audience_ids
    context = {
        "form": form,
        "matrix": Matrix(request.user, form.kinds),
        "newest": lines_of(_NEWEST.rows(audiences=audiences)),
        "due": lines_of(_DUE.rows(audiences=audiences, day=timezone.now().date())),
    }
    return render(request, "guidelines/home.html", context)


@access("guidelines.find_alike")
@require_safe
def alike_list(request: HttpRequest) -> HttpResponse:
    """Show the experiences of administrations like the reader's, with what they have in common."""
    person: Any = request.user
    known = known_of(person)
    form = FindingForm(request.GET)
    likeness = Likeness(known | form.wanted, Circumstances.shared_with(person.administration_id))
    found = likeness.best(
        person, [Kind.EXPERIENCE], each=LIKEST, without=person.administration_id
    )  # fmt: skip
    context = {
        "form": form,
        "is_asked": not likeness.is_empty,
        "is_full": len(found) == LIKEST,
        "rows": reasoned(lines_of(found), likeness),
    }
    return render(request, "guidelines/alike_list.html", context)


@access(PUBLIC)
@require_safe
def finding_detail(request: HttpRequest) -> HttpResponse:
    """Show what answers one finding: practices, pitfalls, experiences and people."""
    form = FindingForm(request.GET)
    likeness = Likeness(form.wanted)
    found = likeness.best(request.user, Kind.values, each=EACH)
    lines = reasoned(lines_of(found), likeness)
    groups = [
        (kind, [line for line in lines if line["kind"] == kind.value])
        for kind in (Kind.PRACTICE, Kind.PITFALL, Kind.EXPERIENCE)
    ]
    context = {
        "form": form,
        "is_asked": not likeness.is_empty,
        "groups": [(kind, shown) for kind, shown in groups if shown],
        "panels": _people(form.wanted, request.user),
    }
    return render(request, "guidelines/finding_detail.html", context)


def _people(wanted: dict[str, list[str]], person: Any) -> list[Any]:
    """Return who works on the technology of a finding, as far as the reader may see people."""
    technology = Technology.objects.filter(slug__in=wanted.get("technology", [])).first()
    panel = people_of_technology(technology, reader_of(person)) if technology else None
    return [panel] if panel else []
