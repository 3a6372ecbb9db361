"""The filters of the list of people: names as typed and near spellings, and who works now."""

from typing import Any

from django.db import connection
from django.db.models import IntegerField, Q, QuerySet

from directory.forms.filters import (
    Condition,
    FilterForm,
    Filters,
    KeeperFilterForm,
    PersonFilterForm,
)
from directory.models import Administration, Holding, PartnerOrganisation, Person, RoleAssignment
from directory.models.administration import sort_key
from directory.reachable import reachable_now
from portal.conditions import Written
from portal.kept import Kept

# Shorter words are near to too many names.
SHORTEST = 4
# Ids of homes, not a subquery: PostgreSQL then joins the indexes instead of reading every person.
NAMED = """(
    {row}.sort_key LIKE %s
    OR {row}.administration_id = ANY(%s::bigint[]) OR {row}.partner_id = ANY(%s::bigint[])
)"""
NEAR = NAMED.removesuffix("\n)") + " OR {row}.sort_key %%> %s)"
SPEAKS = """{row}.id IN (
    SELECT spoken.person_id FROM directory_spokenlanguage AS spoken
    JOIN taxonomy_language AS language ON language.id = spoken.language_id
    WHERE language.code = %s AND spoken.level >= %s
)"""


class PersonFilters(Filters):
    """The filters of the list of people."""

    form_class: type[FilterForm] = PersonFilterForm

    @property
    def finds_near(self) -> bool:
        """Whether names that are spelled a little otherwise are shown, too."""
        return any(len(word) >= SHORTEST for word in self.words)

    def words_for(self, name: str) -> str:
        """Return a filter in use as a reader says it: an administration by its name."""
        if name == "administration":
            home = Administration.objects.filter(iso2=self.used[name]).first()
            label = PersonFilterForm.base_fields[name].label
            return f"{label}: {home.name if home else self.used[name]}"
        return super().words_for(name)

    def conditions(self, person: Any) -> dict[str, Condition]:
        """Return the condition of every filter in use, by field."""
        conditions: dict[str, Condition] = {}
        if self.words:
            conditions["q"] = self._near
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
            conditions["language"] = Written(SPEAKS, language, self.used.get("level", ""))
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
        """Return the people, with `is_near` where some may be: 0 if every word stands as typed."""
        if not self.finds_near:
            return people
        named = [self._named(word) for word in self.words]
        is_exact = " AND ".join(each.sql for each in named)
        values = [value for each in named for value in each.values]
        rank = Written("(NOT (" + is_exact + "))::int", *values, output_field=IntegerField())
        return people.annotate(is_near=rank)

    @property
    def _near(self) -> Q:
        """The condition that every word is, nearly, in the person's name or that of their home."""
        return Q(*(self._named(word, is_near=len(word) >= SHORTEST) for word in self.words))

    def _named(self, word: str, *, is_near: bool = False) -> Written:
        like = f"%{connection.ops.prep_for_like_query(word)}%"  # type: ignore[attr-defined]
        administrations, partners = homes_with(word)
        values = (like, administrations, partners)
        return Written(NEAR, *values, word) if is_near else Written(NAMED, *values)


def homes_with(word: str) -> tuple[list[int], list[int]]:
    """Return the administrations and the partner organisations with a word in their names."""
    members, partners = HOMES.now()
    return (
        [pk for pk, key in members if word in key],
        [pk for pk, key in partners if word in key],
    )


def _homes() -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return every organisation with its names, without accents and case."""
    members = Administration.objects.order_by().values_list("pk", "find_key")
    partners = PartnerOrganisation.objects.order_by()
    names = partners.values_list("pk", "acronym", "name_en", "name_fr")
    return list(members), [(pk, sort_key(" ".join(words))) for pk, *words in names]


# A person is found by a new name of their home within a minute.
HOMES = Kept(_homes, seconds=60)


TOPICS = {"technology": "technologies", "process": "processes"}


class KeeperFilters(PersonFilters):
    """The same for who keeps accounts."""

    form_class = KeeperFilterForm
