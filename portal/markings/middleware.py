"""The reading rule, the reader's clock and the access rules, put on every request."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.markings.access import PUBLIC, SIGNED_IN, require
from portal.markings.models import NotReadable, Reader
from portal.zones import zone_of

type Handler = Callable[[HttpRequest], HttpResponse]


class ReaderMiddleware:
    """Keep one reader per request on its person, so that the rule is computed once.

    Times are shown by the clock of whoever reads: in the zone of the account, else in UTC.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def with_reader() -> Any:
            # The person itself: a lazy object inside this one would double every look-up.
            person: Any = get_user(request)
            person.reader = Reader(person)
            request.reader = person.reader  # type: ignore[attr-defined]
            set_clock(getattr(person, "zone", ""))
            # Known from here on: a lazy object costs every look-up twice.
            request.user = person
            return person

        # Lazy, so that a page that asks nothing about the person asks nothing of the database.
        request.user = SimpleLazyObject(with_reader)  # type: ignore[assignment]
        try:
            return self.get_response(request)
        finally:
            # The thread goes on to somebody else.
            timezone.deactivate()


def set_clock(zone: str) -> None:
    """Show times in a zone, in UTC without one."""
    timezone.activate(zone_of(zone))


class AccessMiddleware:
    """Refuse what no rule allows: a view declares its rule, or is given one with its address."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer in the view's place when its rule refuses the person."""
        rule = rule_of(view, request.resolver_match.view_name if request.resolver_match else "")
        if rule == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if rule != SIGNED_IN:
            require(request.user, rule)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Send a visitor to sign in where a reader would get 404: one answer for every id."""
        if isinstance(exception, NotReadable) and not request.user.is_authenticated:
            return to_sign_in(request)
        return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to the sign-in page and back afterwards."""
    return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))


def rule_of(view: Callable[..., Any], name: str) -> str:
    """Return the declared rule of a view; an undeclared one is a mistake in the code."""
    rule = getattr(view, "access_rule", None)
    if rule is None:
        raise ImproperlyConfigured(f"The view {name or view!r} declares no access rule.")
    return str(rule)
