"""What rooms register in their `apps.py`: kinds of work, and the decisions that each offers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.functional import Promise

from portal.registry import Registry

# A verb of the room: `verb(row, by=officer, reason=text)`. It returns False when the row is no
# longer what the officer saw, and raises Refused to say why it cannot be done.
type Verb = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One button of an item.

    `verb` does it, in the transaction that closes the item. `href` instead leads to a form of the
    room, which then calls `WorkItem.settle`. `outcome` is how history names it ("Accepted").
    `is_return` keeps the item, stops its clock, and waits for the room to put it again.
    """

    code: str
    label: str | Promise
    outcome: str | Promise
    verb: Verb | None = None
    href: Callable[[Any], str | None] | None = None
    key: str = ""
    hint: str | Promise = ""
    needs_reason: bool = False
    needs_second: bool | Callable[[Any], bool] = False
    # Who may take it, where that is not everybody who handles the kind.
    permission: str = ""
    is_return: bool = False
    is_danger: bool = False
    is_offered: Callable[[Any], bool] = lambda row: True
    # Whether it is taken on the page of the item alone: a list does not show what is odd.
    needs_a_look: Callable[[Any], bool] = lambda row: False

    def wants_second(self, row: Any) -> bool:
        """Return whether a second officer confirms it before it is done."""
        return self.needs_second(row) if callable(self.needs_second) else self.needs_second


@dataclass(frozen=True, kw_only=True)
class Reviewable:
    """A kind of work on the desk, about rows of one model.

    `permission` says who handles it; the roles that hold it are who reads its items, unless
    `handlers(row)` names other tokens. `summary` is a template given `object` and `item`.
    `name(row)` is the title of an item: no words beyond what its handlers may read.
    `language(row)` is the language of the person whom a reason addresses. `by_another` means that
    whoever opened an item never decides it. `outcomes` are the words of what rooms settle
    themselves.
    """

    code: str
    title: str | Promise
    model: type[models.Model]
    permission: str
    summary: str
    decisions: tuple[Decision, ...]
    checklist: tuple[str | Promise, ...] = ()
    outcomes: Mapping[str, str | Promise] = field(default_factory=dict)
    working_days: int = 5
    place: int = 50
    by_another: bool = False
    related: tuple[str, ...] = ()
    name: Callable[[Any], str] = str
    language: Callable[[Any], str] = lambda row: "en"
    handlers: Callable[[Any], Iterable[str]] | None = None

    def decision(self, code: str) -> Decision | None:
        """Return the decision with this code, or None."""
        return next((each for each in self.decisions if each.code == code), None)

    def row(self, subject: str) -> Any:
        """Return the row that an item is about, or None when it is gone."""
        rows = self.model._default_manager.select_related(*self.related or (None,))
        return rows.filter(pk=subject).first()


_kinds: Registry[Reviewable] = Registry("kind of work")


def register_reviewable(reviewable: Reviewable) -> None:
    """Put a kind of work on the desk."""
    _kinds.register(reviewable.code, _checked(reviewable))


def _checked(reviewable: Reviewable) -> Reviewable:
    """Return a kind of work whose decisions make sense together."""
    keys = [each.key for each in reviewable.decisions if each.key]
    if len(keys) != len(set(keys)):
        raise ImproperlyConfigured(f"Two decisions of {reviewable.code!r} share a key: {keys}.")
    for each in reviewable.decisions:
        if (each.verb is None) == (each.href is None):
            raise ImproperlyConfigured(
                f"{each.code!r} of {reviewable.code!r} needs either a verb or an href."
            )
    return reviewable


def register_decision(code: str, decision: Decision) -> None:
    """Add a decision of a higher room to a kind that a lower one registered; it comes first."""
    kind = reviewable_of(code)
    others = tuple(each for each in kind.decisions if each.code != decision.code)
    _kinds[code] = _checked(replace(kind, decisions=(decision, *others)))


def reviewables() -> list[Reviewable]:
    """Return every kind of work, in the order of the desk."""
    return sorted(_kinds.values(), key=lambda kind: (kind.place, kind.code))


def is_reviewable(code: str) -> bool:
    """Return whether a room registers this kind."""
    return code in _kinds


def reviewable_of(code: str) -> Reviewable:
    """Return the kind with this code; an unknown one is a mistake in the code."""
    return _kinds[code]


def outcome_title(kind: str, code: str) -> str | Promise:
    """Return how a decision or an outcome of a kind is named afterwards."""
    if not is_reviewable(kind):
        return code
    reviewable = reviewable_of(kind)
    decision = reviewable.decision(code)
    return decision.outcome if decision else reviewable.outcomes.get(code, code)
