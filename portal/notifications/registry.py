"""What rooms register in their `apps.py`: kinds of news, what can be followed, weekends."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.registry import Registry


class Frequency(models.TextChoices):
    """How often somebody hears of a kind of news."""

    NOW = "now", _("At once")
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")
    PORTAL = "portal", _("Only in the portal")
    NEVER = "never", _("Never")


class Level(models.TextChoices):
    """How closely something is followed."""

    WATCHING = "watching", _("Watching: each change at once")
    NORMAL = "normal", _("Normal: as often as set for its kind")
    TRACKING = "tracking", _("Tracking: only in the portal")
    MUTED = "muted", _("Muted: nothing, even if another follow fits")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of news: one row of the table of preferences. A required one cannot be off."""

    code: str
    title: str | Promise
    hint: str | Promise = ""
    frequency: Frequency = Frequency.DAILY
    is_required: bool = False
    place: int = 50


# Where muting would mean nothing: no other follow brings the same news.
HEARD = (Level.NORMAL, Level.WATCHING, Level.TRACKING)


class Shown(NamedTuple):
    """How a followed thing is named to a reader, and where it stands."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Followable:
    """Something that can be followed; its subject is `<code>:<key>`.

    `shown(keys, person)` returns what this person may read of these keys: whatever is missing was
    deleted or is no longer readable. `levels` are those that make sense.
    """

    code: str
    label: str | Promise
    shown: Callable[[Iterable[str], Any], dict[str, Shown]]
    levels: tuple[Level, ...] = (Level.NORMAL, Level.WATCHING, Level.TRACKING, Level.MUTED)
    place: int = 50


class Notifiable(NamedTuple):
    """A model whose rows events are about, and what their sentences read of it."""

    model: type[models.Model]
    related: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


@dataclass
class _Registry:
    kinds: Registry[Kind] = field(default_factory=lambda: Registry("kind of news"))
    followables: Registry[Followable] = field(default_factory=lambda: Registry("followable"))
    # What events are about, by label.
    notifiable: Registry[Notifiable] = field(default_factory=lambda: Registry("notifiable model"))
    # First and last day of a person's weekend (Monday is 0), as expressions on the person.
    weekend: tuple[Combinable, Combinable] | None = None
    # Who is told that an address stops or begins to work.
    reach: list[Callable[[Any, bool, Any], None]] = field(default_factory=list)
    # Who sends mails of its own, and hears of those that come back.
    returned: list[Callable[..., bool]] = field(default_factory=list)


_registry = _Registry()


def register_kinds(*kinds: Kind) -> None:
    """Add rows to the table of preferences."""
    for kind in kinds:
        if kind.is_required and kind.frequency != Frequency.NOW:
            raise ImproperlyConfigured(f"The required kind {kind.code!r} is not sent at once.")
        _registry.kinds.register(kind.code, kind)


def register_followable(followable: Followable) -> None:
    """Let people follow something."""
    _registry.followables.register(followable.code, followable)


def register_notifiable(
    model: type[models.Model], *, related: tuple[str, ...] = (), reads: tuple[str, ...] = ()
) -> None:
    """Let events be about rows of a model.

    `related` names the relations that its sentences read, and `reads` the columns that they and
    its address read, for a model with many: all of them are asked for otherwise.
    """
    _registry.notifiable.register(model._meta.label_lower, Notifiable(model, related, reads))


def register_weekend(first: Combinable, last: Combinable) -> None:
    """Say where a person's weekend stands, as expressions on `settings.AUTH_USER_MODEL`."""
    _registry.weekend = (first, last)


def register_reach(watcher: Callable[[Any, bool, Any], None]) -> None:
    """Tell a room of addresses: `watcher(person, works, by)`, in the transaction that notes it."""
    _registry.reach.append(watcher)


def tell_reach(person: Any, works: bool, *, by: Any) -> None:
    """Say that the address of a person begins to work, or sends mails back."""
    for watcher in _registry.reach:
        watcher(person, works, by)


def register_returned(taker: Callable[..., bool]) -> None:
    """Tell a room of its own mails that came back.

    `taker(message_ids, recipients, status=, is_hard=)` returns whether it sent such a mail.
    """
    _registry.returned.append(taker)


def tell_returned(
    message_ids: Collection[str], recipients: Collection[str], *, status: str, is_hard: bool
) -> bool:
    """Say that a mail came back that is not the portal's news; return whether a room sent it."""
    return any(
        taker(message_ids, recipients, status=status, is_hard=is_hard)
        for taker in _registry.returned
    )


def kinds() -> list[Kind]:
    """Return every kind of news, in the order of the table."""
    return sorted(_registry.kinds.values(), key=lambda kind: kind.place)


def is_kind(code: str) -> bool:
    """Return whether a room registers this kind of news."""
    return code in _registry.kinds


def kind_of(code: str) -> Kind:
    """Return the kind with this code; an unknown one is a mistake in the code."""
    return _registry.kinds[code]


def followables() -> list[Followable]:
    """Return everything that can be followed, in order."""
    return sorted(_registry.followables.values(), key=lambda each: each.place)


def followable_of(subject: str) -> Followable | None:
    """Return what a subject is, or None for a code that nobody registered."""
    return _registry.followables.get(subject.partition(":")[0])


def notifiable(label: str) -> Notifiable | None:
    """Return what is known of the model with this label, or None when no event is about it."""
    return _registry.notifiable.get(label)


def weekend() -> tuple[Combinable, Combinable] | None:
    """Return the expressions of a person's weekend, if a room registered them."""
    return _registry.weekend


def shown_subjects(subjects: Iterable[str], person: Any) -> dict[str, Shown]:
    """Return how each subject is named to this person: one query per kind of subject."""
    by_code: dict[str, set[str]] = {}
    for subject in subjects:
        code, _colon, key = subject.partition(":")
        by_code.setdefault(code, set()).add(key)
    found = {}
    for code, keys in by_code.items():
        followable = _registry.followables.get(code)
        if followable:
            for key, shown in followable.shown(keys, person).items():
                found[f"{code}:{key}"] = shown
    return found
