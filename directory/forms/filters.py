"""The filters of the directory's lists: GET forms, one condition per field."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import CharField, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.forms.utils import flatatt
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, Holding, Person, Region, RoleAssignment, Seat
from directory.models.administration import sort_key
from directory.roles import ROLES
from portal.taxonomy.models import Language, Technology, local

type Options = tuple[tuple[str, str], ...]

# Nobody types more; each is one condition.
MOST_WORDS = 8


def offered() -> dict[str, Options]:
    """Return what regions, technologies and languages there are, in one query."""
    sources: list[tuple[str, QuerySet[Any], str, str, str]] = [
        ("region", Region.objects.all(), "code", local("short"), "pk"),
        ("technology", Technology.objects.current(), "slug", local("name"), "position"),
        ("language", Language.objects.all(), "code", local("name"), "pk"),
    ]
    first, *others = [
        rows.order_by().values_list(
            Value(field, CharField()),
            Cast(key, CharField()),
            Cast(label, CharField()),
            Cast(rank, IntegerField()),
        )
        for field, rows, key, label, rank in sources
    ]
    found = sorted(first.union(*others, all=True).order_by(), key=lambda row: row[3])
    return {
        field: tuple((key, label) for kind, key, label, _rank in found if kind == field)
        for field, *_rest in sources
    }


@lru_cache(maxsize=256)
def _options_html(options: Options, chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, SafeString(" selected") if key == chosen else "", name) for key, name in options),
    )


class QuickSelect(forms.Select):
    """A select whose options are drawn once: a hundred templates per page would cost more than its SQL."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the element; the same options and choice give the same text."""
        options = tuple((str(key), str(label)) for key, label in self.choices)
        return format_html(
            '<select name="{}" class="input"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            _options_html(options, str(value or "")),
        )


class Filters(forms.Form):
    """What both lists are narrowed by. A value that does not fit is named at its field and not used."""

    use_required_attribute = False

    q = forms.CharField(
        label=_("Administration or person"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    region = forms.ChoiceField(label=_("Region"), required=False, widget=QuickSelect)
    technology = forms.ChoiceField(label=_("Technology"), required=False, widget=QuickSelect)
    language = forms.ChoiceField(label=_("Speaks"), required=False, widget=QuickSelect)
    seat = forms.ChoiceField(label=_("Seat"), required=False, widget=QuickSelect)
    # The order is kept while the filters change.
    sort = forms.SlugField(max_length=10, required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        self.path = request.path
        for name, (anything, options) in self.choices().items():
            self.fields[name].choices = [("", anything), *options]  # type: ignore[attr-defined]
        self.is_valid()
        self.sort = self.cleaned_data.pop("sort", "")
        self.used = {name: value for name, value in self.cleaned_data.items() if value}

    def choices(self) -> dict[str, tuple[Any, Iterable[tuple[str, Any]]]]:
        """Return what each select offers: the words for no choice, and the choices."""
        self.offered = options = offered()
        return {
            "region": (_("All regions"), options["region"]),
            "technology": (_("Any"), options["technology"]),
            "language": (_("Any"), options["language"]),
            "seat": (_("Any"), Seat.Kind.choices),
        }

    @property
    def words(self) -> list[str]:
        """The words of the free text, without accents and case."""
        return sort_key(self.used.get("q", "")).split()[:MOST_WORDS]

    def conditions(self, person: Any) -> dict[str, Q]:
        """Return the condition of every filter in use, by field."""
        raise NotImplementedError

    def narrow(self, rows: QuerySet[Any], conditions: Mapping[str, Q]) -> QuerySet[Any]:
        """Return the rows that fulfil every condition."""
        for condition in conditions.values():
            rows = rows.filter(condition)
        return rows

    def chips(self) -> list[tuple[str, str]]:
        """Return the filters in use, each with the address of the list without it."""
        return [(self.words_for(name), self.address(without=name)) for name in self.used]

    def words_for(self, name: str) -> str:
        """Return a filter in use as a reader says it."""
        field, value = self.fields[name], self.used[name]
        shown = dict(getattr(field, "choices", ())).get(value, value)
        return f"{field.label}: {shown}"

    def address(self, *, without: str = "", **params: str) -> str:
        """Return the address of the first page of this list with some filters changed."""
        query = QueryDict(mutable=True)
        query.update(self.used | ({"sort": self.sort} if self.sort else {}) | params)
        query.pop(without, None)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @property
    def query(self) -> str:
        """The filters in use as the start of an address's query, for the links of the orders."""
        return f"{urlencode(self.used)}&" if self.used else ""

    def in_the_way(self, rows: QuerySet[Any], conditions: Mapping[str, Q]) -> list[tuple[str, str]]:
        """Return the filters of an empty list without any one of which it has rows, in one query."""
        tries = [
            self.narrow(rows, {key: each for key, each in conditions.items() if key != name})
            .order_by()
            .values_list(Value(name, CharField()))[:1]
            for name in conditions
        ]
        found = set(tries[0].union(*tries[1:], all=True).order_by()) if tries else set()
        return [
            (self.words_for(name), self.address(without=name))
            for name in conditions
            if (name,) in found
        ]


class AdministrationFilters(Filters):
    """The filters of the list of administrations. People count only where the reader may see them."""

    def conditions(self, person: Any) -> dict[str, Q]:
        """Return the condition of every filter in use, by field."""
        people = Person.objects.verified().readable_by(person).order_by()
        conditions = {}
        if self.words:
            conditions["q"] = Q()
            for word in self.words:
                named = people.filter(sort_key__contains=word)
                conditions["q"] &= Q(find_key__contains=word) | Q(
                    pk__in=named.values("administration")
                )
        if region := self.used.get("region"):
            conditions["region"] = Q(region__code=region)
        if technology := self.used.get("technology"):
            uses = Administration.technologies.through.objects.filter(technology__slug=technology)
            experts = people.filter(technologies__slug=technology)
            conditions["technology"] = Q(pk__in=uses.values("administration")) | Q(
                pk__in=experts.values("administration")
            )
        if language := self.used.get("language"):
            speakers = people.filter(spoken_languages__language__code=language)
            conditions["language"] = Q(official_languages__contains=[language]) | Q(
                pk__in=speakers.values("administration")
            )
        if seat := self.used.get("seat"):
            held = Holding.objects.current().seen_by(person).filter(seat__kind=seat)
            conditions["seat"] = Q(pk__in=held.values("person__administration"))
        return conditions


class PersonFilters(Filters):
    """The filters of the list of people; the keepers of accounts also choose a state."""

    administration = forms.SlugField(
        label=_("Administration"), max_length=2, required=False, widget=forms.HiddenInput
    )
    seat = forms.ChoiceField(label=_("Seat or role"), required=False, widget=QuickSelect)
    state = forms.ChoiceField(label=_("Account"), required=False, widget=QuickSelect)

    def __init__(self, request: HttpRequest, *, shows_states: bool) -> None:
        self.shows_states = shows_states
        super().__init__(request)

    def choices(self) -> dict[str, tuple[Any, Iterable[tuple[str, Any]]]]:
        """Add the site roles to the seats, and the states of accounts for their keepers."""
        choices = super().choices()
        held = [(f"role:{role.code}", role.title) for role in ROLES]
        choices["seat"] = (_("Any"), [*Seat.Kind.choices, *held])
        if self.shows_states:
            choices["state"] = (_("Any"), Person.State.choices)
        else:
            del self.fields["state"]
        return choices

    def conditions(self, person: Any) -> dict[str, Q]:
        """Return the condition of every filter in use, by field."""
        conditions = {}
        if self.words:
            conditions["q"] = self._named()
        if region := self.used.get("region"):
            held = Holding.objects.current().filter(seat__region__code=region)
            conditions["region"] = Q(administration__region__code=region) | Q(
                pk__in=held.values("person")
            )
        if technology := self.used.get("technology"):
            links = Person.technologies.through.objects.filter(technology__slug=technology)
            conditions["technology"] = Q(pk__in=links.values("person"))
        if language := self.used.get("language"):
            conditions["language"] = Q(spoken_languages__language__code=language)
        if seat := self.used.get("seat"):
            role = RoleAssignment.objects.current().filter(role=seat.removeprefix("role:"))
            held = Holding.objects.current().filter(seat__kind=seat)
            conditions["seat"] = Q(pk__in=(role if ":" in seat else held).values("person"))
        if administration := self.used.get("administration"):
            conditions["administration"] = Q(administration__iso2=administration)
        if state := self.used.get("state"):
            conditions["state"] = Q(state=state)
        return conditions

    def _named(self) -> Q:
        """Return the condition that every word is in the person's or the administration's name.

        Ids, not a subquery: PostgreSQL then joins both indexes instead of reading every person.
        """
        keys = Administration.objects.values_list("pk", "find_key")
        condition = Q()
        for word in self.words:
            homes = [pk for pk, key in keys if word in key]
            condition &= Q(sort_key__contains=word) | Q(administration__in=homes)
        return condition
