"""My account: what others see, what protects it, what it may do and why."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as allauth
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import translate_url
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.adapters import first_step
from directory.cards import cards_of
from directory.forms.card import CardForm
from directory.forms.own_card import FirstVisitForm, OwnCardForm, PreviewForm
from directory.models import PendingChange, Person
from directory.tokens import needs_second_factor
from portal.markings.access import PUBLIC, SIGNED_IN, access, get_or_post, post_only
from portal.markings.holding import change_rights
from portal.revision import posted

SHOWN = ("email", "phone", "mobile")
LEVELS = Person.Visibility.values


def held[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Let a view of allauth take away a factor only while nothing is being sent to its owner."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request: Any = args[0]
        if request.method != "POST":
            return view(*args, **kwargs)
        with transaction.atomic():
            change_rights(request.user.pk)
            return view(*args, **kwargs)

    return wrapped


@access(SIGNED_IN)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show everything about the reader's own account."""
    preview = PreviewForm(request.GET)
    level = preview.level()
    reader: Any = request.user
    person = Person.objects.with_post().get(pk=reader.pk)
    factors = list(Authenticator.objects.filter(user=person))
    kinds = Authenticator.Type
    codes = next((one.wrap() for one in factors if one.type == kinds.RECOVERY_CODES), None)
    context = {
        "person": person,
        "card": cards_of([person], reader)[0],
        "preview": preview,
        "level": Person.Visibility(level).label,
        "contacts": contacts(person, level),
        "has_app": any(one.type == kinds.TOTP for one in factors),
        "passkeys": sum(one.type == kinds.WEBAUTHN for one in factors),
        "codes": codes.get_unused_codes() if codes else None,
        # Several tokens may have one cause.
        "reasons": dict.fromkeys(str(reason.why) for reason in reader.reader.reasons),
        "waiting": PendingChange.objects.waiting().filter(person=person),
        "accepted": person.acceptances.order_by("-accepted_at").first(),
    }
    return render(request, "directory/account_overview.html", context)


def contacts(person: Person, level: str) -> list[dict[str, Any]]:
    """Return each way to reach the person, who sees it, and whether these readers do."""
    labels: dict[str, Any] = {field.name: field for field in person._meta.fields}
    return [
        {
            "label": capfirst(labels[name].verbose_name),
            "value": getattr(person, name),
            "readers": getattr(person, f"get_{name}_visibility_display")(),
            "is_shown": LEVELS.index(getattr(person, f"{name}_visibility")) <= LEVELS.index(level),
        }
        for name in SHOWN
    ]


@access(SIGNED_IN)
@get_or_post
def card(request: HttpRequest) -> HttpResponse:
    """Let people keep their own card."""
    person = _own(request)
    form = OwnCardForm(posted(request), instance=person)
    if form.is_valid() and form.save_changes(by=person):
        messages.success(request, saved_words(form))
        # Whoever came from the yearly confirmation goes back to its button.
        onward = redirect(get_next_redirect_url(request) or "directory:account")
        # Another language is led to; the one of this page stays, whatever the account says.
        chosen = form.cleaned_data["language"] if "language" in form.changed_data else ""
        return in_language(onward, chosen) if chosen else onward
    return render(request, "directory/account_card.html", {"form": form, "person": person})


def saved_words(form: CardForm) -> str:
    """Return what became of a card: a number that two decide about is not changed yet."""
    if form.has_put_off:
        return _("Saved. A number waits for a second officer; the old one is shown until then.")
    return _("The card is saved.")


@access(SIGNED_IN)
@get_or_post
def welcome(request: HttpRequest) -> HttpResponse:
    """Lead through the first visit, and through terms that changed."""
    person = _own(request)
    onward = get_next_redirect_url(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
    if person.is_welcome:
        return redirect(onward)
    form = FirstVisitForm(posted(request), instance=person)
    if form.is_valid():
        person.welcome(related=form.related, **form.values)
        return in_language(redirect(onward), person.language)
    context = {"form": form, "onward": onward, "version": Person.TERMS_VERSION}
    return render(request, "directory/account_welcome.html", context)


def _own(request: HttpRequest) -> Person:
    reader: Any = request.user
    return Person.objects.with_post().get(pk=reader.pk)


def in_language(response: HttpResponse, language: str) -> HttpResponse:
    """Lead on in the language the person chose, and remember it on this computer."""
    response["Location"] = translate_url(response["Location"], language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


@access(SIGNED_IN)
@require_safe
def protect(request: HttpRequest) -> HttpResponse:
    """Say why the account reads public pages only, and what to do about it."""
    person: Any = request.user
    if not needs_second_factor(person):
        step = first_step(person)
        return redirect(step or get_next_redirect_url(request) or settings.LOGIN_REDIRECT_URL)
    return render(request, "directory/account_protect.html")


@access(SIGNED_IN)
@post_only
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the reader's other sessions."""
    session = get_object_or_404(UserSession, user=request.user, pk=pk)
    if session.is_current():
        return redirect("account_logout")
    session.end()
    messages.success(request, _("The session is ended."))
    return redirect("usersessions_list")


@access(PUBLIC)
@get_or_post
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Ask, then end the session and let the browser forget the pages that it kept."""
    response = allauth.logout(request)
    if request.method == "POST":
        # Not its storage: that holds a choice about keys, which is the computer's, not a person's.
        response["Clear-Site-Data"] = '"cache"'
    return response


@access(SIGNED_IN)
@get_or_post
def change_email(request: HttpRequest) -> HttpResponseBase:
    """Change the address, once the person can prove who they are by more than the mailbox."""
    user: Any = request.user
    if not user.has_usable_password() and not Authenticator.objects.filter(user=user).exists():
        return render(request, "directory/account_email_later.html")
    return allauth.email(request)


@access(SIGNED_IN)
@require_safe
def first_password(request: HttpRequest) -> HttpResponse:
    """Say how somebody who signs in by code gets a password."""
    person: Any = request.user
    if person.has_usable_password():
        return redirect("account_change_password")
    return render(request, "account/password_set.html")


@access(PUBLIC)
@get_or_post
def signup_closed(request: HttpRequest) -> HttpResponse:
    """Say how accounts are made."""
    return render(request, "account/signup_closed.html")
