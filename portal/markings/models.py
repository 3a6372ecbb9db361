"""Who may read a thing: a label and an interned set of reader tokens, asked in one clause."""

from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.compiled import ask
from portal.markings import sources
from portal.markings.keys import Keys


class Marking(models.TextChoices):
    """The labels of the Traffic Light Protocol, version 2.0, mildest first."""

    CLEAR = "clear", "TLP:CLEAR"
    GREEN = "green", "TLP:GREEN"
    AMBER = "amber", "TLP:AMBER"
    AMBER_STRICT = "amber-strict", "TLP:AMBER+STRICT"
    RED = "red", "TLP:RED"

    @property
    def tag(self) -> str:
        """The label as a row of a list shows it: what everybody may read has none."""
        return "" if self == Marking.CLEAR else str(self.label)


def stricter_than(marking: str) -> list[str]:
    """Return the labels that are stricter than one."""
    order = list(Marking)
    return [str(each) for each in order[order.index(Marking(marking)) + 1 :]]


# Joined, not `tokens && …`: that compares every token with each of the hundred that a person in
# thirty rooms holds, for every audience there is.
_HOLDING = """
SELECT DISTINCT id
  FROM (SELECT id, unnest(tokens) AS token FROM markings_audience) AS audience
  JOIN unnest(%s::text[]) AS held (token) USING (token)
"""


class AudienceManager(models.Manager["Audience"]):
    """Interned sets of tokens."""

    def intern(self, tokens: Iterable[str]) -> int:
        """Return the id of the audience with these tokens, made at its first use."""
        wanted = sorted(set(tokens))
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM markings_audience WHERE tokens = %s::text[]", [wanted])
            row = cursor.fetchone()
            if row is None:
                # The no-op update makes the row visible to whoever lost the race.
                cursor.execute(
                    "INSERT INTO markings_audience (tokens) VALUES (%s::text[])"
                    " ON CONFLICT (tokens) DO UPDATE SET tokens = EXCLUDED.tokens RETURNING id",
                    [wanted],
                )
                row = cursor.fetchone()
        return int(row[0])

    def holding(self, tokens: list[str]) -> "models.QuerySet[Audience]":
        """Return the audiences that hold one of the tokens, for statements that are kept."""
        held = models.Value(tokens, output_field=ArrayField(models.TextField()))
        return self.filter(tokens__overlap=held)

    def readable_with(self, tokens: Iterable[str]) -> list[int]:
        """Return the ids of the audiences that hold one of the tokens."""
        return [pk for (pk,) in ask(_HOLDING, [sorted(tokens)])]


@models.ForeignKey.register_lookup
class Among(models.Lookup):  # type: ignore[type-arg]
    """One of these keys, as one value: who is in 30 rooms reads a hundred audiences."""

    lookup_name = "among"
    prepare_rhs = False
    cast = "int[]"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the condition. With IN every key would be a placeholder, prepared by itself."""
        column, values = self.process_lhs(compiler, connection)
        keys, more = self.process_rhs(compiler, connection)
        return column + " = ANY(" + keys + "::" + self.cast + ")", (*values, *more)


@models.BigAutoField.register_lookup
class AmongOwn(Among):
    """The same for the own key of a row; an array may be what a subquery found."""

    cast = "bigint[]"


class Audience(models.Model):
    """A set of reader tokens, kept once; rows point at it by a small integer."""

    id = models.AutoField(primary_key=True)
    tokens = ArrayField(models.TextField(), unique=True)

    objects = AudienceManager()

    class Meta:
        indexes = [GinIndex(fields=["tokens"], name="audience_tokens")]

    def __str__(self) -> str:
        return ", ".join(self.tokens) or "nobody"


class Reader:
    """A person as the reading rule sees them, computed once per request and never kept longer."""

    def __init__(self, person: Any) -> None:
        self.person = person

    @cached_property
    def reasons(self) -> list[sources.Reason]:
        """Every token held, with the sentence that says why."""
        return list(sources.reasons_of(self.person))

    @cached_property
    def tokens(self) -> frozenset[str]:
        """Every token held."""
        return frozenset(reason.token for reason in self.reasons)

    @property
    def is_known(self) -> bool:
        """Whether the tokens were asked for, so that asking again costs nothing."""
        return "tokens" in self.__dict__

    @cached_property
    def audience_ids(self) -> list[int]:
        """The ids of every audience this person may read."""
        return Keys(Audience.objects.readable_with(self.tokens))


def reader_of(person: Any) -> Reader:
    """Return the reader that the request keeps on its person, or a fresh one."""
    reader: Reader | None = getattr(person, "reader", None)
    return reader or Reader(person)


class NotReadable(Http404):
    """What a person may not read answers as what does not exist."""


class ReadableQuerySet[M: "Readable"](models.QuerySet[M]):
    """Rows under the reading rule."""

    def readable_by(self, person: Any) -> Self:
        """Return the rows this person may read: one clause for lists, pages, search and counts."""
        return self.readable_within(reader_of(person).audience_ids)

    def readable_within(self, audiences: list[int]) -> Self:
        """Return the rows of these audiences, for statements that are kept."""
        return self.filter(audience_id__among=audiences)

    def readable_with(self, tokens: list[str]) -> Self:
        """Return the rows that the holder of these tokens may read, by a statement that is kept.

        The rule stands inside it: a person's audiences would be another number of values each time.
        """
        return self.filter(audience__in=Audience.objects.holding(tokens))

    def readable_or_404(self, person: Any, /, **lookup: Any) -> M:
        """Return the one row of this address that the person may read, or 404."""
        # Not `first`: the order it adds costs as much as finding the row.
        row = next(iter(self.readable_by(person).filter(**lookup)[:1]), None)
        if row is None:
            raise NotReadable
        return row


class Readable(models.Model):
    """A row that somebody reads: it says its label and its audience."""

    marking = models.CharField(
        _("TLP label"), max_length=12, choices=Marking, default=Marking.CLEAR
    )
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    @property
    def mail_marking(self) -> str:
        """The label that says whether a mail holds its words; never milder than its own."""
        return self.marking

    def audience_tokens(self) -> set[str]:
        """Return who may read this row, from its label, home, state and grants."""
        raise NotImplementedError(f"{type(self).__name__} says nothing of its readers.")

    def set_audience(self) -> None:
        """Intern the tokens of this row; the verb saves `audience` with what it changed."""
        self.audience_id = Audience.objects.intern(self.audience_tokens())

    def is_readable_by(self, person: Any) -> bool:
        """Return whether this person holds one of the row's tokens."""
        return not reader_of(person).tokens.isdisjoint(self.audience.tokens)


def share_audiences(rows: Iterable[Readable]) -> None:
    """Intern the tokens of many rows, those of one audience once."""
    known: dict[frozenset[str], int] = {}
    for row in rows:
        tokens = frozenset(row.audience_tokens())
        if tokens not in known:
            known[tokens] = Audience.objects.intern(tokens)
        row.audience_id = known[tokens]
