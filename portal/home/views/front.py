"""The home page: public for visitors, "what needs you" for people."""

import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, gettext
from django.views.decorators.http import require_safe

from directory.models import Administration, Holding, Region, Seat
from directory.models.seat_role import seat_name
from directory.seat_lines import Stamp, stamp_of_holding
from hub.models import Meeting, News, Precision
from hub.models.meeting import today_in_the_west
from portal.audit.models import Event
from portal.compiled import Compiled, ask
from portal.markings.access import PUBLIC, access
from portal.markings.models import reader_of
from portal.markings.sources import PUBLIC as PUBLIC_TOKEN
from portal.needs import standing_of
from portal.taxonomy.models import Technology
from research.models import Work
from workspaces.models import Workspace
from workspaces.sections import news_in

# The chart's pixels for a region: its name, its bar and some air.
BAR_HEIGHT = 45


@access(PUBLIC)
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Lead to the home page in the person's language, or the browser's."""
    person = request.user
    language = person.language if person.is_authenticated else get_language_from_request(request)
    response = redirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@access(PUBLIC)
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the home page."""
    if request.user.is_authenticated:
        return render(request, "home/front_person.html", _for_person(request.user))
    return render(request, "home/front_visitor.html", _for_visitor(request.user))


def _for_visitor(visitor: Any) -> dict[str, Any]:
    works = Work.objects.readable_by(visitor).published()
    bars = _bars()
    return {
        "works": works.listed().order_by("-year", "-id")[:4],
        "works_total": works.order_by()[:1001].count(),
        "technologies": Technology.objects.current(),
        "focus": Technology.Status.FOCUS,
        "news": News.objects.published().readable_by(visitor).order_by("-date", "-id")[:3],
        "meetings": _next_meetings([PUBLIC_TOKEN], zone=""),
        "bars": bars,
        "members": sum(bar.members for bar in bars),
        "chart_height": BAR_HEIGHT * len(bars),
    }


class Bar(NamedTuple):
    """One region of the chart: its Members, its length, and where its words and bar stand."""

    region: Region
    members: int
    width: str
    name_y: int
    bar_y: int
    number_y: int


def _bars() -> list[Bar]:
    """Return the regions, the one with the most Members first."""
    members = Count("administration", filter=Q(administration__kind=Administration.Kind.MEMBER))
    rows = list(Region.objects.annotate(members=members).order_by("-members", "pk"))
    # A bar never fills the line: its number stands behind it.
    longest = max([row.members for row in rows], default=0) or 1
    return [
        Bar(row, row.members, f"{88 * row.members / longest:.1f}%", y + 14, y + 21, y + 33)
        for row, y in zip(rows, range(0, BAR_HEIGHT * len(rows), BAR_HEIGHT), strict=True)
    ]


# Everybody opens this page: its statements are kept, with the reading rule inside.
WORKS = Compiled(
    lambda tokens: (
        Work.objects.readable_with(tokens).published().listed().order_by("-changed_at", "-id")[:5]
    ),
    tokens=["nobody"],
)
NEWS = Compiled(
    lambda tokens: News.objects.published().readable_with(tokens).order_by("-date", "-id")[:3],
    tokens=["nobody"],
)
# "In 2026" says nothing of when to come.
MEETINGS = Compiled(
    lambda tokens, day: (
        Meeting.objects.published()
        .readable_with(tokens)
        .coming(day)
        .exclude(precision=Precision.YEAR)
        .order_by("start", "id")[:3]
    ),
    tokens=["nobody"],
    day=datetime.date(1970, 1, 1),
)
VISITS = Compiled(
    lambda person: (
        Event.objects.filter(actor_id=person, verb="directory.sign_in")
        .order_by("-pk")
        .values_list("at")[:2]
    ),
    person=-1,
)


def _for_person(person: Any) -> dict[str, Any]:
    standing = standing_of(person)
    previous = _previous_visit(person)
    tokens = sorted(reader_of(person).tokens)
    works = WORKS.found(tokens=tokens)
    new = [work for work in works if previous and work.changed_at > previous]
    holdings = _holdings(person)
    meetings = _next_meetings(tokens, zone=person.zone)
    own = next((row for row in holdings if row.person_id == person.pk), None)
    return {
        "due": standing.due,
        "coming": _coming(person, meetings),
        "standing": standing.head,
        "previous": previous if new else None,
        "works": new or works,
        "news": NEWS.found(tokens=tokens),
        "meetings": meetings,
        "seats": _seats(person, holdings),
        "administration": _administration(person, holdings),
        "own_seat": own.seat if own else None,
        "stamp": _stamp(person, own) if own else None,
        "missing": _missing(person) if own else [],
        "rooms": _rooms(person),
    }


def _stamp(person: Any, own: Holding) -> Stamp | None:
    """Return the state of the own seat, but where the list above says the same."""
    if person.is_late and not own.seat.unreachable_since:
        return None
    return stamp_of_holding(own)


def _rooms(person: Any) -> list[tuple[Workspace, int]]:
    """Return the person's rooms, the one that changed last first, each with how much is new."""
    rooms = list(Workspace.objects.of(person).standing().order_by("-changed_at", "-id")[:5])
    news = news_in(rooms, reader_of(person))
    return [(room, news.get(room.pk, 0)) for room in rooms]


class Coming(NamedTuple):
    """The next date of somebody whom nothing needs today."""

    day: datetime.date
    title: str
    url: str


def _coming(person: Any, meetings: list[tuple[Meeting, Any]]) -> Coming | None:
    dates = [
        Coming(meeting.start, meeting.title, meeting.get_absolute_url())
        for meeting, _clocks in meetings
    ]
    if person.confirm_by:
        url = reverse("directory:account_confirm")
        dates.append(Coming(person.confirm_by, gettext("Confirm that your card is right"), url))
    return min(dates, default=None)


def _missing(person: Any) -> list[str]:
    """Return what colleagues miss on the card of whoever holds a seat."""
    missing = [] if person.post else [gettext("your post")]
    return missing if person.phone or person.mobile else [*missing, gettext("a telephone number")]


def _previous_visit(person: Any) -> datetime.datetime | None:
    """Return when the person signed in the time before this one."""
    visits = ask(*VISITS(person=person.pk))
    return visits[1][0] if len(visits) > 1 else None


def _next_meetings(tokens: list[str], *, zone: str) -> list[tuple[Meeting, Any]]:
    rows = MEETINGS.found(tokens=tokens, day=today_in_the_west())
    return [(meeting, meeting.clocks(zone)) for meeting in rows]


def _holdings(person: Any) -> list[Holding]:
    """Return who holds a seat of the person's administration, or the person's own seats."""
    home = Q(person=person.pk)
    if person.administration_id:
        home |= Q(seat__administration=person.administration_id)
    return list(
        Holding.objects.current()
        .with_letter()
        .filter(home)
        .select_related("seat__administration", "person", "nomination")
    )


def _administration(person: Any, holdings: list[Holding]) -> Administration | None:
    """Return the person's administration, from a seat of it where somebody holds one."""
    for row in holdings:
        if row.seat.administration_id == person.administration_id:
            return row.seat.administration
    return person.administration  # type: ignore[no-any-return]


def _seats(person: Any, holdings: list[Holding]) -> list[tuple[str, Any]]:
    """Return the seats of the person's administration, each with its holder."""
    home = person.administration_id
    if home is None:
        return []
    holders = {
        row.seat.role_id: row.person for row in holdings if row.seat.administration_id == home
    }
    kinds = [Seat.Kind.CONTACT_POINT, Seat.Kind.DEPUTY]
    return [(seat_name(kind), holders.get(kind)) for kind in kinds]
