"""Following a subject, and the list of what somebody follows."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from portal.markings.access import SIGNED_IN, access, post_only
from portal.notifications.following import followed, level_words, states_of
from portal.notifications.forms.following import (
    AutomaticForm,
    ChosenForm,
    FollowForm,
    LevelForm,
    SubjectForm,
)
from portal.notifications.models import Follow, MailSetting, TooManyFollowsError
from portal.notifications.models.follow import MOST
from portal.paging import Order, Page

# By kind: a subject starts with its code.
ORDERS = {"kind": Order(gettext_lazy("by kind"), ("subject", "id"))}
PER_PAGE = 50


@access(SIGNED_IN)
@require_safe
def follow_list(request: HttpRequest) -> HttpResponse:
    """Show what a person follows, and what each follow brings."""
    page = Page.of(Follow.objects.of(request.user), request, orders=ORDERS, per_page=PER_PAGE)
    setting = MailSetting.of(request.user)
    context = {
        "page": page,
        "groups": followed(page, request.user),
        "levels": level_words().items(),
        "form": AutomaticForm(initial={"follows_by_itself": setting.follows_by_itself}),
    }
    return render(request, "notifications/follow_list.html", context)


@access(SIGNED_IN)
@post_only
def follow_set(request: HttpRequest) -> HttpResponse:
    """Follow a subject, or follow it more or less closely."""
    form = FollowForm(request.POST, person=request.user)
    if not form.is_valid() or not form.shown:
        return _refuse(request, form)
    subject, level = form.cleaned_data["subject"], form.cleaned_data["level"]
    try:
        Follow.set(subject, by=request.user, level=level)
    except TooManyFollowsError:
        messages.error(
            request,
            _("You follow %(n)d things, and more cannot be followed. Stop some of them first.")
            % {"n": MOST},
        )
        return redirect("notifications:follow_list")
    state = states_of([subject], request.user)[subject]
    text = format_html(
        '{} <a href="{}">{}</a>',
        _("You follow %(title)s. Expect: %(mails)s.")
        % {"title": form.shown.title, "mails": state.expected},
        reverse("notifications:follow_list"),
        _("See and change what you follow"),
    )
    messages.success(request, text)
    return _back(form)


@access(SIGNED_IN)
@post_only
def follow_stop(request: HttpRequest) -> HttpResponse:
    """Stop following a subject, whatever became of it."""
    form = SubjectForm(request.POST)
    if not form.is_valid():
        return _refuse(request, form)
    if Follow.stop(form.cleaned_data["subject"], by=request.user):
        messages.success(request, _("You follow this no longer."))
    else:
        messages.info(request, _("You did not follow this."))
    return _back(form)


@access(SIGNED_IN)
@post_only
def follow_stop_several(request: HttpRequest) -> HttpResponse:
    """Stop what was chosen in the list."""
    form = ChosenForm(request.POST)
    if not form.is_valid():
        return _refuse(request, form)
    n = Follow.stop(*form.subjects_of(request.user), by=request.user)
    if n:
        messages.success(request, ngettext("%d follow stopped.", "%d follows stopped.", n) % n)
    else:
        messages.info(request, _("Nothing was changed. Choose something in the list first."))
    return _back(form)


@access(SIGNED_IN)
@post_only
def follow_change(request: HttpRequest) -> HttpResponse:
    """Follow what was chosen in the list as closely as chosen."""
    form = LevelForm(request.POST)
    if not form.is_valid():
        return _refuse(request, form)
    subjects, level = form.subjects_of(request.user), form.cleaned_data["level"]
    n = Follow.follow_closer(subjects, by=request.user, level=level)
    if n:
        messages.success(request, ngettext("%d follow changed.", "%d follows changed.", n) % n)
    else:
        messages.info(request, _("Nothing was changed. Choose something in the list first."))
    return _back(form)


@access(SIGNED_IN)
@post_only
def follow_automatic(request: HttpRequest) -> HttpResponse:
    """Switch on or off that the portal follows what a person takes part in."""
    form = AutomaticForm(request.POST)
    if form.is_valid():
        MailSetting.change(by=request.user, **form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
    return redirect("notifications:follow_list")


def _back(form: Any) -> HttpResponse:
    """Go back to the page with the button."""
    return redirect(form.cleaned_data["next"] or "notifications:follow_list")


def _refuse(request: HttpRequest, form: Any) -> HttpResponse:
    """Say why nothing was saved; what cannot be read answers as what does not exist."""
    status = 404 if "subject" in form.errors else 400
    reasons = [str(error) for errors in form.errors.values() for error in errors]
    context = {"reasons": reasons if status == 400 else []}
    return render(request, "notifications/follow_refused.html", context, status=status)
