"""What files are for: rooms register purposes in `apps.py`, and are told what became of each."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from portal.files.kinds import KINDS, Kind
from portal.registry import Registry

if TYPE_CHECKING:
    from portal.files.models import StoredFile

type Hook = Callable[["StoredFile"], None]


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What a file is for, which kinds it takes and how large they may be.

    `accepts` are codes of `portal.files.kinds`; none for what the portal makes itself. `tolerates`
    are findings that do not refuse a file of this purpose, such as "embedded" for a bundle of
    papers. `a_day` is how many bytes one person sends for it in 24 hours; 0: as many as they like.
    """

    code: str
    title: str | Promise
    accepts: frozenset[str] | set[str]
    max_bytes: int
    tolerates: frozenset[str] = frozenset()
    a_day: int = 0

    @property
    def kinds(self) -> list[Kind]:
        """The kinds it takes, in the order of the table."""
        return [kind for kind in KINDS.values() if kind.code in self.accepts]

    @property
    def extensions(self) -> list[str]:
        """How the names of its files may end."""
        return [end for kind in self.kinds for end in kind.extensions]


_purposes: Registry[Purpose] = Registry("purpose")
_released: dict[str, list[Hook]] = defaultdict(list)
_refused: dict[str, list[Hook]] = defaultdict(list)


def register_purpose(purpose: Purpose) -> None:
    """Let a room store files for something."""
    if unknown := set(purpose.accepts) - KINDS.keys():
        raise ImproperlyConfigured(
            f"The purpose {purpose.code!r} accepts {', '.join(sorted(unknown))}."
            f" Known: {', '.join(KINDS)}."
        )
    _purposes.register(purpose.code, purpose)


def register_carrier(
    purpose: str, *, on_released: Hook | None = None, on_refused: Hook | None = None
) -> None:
    """Tell a room what became of its files, in the transaction that releases or refuses them."""
    if on_released:
        _released[purpose].append(on_released)
    if on_refused:
        _refused[purpose].append(on_refused)


def purpose_of(code: str) -> Purpose:
    """Return a purpose by its code; an unknown one is a mistake in the code."""
    return _purposes[code]


def largest() -> int:
    """Return how large a file that somebody sends may be, whatever it is for."""
    taken = (purpose.max_bytes for purpose in _purposes.values() if purpose.accepts)
    return max(taken, default=0)


def tell_released(file: "StoredFile") -> None:
    """Tell the room of a file that it may be read."""
    for hook in _released[file.purpose]:
        hook(file)


def tell_refused(file: "StoredFile") -> None:
    """Tell the room of a file that it is refused."""
    for hook in _refused[file.purpose]:
        hook(file)
