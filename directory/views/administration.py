"""Members, administrations and the gaps between them."""

import datetime
from functools import cache
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import vacancies
from directory.cards import Card, cards_of, contacts_of
from directory.forms.administration import AdministrationForm, VacancyForm
from directory.forms.filters import AdministrationFilters
from directory.models import Administration, CardView, Holding, Person, Seat, VacancyOpening
from directory.models.card_view import BudgetSpentError
from directory.models.seat_role import seat_name
from directory.tiles import tile_map
from directory.views.sections import show
from portal.lists import KeptList, KeptRows
from portal.markings.access import PUBLIC, access, get_or_post, may, require
from portal.markings.models import reader_of
from portal.markings.panels import panels_of
from portal.paging import Order, Page
from portal.revision import posted
from portal.taxonomy.models import local

# On one administration's page; the list of people has the rest.
MOST_OFFICERS = 30
MOST_EARLIER = 20


def orders() -> dict[str, Order]:
    """Return the orders of the list, in the reader's language."""
    return {
        "name": Order(gettext_lazy("name"), (local("sort_key"), "id")),
        "changed": Order(gettext_lazy("recently changed"), ("-changed_at", "-id")),
    }


@access(PUBLIC)
@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """Show every Member by region, to everybody: names only."""
    rows = Administration.objects.order_by("region", local("sort_key"), "pk").values(
        "iso2",
        "name_en",
        "name_fr",
        "kind",
        "region__code",
        region_name=F(f"region__{local('short')}"),
    )
    members = [row for row in rows if row["kind"] == Administration.Kind.MEMBER]
    others = [row for row in rows if row["kind"] != Administration.Kind.MEMBER]
    context = {"members": members, "others": others}
    return show(request, "directory/member_list.html", "member_list", context)


@access("directory.read_cards")
@require_safe
def administration_list(request: HttpRequest) -> HttpResponse:
    """Show the tiles of all Members, and the administrations that the filters leave."""
    filters = AdministrationFilters(request)
    conditions = filters.conditions(request.user)
    tiles = tile_map(filters.offered["region"], request.user)
    readable = Administration.objects.readable_by(request.user)
    rows = filters.narrow(as_rows(readable), conditions) if conditions else all_of(request.user)
    total = None if conditions else tiles.total
    page = Page.of(rows, request, orders=orders(), total=total)
    contacts = contacts_of([row["id"] for row in page], request.user)
    tokens = reader_of(request.user).tokens
    context = {
        "filters": filters,
        "page": page,
        "rows": [(row, contacts.get(row["id"]), tiles.gaps.get(row["iso2"])) for row in page],
        "in_the_way": [] if page.rows else filters.in_the_way(readable, conditions),
        "tiles": tiles,
        "mine": next((one for one in tiles.regions if f"region:{one.code}" in tokens), None),
    }
    return show(request, "directory/administration_list.html", "administration_list", context)


def as_rows(administrations: QuerySet[Administration]) -> QuerySet[Administration, Any]:
    """Return administrations as dicts with what a row shows, in the reader's language."""
    return administrations.values(
        "id", "iso2", "sort_key_en", "sort_key_fr", "changed_at", name=F(local("name")),
        official_name=F(local("administration_name")), region_name=F(f"region__{local('short')}"),
    )  # fmt: skip


@cache
def _kept(language: str) -> KeptList:
    """Return the list of all administrations, with their names in one language."""
    return KeptList(
        Administration.objects.readable_within, shape=as_rows, is_planned_once=False,
        audiences=[-987_654],
    )  # fmt: skip


def all_of(reader: Any) -> KeptRows:
    """Return the administrations that somebody may read: as rows, by statements that are kept."""
    return _kept(get_language() or "en").of(audiences=reader_of(reader).audience_ids)


@access(PUBLIC)
@require_safe
def administration_detail(request: HttpRequest, iso2: str) -> HttpResponse:
    """Show an administration: facts to everybody, people and seats to who may read cards."""
    rows = Administration.objects.with_region().with_languages()
    reads_cards = may(request.user, "directory.read_cards")
    if reads_cards:
        rows = _with_seats(rows, request.user)
    row = rows.readable_or_404(request.user, iso2=iso2)
    cards = _officers(row, request.user) if reads_cards else []
    contacts = _contacts(cards, request.user)
    context = {
        "administration": row,
        "reads_cards": reads_cards,
        "contacts": contacts or [],
        "is_spent": contacts is None,
        "officers": [card.row for card in cards if not card.seats][:MOST_OFFICERS],
        "earlier": _earlier(row) if reads_cards else [],
        "gap": _gap(row, cards, request.user) if reads_cards else "",
        "may_ask": may(request.user, "directory.ask_contact"),
        "panels": panels_of(row, reader_of(request.user)),
        "followed_too": [("region", row.region.code, row.region.short)] if row.region else [],
        "may_edit": may(request.user, "directory.edit_administration", row),
        "may_see_looks": may(request.user, "directory.read_looks", row),
    }
    return show(request, "directory/administration_detail.html", "administration_list", context)


def _officers(row: Administration, reader: Any) -> list[Card]:
    """Return the cards of an administration's people that the reader may read, seats first."""
    held = Holding.objects.current().filter(person=OuterRef("pk"))
    people = Person.objects.verified().readable_by(reader).filter(administration=row)
    people = people.with_post().annotate(is_seated=Exists(held))
    people = people.order_by("-is_seated", "sort_key", "pk")
    return cards_of(people[:MOST_OFFICERS], reader)


def _contacts(cards: list[Card], reader: Any) -> list[Card] | None:
    """Return the cards of holders of seats, or None past the reader's budget of the day."""
    seated = sorted((card for card in cards if card.seats), key=lambda card: card.rank)
    try:
        CardView.look(reader, [card.person for card in seated])
    except BudgetSpentError:
        return None
    return seated


class Earlier(NamedTuple):
    """The time of a former holder; the name went with them."""

    seat: str
    since: datetime.datetime
    until: datetime.datetime
    public_id: str


def _with_seats(rows: Any, reader: Any) -> Any:
    """Return administrations with what is said of their seats, in the same query."""
    ended = Holding.objects.filter(seat__administration=OuterRef("pk"), until__isnull=False)
    times = JSONObject(role="seat__role", since="since", until="until", public_id="seat__public_id")
    latest = ended.order_by("-until", "pk").values(times=times)[:MOST_EARLIER]
    return rows.annotate(
        ended=ArraySubquery(latest),
        are_vacancies_open=Exists(VacancyOpening.objects.open_to(reader)),
    )


def _earlier(row: Any) -> list[Earlier]:
    """Return the times of former holders, the last one first."""
    moment = datetime.datetime.fromisoformat
    return [
        Earlier(
            seat_name(each["role"]), moment(each["since"]), moment(each["until"]), each["public_id"]
        )
        for each in row.ended
    ]


def _gap(row: Any, cards: list[Card], reader: Any) -> str:
    """Return what to say of an empty contact point: its state to staff, and to who is shown it."""
    kind = seat_name(Seat.Kind.CONTACT_POINT)
    if any(seat.title == kind for card in cards for seat in card.seats):
        return ""
    may_know = row.are_vacancies_open or may(reader, "directory.read_vacancies")
    if row.kind != Administration.Kind.MEMBER or not may_know:
        return "unknown"
    return "vacant" if vacancies.are_named() else "no-sample"


@access("directory.edit_administration")
@get_or_post
def administration_edit(request: HttpRequest, iso2: str) -> HttpResponse:
    """Let the Secretariat correct what the directory says of an administration."""
    row = Administration.objects.readable_or_404(request.user, iso2=iso2)
    require(request.user, "directory.edit_administration", row)
    form = AdministrationForm(posted(request), instance=row)
    if form.is_bound and form.is_valid() and form.save_changes(by=request.user):
        messages.success(request, _("The administration is saved."))
        return redirect(row)
    context = {"form": form, "administration": row}
    return show(request, "directory/administration_edit.html", "administration_list", context)


@access("directory.open_vacancies")
@get_or_post
def vacancy_opening(request: HttpRequest) -> HttpResponse:
    """Let the Secretariat decide whether seat holders see vacant seats by name."""
    opening = VacancyOpening.objects.current().first()
    readers = "holders" if opening else "secretariat"
    form = VacancyForm(posted(request), initial={"readers": readers})
    if form.is_bound and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("Your decision is saved."))
        return redirect("directory:administration_list")
    return show(
        request,
        "directory/vacancy_opening.html",
        "administration_list",
        {"form": form, "opening": opening},
    )
