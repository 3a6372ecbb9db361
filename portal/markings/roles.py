"""Site roles as data: what a role may do, said in prose, stored by its short code."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.functional import Promise

from portal.markings.access import Predicate
from portal.markings.models import reader_of
from portal.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Role:
    """A role that the Secretariat gives to a person. `is_secretariat` roles hold that token."""

    code: str
    title: str | Promise
    description: str | Promise
    permissions: frozenset[str] = field(default_factory=frozenset)
    is_secretariat: bool = False

    @property
    def token(self) -> str:
        """The reader token of whoever has the role."""
        return f"role:{self.code}"


_roles: Registry[Role] = Registry("role")


def register_roles(roles: Iterable[Role]) -> None:
    """Make the roles known to the rules."""
    for role in roles:
        _roles.register(role.code, role)
    _tokens_of.cache_clear()


def roles() -> list[Role]:
    """Return every role, in the order of the table."""
    return list(_roles.values())


@cache
def _tokens_of(permission: str) -> frozenset[str]:
    """Return the tokens of the roles with a permission."""
    return frozenset(role.token for role in _roles.values() if permission in role.permissions)


def role_allows(permission: str, reason: str | Promise = "") -> Predicate:
    """Return the predicate that is true for whoever has a role with the permission."""

    def test(person: Any, obj: Any) -> bool:
        return not _tokens_of(permission).isdisjoint(reader_of(person).tokens)

    return Predicate(test, reason)


def holds(token: str, reason: str | Promise = "") -> Predicate:
    """Return the predicate that is true for whoever holds a token."""
    return Predicate(lambda person, obj: token in reader_of(person).tokens, reason)
