"""The filters of the list of people: names as typed and near spellings, and who works now."""

from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from directory.forms.filters import FilterForm, Filters, KeeperFilterForm, PersonFilterForm
from directory.models import Administration, Holding, PartnerOrganisation, Person, RoleAssignment
from directory.models.administration import sort_key
from directory.reachable import reachable_now

# Shorter words are near to too many names.
SHORTEST = 4


class PersonFilters(Filters):
    """The filters of the list of people."""

    form_class: type[FilterForm] = PersonFilterForm

    @property
    def finds_near(self) -> bool:
        """Whether names that are spelled a little otherwise are shown, too."""
        return any(len(word) >= SHORTEST for word in self.words)

    def conditions(self, person: Any) -> dict[str, Q]:
        """Return the condition of every filter in use, by field."""
        conditions = {}
        if self.words:
            conditions["q"] = self.exact | self._near if self.finds_near else self.exact
        if region := self.used.get("region"):
            held = Holding.objects.current().filter(seat__region__code=region)
            conditions["region"] = Q(administration__region__code=region) | Q(
                pk__in=held.values("person")
            )
        for field in ("technology", "process"):
            if slug := self.used.get(field):
                links = getattr(Person, TOPICS[field]).through.objects
                rows = links.filter(**{f"{field}__slug": slug})
                conditions[field] = Q(pk__in=rows.values("person"))
        if language := self.used.get("language"):
            spoken = {"code": language, "level": self.used.get("level", "")}
            conditions["language"] = Q(
                spoken_languages__language__code=spoken["code"],
                spoken_languages__level__gte=spoken["level"],
            )
        if seat := self.used.get("seat"):
            role = RoleAssignment.objects.current().filter(role=seat.removeprefix("role:"))
            held = Holding.objects.current().filter(seat__role=seat)
            conditions["seat"] = Q(pk__in=(role if ":" in seat else held).values("person"))
        if self.used.get("now"):
            conditions["now"] = reachable_now()
        if administration := self.used.get("administration"):
            conditions["administration"] = Q(administration__iso2=administration)
        if state := self.used.get("state"):
            conditions["state"] = Q(state=state)
        return conditions

    def ranked(self, people: QuerySet[Person]) -> QuerySet[Person]:
        """Return the people with `is_near`: 0 where every word stands as it was typed."""
        if not self.finds_near:
            return people.annotate(is_near=Value(0))
        rank = Case(When(self.exact, then=0), default=1, output_field=IntegerField())
        return people.annotate(is_near=rank)

    @cached_property
    def exact(self) -> Q:
        """The condition that every word is in the person's name or in that of their home.

        Ids, not a subquery: PostgreSQL then joins both indexes instead of reading every person.
        """
        condition = Q()
        for word in self.words:
            condition &= Q(sort_key__contains=word) | self._homes_with(word)
        return condition

    @property
    def _near(self) -> Q:
        condition = Q()
        for word in self.words:
            like = Q(sort_key__contains=word) | self._homes_with(word)
            if len(word) >= SHORTEST:
                like |= Q(sort_key__trigram_word_similar=word)
            condition &= like
        return condition

    def _homes_with(self, word: str) -> Q:
        found: dict[str, list[int]] = {"administration": [], "partner": []}
        for kind, pk, key in self._homes:
            if word in key:
                found[kind].append(pk)
        return Q(administration__in=found["administration"]) | Q(partner__in=found["partner"])

    @cached_property
    def _homes(self) -> list[tuple[str, int, str]]:
        """Every organisation with its names, without accents and case: one statement."""
        members = Administration.objects.order_by().values_list(
            Value("administration", CharField()), "pk", "find_key"
        )
        names = Concat("acronym", Value(" "), "name_en", Value(" "), "name_fr")
        partners = PartnerOrganisation.objects.order_by().values_list(
            Value("partner", CharField()), F("pk"), names
        )
        rows = members.union(partners, all=True).order_by()
        return [(kind, pk, key if kind == "administration" else sort_key(key))
                for kind, pk, key in rows]  # fmt: skip


TOPICS = {"technology": "technologies", "process": "processes"}


class KeeperFilters(PersonFilters):
    """The same for who keeps accounts."""

    form_class = KeeperFilterForm
