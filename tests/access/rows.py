"""The expected answer of every address to every kind of person: a table independent of the code."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

# Kinds of person; the fixtures of `tests.people` have the same names.
ANONYMOUS = frozenset({"anonymous"})
# Their accounts are stopped: they are answered like visitors.
STOPPED = frozenset({"suspended", "former"})
# Signed in, but holding only `public`.
# `lapsed` confirmed no card for thirteen months.
WEAK = frozenset({"unconfirmed", "ncp_without_factor", "lapsed"})
SECRETARIAT = frozenset({"secretariat", "editor", "publisher", "moderator"})
KEEPERS = frozenset({"auditor", "administrator"})
# `former_holder` was the contact point of A before; `overdue` should have confirmed last week.
# `coordinator` is the national coordinator of A.
# Officers of A.
ARCADIANS = frozenset({"officer", "former_holder", "ncp_a", "coordinator"})
OFFICERS = frozenset(
    {
        "officer", "former_holder", "ncp_a", "ncp_b", "overdue", "regional_officer", "coordinator",
    }
)  # fmt: skip
# `guest` holds a seat of a partner organisation that is invited to the directory.
GUESTS = frozenset({"guest"})
PARTNERS = frozenset({"partner"}) | GUESTS
# An officer of B to whom restricted objects are granted by name.
GRANTEE = frozenset({"grantee"})

MEMBERS = OFFICERS | GRANTEE | SECRETARIAT
COMMUNITY = MEMBERS | PARTNERS | KEEPERS
SIGNED_IN = COMMUNITY | WEAK
EVERYBODY = SIGNED_IN | ANONYMOUS | STOPPED


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a cell expects. `to` is where a redirect leads: a path without language and query."""

    status: int
    to: str = ""


SIGN_IN = Answer(status=302, to="/account/login/")


@dataclass(frozen=True)
class Row:
    """One address in one state. Who is not in `allow` gets `refuse`; visitors are sent to sign in.

    `args` and `data` take the world (see `build` of each table). `ok` is the status for `allow`.
    `writes` lists model labels that an allowed GET may write beside the session.
    """

    name: str
    allow: Collection[str] = frozenset()
    state: str = ""
    method: str = "GET"
    args: Callable[[SimpleNamespace], list[Any]] = lambda world: []
    data: Callable[[SimpleNamespace], dict[str, Any]] = lambda world: {}
    query: str = ""
    # A secret that whoever is allowed and may read it meets here: hiding it from all is no answer.
    meets: str = ""
    refuse: int = 403
    ok: int = 200
    writes: Collection[str] = ()
    # What visitors get where it is not the redirect to sign in.
    visitors: Answer = SIGN_IN
    # What single kinds of person get where it differs from the rest.
    others: dict[str, Answer] = field(default_factory=dict)

    def expected(self, kind: str) -> Answer:
        """Return the answer for a kind of person."""
        if kind in self.others:
            return self.others[kind]
        if kind in self.allow:
            return Answer(status=self.ok)
        if kind in ANONYMOUS | STOPPED:
            return self.visitors
        return Answer(status=self.refuse)
