"""Who may do a thing: one line per permission in each room's `policies.py`, asked here alone."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods, require_POST

from portal.registry import Registry

type Test = Callable[[Any, Any], bool]

# Rules of a URL that are not permissions.
PUBLIC = "public"
SIGNED_IN = "signed-in"


class Predicate:
    """A question about a person and an object that composes with `&`, `|` and `~`."""

    def __init__(
        self,
        test: Test,
        reason: str | Promise = "",
        refusal: Callable[[Any, Any], str] | None = None,
    ) -> None:
        self.test = test
        # What a reader who fails it is told.
        self.reason = reason
        self.refusal = refusal or (lambda person, obj: str(reason))

    def __call__(self, person: Any, obj: Any = None) -> bool:
        return self.test(person, obj)

    def __and__(self, other: "Predicate") -> "Predicate":
        return Predicate(
            lambda p, o: self(p, o) and other(p, o),
            self.reason or other.reason,
            # The part that fails says why.
            lambda p, o: (other if self(p, o) else self).refusal(p, o),
        )

    def __or__(self, other: "Predicate") -> "Predicate":
        return Predicate(
            lambda p, o: self(p, o) or other(p, o),
            self.reason or other.reason,
            lambda p, o: self.refusal(p, o) or other.refusal(p, o),
        )

    def __invert__(self) -> "Predicate":
        return Predicate(lambda p, o: not self(p, o), self.reason)


_policies: Registry[Predicate] = Registry("rule for", "Add it to policies.py.")


def register_policies(table: Mapping[str, Predicate]) -> None:
    """Add a room's permissions; a name stands for one rule only."""
    for permission, rule in table.items():
        _policies.register(permission, rule)


def permissions() -> list[str]:
    """Return every permission that has a rule."""
    return sorted(_policies)


def may(person: Any, permission: str, obj: Any = None) -> bool:
    """Return whether the person may; an unknown permission is a mistake in the code."""
    return _policies[permission](person, obj)


def require(person: Any, permission: str, obj: Any = None) -> None:
    """Refuse with 403 and the reason unless the person may."""
    if not may(person, permission, obj):
        raise PermissionDenied(refusal(person, permission, obj))


def refusal(person: Any, permission: str, obj: Any = None) -> str:
    """Return why somebody may not; empty for whoever may."""
    policy = _policies[permission]
    return "" if policy(person, obj) else policy.refusal(person, obj)


def access[View: Callable[..., Any]](rule: str) -> Callable[[View], View]:
    """Declare the rule of a view: PUBLIC, SIGNED_IN or a permission; without one it is refused."""

    def declare(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return declare


def post_only[View: Callable[..., Any]](view: View) -> View:
    """Take POST alone and say so, because no link may lead to the address of such a view."""
    taking = require_POST(view)
    taking.is_post_only = True  # type: ignore[attr-defined]
    return taking


# A page with a form: shown, and sent to its own address.
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
