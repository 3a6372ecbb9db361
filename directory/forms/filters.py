"""The filters of the directory's lists: a GET form, one condition per field."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from operator import and_
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.forms.utils import flatatt
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.models import (
    Administration,
    Holding,
    Person,
    Region,
    SpokenLanguage,
)
from directory.models.administration import sort_key
from directory.models.seat_role import SeatRole
from directory.roles import ROLES
from portal.conditions import Written
from portal.kept import Kept
from portal.taxonomy.models import Language, Process, Technology, local

type Options = tuple[tuple[str, str], ...]
type Condition = Q | Written

# The code of an administration: it is taken as it is, without a look.
CODE = re.compile(r"[A-Za-z]{2}\Z")
# Nobody types more; each is one condition.
MOST_WORDS = 8


def _offer() -> dict[str, Options]:
    """Return the options of each field in the reader's language."""
    # A language that nobody speaks would only lead to an empty list.
    speakers = SpokenLanguage.objects.filter(
        language=OuterRef("pk"), person__state=Person.State.VERIFIED
    )
    spoken = Language.objects.filter(Exists(speakers))
    sources: list[tuple[str, QuerySet[Any], str, str, str]] = [
        ("region", Region.objects.all(), "code", local("short"), "pk"),
        ("technology", Technology.objects.current(), "slug", local("name"), "position"),
        ("process", Process.objects.current(), "slug", local("name"), "position"),
        ("language", spoken, "code", local("name"), "pk"),
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


# What regions, technologies and spoken languages there are: public.
OFFER = Kept(_offer, seconds=60)


@lru_cache(maxsize=256)
def _options_html(options: Options, chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, SafeString(" selected") if key == chosen else "", name) for key, name in options),
    )


class QuickSelect(forms.Select):
    """A select whose options are drawn once: a hundred templates a page cost more than its SQL."""

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


def _seats() -> list[tuple[str, Any]]:
    return [(code, role.name) for code, role in SeatRole.table().items()]


def _spellings(home: Administration) -> set[str]:
    return {sort_key(home.iso2), sort_key(home.iso3), home.sort_key_en, home.sort_key_fr}


class FilterForm(forms.Form):
    """What both lists are narrowed by."""

    use_required_attribute = False
    # What most readers narrow by; the rest stands behind "More filters".
    FIRST = ("q", "region", "technology")

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

    def __init__(self, data: Mapping[str, str], options: Mapping[str, Options]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self._offer("region", options["region"], _("All regions"))
        self._offer("technology", options["technology"])
        self._offer("language", options["language"])
        self._offer("seat", self.seats())

    def _offer(self, field: str, options: Iterable[tuple[str, Any]], anything: Any = None) -> None:
        choices = [("", anything or _("Any")), *options]
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def seats(self) -> list[tuple[str, Any]]:
        """Return the seats to choose from."""
        return _seats()

    @property
    def first(self) -> list[forms.BoundField]:
        """The filters that always stand open."""
        return [self[name] for name in self.FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """The other filters."""
        return [field for field in self.visible_fields() if field.name not in self.FIRST]

    @property
    def uses_more(self) -> bool:
        """Whether one of the other filters is set, rightly or wrongly."""
        return any(field.name in self.data for field in self.more)


class PersonFilterForm(FilterForm):
    """Also processes, how well a language is spoken, who can be reached, roles, one home."""

    process = forms.ChoiceField(label=_("Process"), required=False, widget=QuickSelect)
    level = forms.ChoiceField(
        label=_("At least"),
        required=False,
        widget=QuickSelect,
        choices=[("", _("Any level")), *SpokenLanguage.Level.choices],
    )
    seat = forms.ChoiceField(label=_("Seat or role"), required=False, widget=QuickSelect)
    now = forms.ChoiceField(
        label=_("Reachable"),
        required=False,
        widget=QuickSelect,
        choices=[("", _("At any time")), ("1", _("Now, in their office hours"))],
    )
    # Typed: a choice of all Members would weigh more than the page.
    administration = forms.CharField(
        label=_("Administration"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = (
        "q", "region", "administration", "technology", "process", "language", "level", "seat",
        "now",
    )  # fmt: skip

    def __init__(self, data: Mapping[str, str], options: Mapping[str, Options]) -> None:
        super().__init__(data, options)
        self._offer("process", options["process"])

    def clean_administration(self) -> str:
        """Return the code of the administration that was typed; a whole name beats a part of it."""
        typed = str(self.cleaned_data["administration"])
        if CODE.match(typed):
            return typed.upper()
        words = sort_key(typed).split()
        if not words:
            return ""
        named = reduce(and_, (Q(find_key__contains=word) for word in words))
        homes = Administration.objects.filter(Q(iso2=typed.strip().upper()) | named)
        found = list(homes.order_by("iso2")[:20])
        whole = [each for each in found if sort_key(typed) in _spellings(each)]
        if len(whole or found) != 1:
            raise forms.ValidationError(
                _("Type the whole name of one administration, or its code.")
            )
        [home] = whole or found
        return home.iso2

    def clean(self) -> None:
        """Refuse a level of no language."""
        if self.cleaned_data.get("level") and not self.cleaned_data.get("language"):
            self.add_error("level", _("Choose a language, too."))

    def seats(self) -> list[tuple[str, Any]]:
        """Return the seats and the site roles to choose from."""
        return [*_seats(), *((f"role:{role.code}", role.title) for role in ROLES)]


class KeeperFilterForm(PersonFilterForm):
    """Also the state of the account, for who keeps accounts."""

    state = forms.ChoiceField(
        label=_("Account"),
        required=False,
        widget=QuickSelect,
        choices=[("", _("Any")), *Person.State.choices],
    )


class Filters:
    """The filters of one request. A value that does not fit is named at its field and not used.

    A page without filters builds no form: it shows the panel that was drawn before.
    """

    form_class: type[FilterForm] = FilterForm

    def __init__(self, request: HttpRequest, path: str = "") -> None:
        self.path = path or request.path
        self.offered = OFFER.now()
        known = self.form_class.base_fields
        self.given = tuple(
            (name, value) for name in known if (value := request.GET.get(name, "")) != ""
        )
        self.form = self.form_class(dict(self.given), self.offered) if self.given else None
        values: dict[str, Any] = {}
        if self.form:
            # Fields that fit are used even where another does not.
            self.form.is_valid()
            values = self.form.cleaned_data
        self.sort = values.pop("sort", "")
        self.used = {name: value for name, value in values.items() if value}

    def panel(self) -> SafeString:
        """Return the form beside the list."""
        has_errors = self.form is not None and bool(self.form.errors)
        # Words are as many as people type: they are put into a panel that is kept without them.
        words = "" if has_errors else dict(self.given).get("q", "")
        given = self.given if has_errors else tuple(each for each in self.given if each[0] != "q")
        draw = _drawn_panel.__wrapped__ if has_errors else _drawn_panel
        panel = draw(
            self.form_class,
            get_language() or "en",
            self.path,
            given,
            tuple(self.offered.items()),
            used=sum(name != "sort" for name, _value in self.given),
        )
        if not words:
            return panel
        field = format_html(' name="q" value="{}"', words)
        return mark_safe(panel.replace(' name="q"', field, 1))  # noqa: S308

    @property
    def words(self) -> list[str]:
        """The words of the free text, without accents and case."""
        return sort_key(self.used.get("q", "")).split()[:MOST_WORDS]

    def conditions(self, person: Any) -> dict[str, Condition]:
        """Return the condition of every filter in use, by field."""
        raise NotImplementedError

    def narrow(self, rows: QuerySet[Any], conditions: Mapping[str, Condition]) -> QuerySet[Any]:
        """Return the rows that fulfil every condition."""
        return rows.filter(*conditions.values())

    def chips(self) -> list[tuple[str, str]]:
        """Return the filters in use, each with the address of the list without it."""
        return [(self.words_for(name), self.address(without=name)) for name in self.used]

    def words_for(self, name: str) -> str:
        """Return a filter in use as a reader says it."""
        assert self.form is not None
        field, value = self.form.fields[name], self.used[name]
        shown = dict(getattr(field, "choices", ())).get(value, value)
        return f"{field.label}: {shown}"

    def address(self, *, without: str) -> str:
        """Return the address of the first page of this list with one filter less."""
        query = QueryDict(mutable=True)
        query.update(self.used | ({"sort": self.sort} if self.sort else {}))
        query.pop(without, None)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @property
    def query(self) -> str:
        """The filters in use as the start of an address's query, for the links of the orders."""
        return f"{urlencode(self.used)}&" if self.used else ""

    def in_the_way(
        self, rows: QuerySet[Any], conditions: Mapping[str, Condition]
    ) -> list[tuple[str, str]]:
        """Return the filters of an empty list without any one of which it has rows: one query."""
        tries = [
            self.narrow(rows, {key: each for key, each in conditions.items() if key != name})
            .order_by()
            .values_list(Value(name, CharField()))[:1]
            for name in conditions
        ]
        if not tries:
            return []
        first, *others = tries
        found = set(first.union(*others, all=True) if others else first)
        return [
            (self.words_for(name), self.address(without=name))
            for name in conditions
            if (name,) in found
        ]


@lru_cache(maxsize=64)
def _drawn_panel(
    form_class: type[FilterForm],
    language: str,
    path: str,
    given: Options,
    options: tuple[tuple[str, Options], ...],
    *,
    used: int,
) -> SafeString:
    """Return a panel; a pure function, so a kept answer is right for everybody."""
    form = form_class(dict(given), dict(options))
    context = {"form": form, "path": path, "used": used}
    return render_to_string("directory/filters.html", context)


class AdministrationFilters(Filters):
    """The filters of administrations. People count only where the reader may see them."""

    def conditions(self, person: Any) -> dict[str, Condition]:
        """Return the condition of every filter in use, by field."""
        conditions: dict[str, Condition] = {}
        if not self.used:
            return conditions
        people = Person.objects.verified().readable_by(person).order_by()
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
            held = Holding.objects.current().seen_by(person).filter(seat__role=seat)
            conditions["seat"] = Q(pk__in=held.values("person__administration"))
        return conditions
