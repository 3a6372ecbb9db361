"""What is signed for an administration: rooms register their acts in `apps.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import override

from portal.registry import Registry

# The first of the two numbers of a lock; the second is an administration.
SIGNERS = 7_215_004


@dataclass(frozen=True, kw_only=True)
class Act:
    """A kind of thing that an administration signs: a position, an answer, a clearance.

    `seats` are the kinds of seat whose holders sign; none named: every kind that signs. A deputy
    signs where the seat of the principal allows it. `address(signing)` leads to what it is about.
    `on_signed(signing)` and `on_withdrawn(signing)` run in the transaction that signs or withdraws,
    `on_dropped(signing)` in that which takes a draft back; where the room asks why, in
    `signing.reason`. `on_signers(administrations)` runs in that which changes who signs for them.
    Where the room writes the whole text, nobody else amends it. Where `keeps_apart(signing)` is
    true, the log leads from the subject to no administration: it holds neither name nor digest.
    The signing itself keeps both.
    """

    code: str
    title: str | Promise
    seats: frozenset[str] = frozenset()
    address: Callable[[Any], str] = lambda signing: ""
    on_signed: Callable[[Any], None] = lambda signing: None
    on_withdrawn: Callable[[Any], None] = lambda signing: None
    on_dropped: Callable[[Any], None] = lambda signing: None
    on_signers: Callable[[set[int]], None] = lambda administrations: None
    is_amendable: bool = True
    keeps_apart: Callable[[Any], bool] = lambda signing: False
    asks_why: bool = False


_acts: Registry[Act] = Registry("act")


def register_act(act: Act) -> None:
    """Let administrations sign this."""
    _acts.register(act.code, act)


def acts() -> list[Act]:
    """Return every act that a room registered."""
    return list(_acts.values())


def hold_signers(administration: int | None) -> None:
    """Let nobody else sign for an administration until this transaction ends.

    Who drafts what names those who sign begins with this: else a seat that changes meanwhile sees
    no draft, and the draft no change.
    """
    if administration is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s::int)",
                           [SIGNERS, administration])  # fmt: skip


def signers_changed(*administrations: int | None) -> None:
    """Let rooms look again at what waits for administrations: others sign for them now.

    What is being drafted for one of them is waited for.
    """
    if known := {each for each in administrations if each is not None}:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, id::int) FROM ("
                "SELECT id FROM unnest(%s::bigint[]) AS keys (id) ORDER BY id) AS keys",
                [SIGNERS, list(known)],
            )
        for act in acts():
            act.on_signers(known)


def act_of(code: str) -> Act:
    """Return the act with this code; an unknown one is a mistake in the code."""
    return _acts[code]


def act_title(code: str) -> str | Promise:
    """Return what an act is called; one of a room that is gone keeps its code."""
    return _acts[code].title if code in _acts else code


def titled(words: Callable[[], Any]) -> dict[str, Any]:
    """Return what a text is about, in both languages: whoever signs may read another."""
    with override("en"):
        title = str(words())[:200]
    with override("fr"):
        french = str(words())[:200]
    return {"title": title, "title_fr": "" if french == title else french}
