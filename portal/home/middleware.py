"""Headers of every answer, the end of a session, held forms, the first visit, refused methods."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from directory import machine, sessions
from directory.models import Person
from portal.home import held
from portal.home.models import HeldForm
from portal.home.views import errors
from portal.identifiers import is_public_id
from portal.markings.access import PUBLIC
from portal.markings.middleware import rule_of
from portal.needs import forget_head

type Handler = Callable[[HttpRequest], HttpResponse]


class HeadersMiddleware:
    """Let no cache keep a page, and no page use a device."""

    PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        response.setdefault("Permissions-Policy", self.PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        patch_vary_headers(response, ["Cookie"])
        return response


class SessionLimitMiddleware:
    """End a session without use, and after twelve hours; renew its key when rights change."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A page that did not look at the session says nothing about its person.
        if request.session.accessed and not request.session.is_empty():
            sessions.keep_alive(request)
            reader = getattr(request, "reader", None)
            if reader and reader.is_known:
                sessions.follow_rights(request, reader)
        return response


class HeadMiddleware:
    """Count what waits anew after each form: what was just done must not stand there any more."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        reader = getattr(request, "reader", None)
        if request.method == "POST" and reader:
            forget_head(reader.person)
        return response


class HoldFormMiddleware:
    """Keep what was typed when a session ended under a form; take it once when it comes back."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        form: HeldForm | None = getattr(request, "held_form", None)
        if form:
            form.settle(is_accepted=response.status_code < 400)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Hold the form of a visitor, and let a held form through once."""
        if request.method != "POST" or rule_of(view, name_of(request)) == PUBLIC:
            return None
        if request.user.is_authenticated:
            return take_held_form(request)
        person = Person.objects.filter(public_id=machine.remembered(request)).first()
        if person is None or not person.is_active:
            return None
        next_page = hold(request, person)
        return redirect_to_login(next_page, resolve_url(settings.LOGIN_URL)) if next_page else None


class FirstVisitMiddleware:
    """Lead a person through the first visit before anything else."""

    # The account, signing out and the held form stay open.
    OPEN = ("account_", "mfa_", "usersessions_", "directory:account", "home:held")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Redirect to the first visit until it is done; a form that was sent is held."""
        name = name_of(request)
        if rule_of(view, name) == PUBLIC or name.startswith(self.OPEN):
            return None
        person: Any = request.user
        if person.is_welcome:
            return None
        next_page = request.get_full_path()
        if request.method == "POST":
            next_page = hold(request, person) or reverse("home:front")
        return redirect_to_login(next_page, reverse("directory:account_welcome"))


class NotAllowedMiddleware:
    """Answer a method that a page does not take with a page of ours, not with an empty one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405:
            return response
        return errors.method_not_allowed(request, allowed=response["Allow"])


def name_of(request: HttpRequest) -> str:
    """Return the full name of the address that was asked for."""
    return request.resolver_match.view_name if request.resolver_match else ""


def hold(request: HttpRequest, person: Any) -> str:
    """Keep the form of this request for the person; return where it is offered, or nothing."""
    fields = held.typed(request)
    if not fields or not held.is_plain_form(request):
        return ""
    if sum(len(name) + len(value) for name, value in fields) > HeldForm.LIMIT:
        messages.warning(
            request, _("Your text was too long to keep. Go back in your browser and copy it.")
        )
        return ""
    if request.FILES:
        messages.warning(request, _("A file is not kept while you sign in. Choose it again after."))
    form = HeldForm.hold(person=person, address=request.get_full_path(), fields=fields)
    return reverse("home:held_form", args=[form.public_id])


def take_held_form(request: HttpRequest) -> HttpResponse | None:
    """Let a held form through once: a second press finds nothing to send."""
    public_id = request.POST.get(held.FIELD)
    if not public_id:
        return None
    mine = HeldForm.objects.current().filter(person=request.user.pk, public_id=public_id)
    form = mine.first() if is_public_id(public_id) else None
    if form is None or not form.claim():
        messages.info(request, _("This form was sent already."))
        return redirect("home:front")
    request.held_form = form  # type: ignore[attr-defined]
    return None
