"""Token sources: what a person holds, and who holds a token. Rooms register theirs in `apps.py`."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise

PUBLIC = "public"


class Reason(NamedTuple):
    """A token a person holds, and the sentence that says why."""

    token: str
    why: str | Promise


class Source(NamedTuple):
    """One room's half of the reading rule, both ways.

    `reasons_of(person)` yields what the person holds; `holders_of(tokens)` is a condition on
    `settings.AUTH_USER_MODEL` that is true for whoever holds one of the tokens;
    `tokens_of_many(ids)` gives the tokens of many persons in one query.
    """

    reasons_of: Callable[[Any], Iterable[Reason]]
    holders_of: Callable[[set[str]], Q]
    tokens_of_many: Callable[[Sequence[int]], dict[int, set[str]]]


_sources: list[Source] = []


def register_source(source: Source) -> None:
    """Add a room's tokens to the rule."""
    _sources.append(source)


def reasons_of(person: Any) -> Iterator[Reason]:
    """Yield every token a person holds with its reason; a visitor holds `public` alone."""
    for source in _sources:
        yield from source.reasons_of(person)


def holders_of(tokens: Iterable[str]) -> Q:
    """Return the condition on persons that is true for whoever holds one of the tokens."""
    held = set(tokens)
    condition = Q(pk__in=[])
    for source in _sources:
        condition |= source.holders_of(held)
    return condition


def tokens_of_many(people: Sequence[int]) -> dict[int, set[str]]:
    """Return every token that each of these persons holds: one query per source."""
    held: dict[int, set[str]] = defaultdict(set)
    for source in _sources:
        for person, tokens in source.tokens_of_many(people).items():
            held[person] |= tokens
    return held
