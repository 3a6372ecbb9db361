"""What a person wants to hear, how often and when."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.markings.access import SIGNED_IN, access, get_or_post, post_only
from portal.notifications.estimate import expected, recent_of
from portal.notifications.forms.preferences import PreferencesForm, StopAllForm
from portal.notifications.models import MailSetting
from portal.notifications.models.setting import frequencies_of
from portal.notifications.registry import Frequency
from portal.notifications.week import in_words, place_of, working_days_of
from portal.revision import posted
from portal.zones import is_zone


@access(SIGNED_IN)
@get_or_post
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and save what one is sent."""
    person = request.user
    frequencies, setting = frequencies_of(person), MailSetting.of(person)
    recent = recent_of(person)
    form = PreferencesForm(posted(request), frequencies=frequencies, setting=setting, recent=recent)
    if form.is_valid():
        form.save(by=person)
        messages.success(request, _("Your settings are saved."))
        return redirect("notifications:preferences")
    mails = expected(recent, frequencies, setting)
    shown = _words(person, setting) | {"form": form, "setting": setting, "mails": mails}
    status = 400 if form.errors else 200
    return render(request, "notifications/preferences.html", shown, status=status)


def _words(person: Any, setting: MailSetting) -> dict[str, Any]:
    """Return what the saved settings come to, in words."""
    is_known = is_zone(person.zone)
    return {
        "frequencies": Frequency.choices,
        "days": in_words(working_days_of(person, setting)),
        "place": place_of(person.zone) if is_known else "UTC",
        "lost_zone": "" if is_known else person.zone,
        "opens": f"{setting.quiet_until:02}:00",
        "closes": f"{setting.quiet_from:02}:00",
        "language": person.get_language_display(),
    }


@access(SIGNED_IN)
@post_only
def preferences_stop(request: HttpRequest) -> HttpResponse:
    """Stop all optional mail, or let it come again."""
    form = StopAllForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed. Press one of the buttons."))
    else:
        is_stopped = form.cleaned_data["is_stopped"]
        if is_stopped != MailSetting.of(request.user).is_stopped:
            MailSetting.change(by=request.user, is_stopped=is_stopped)
        said = _("All optional mail is stopped.") if is_stopped else _("Mail comes again.")
        messages.success(request, said)
    return redirect("notifications:preferences")


@access(SIGNED_IN)
@post_only
def preferences_try_again(request: HttpRequest) -> HttpResponse:
    """Take the word of its owner that an address works."""
    person = request.user
    if MailSetting.of(person).unreachable_since is not None:
        MailSetting.reachable_again(person=person, by=person)
    messages.success(request, _("We write to your address again."))
    return redirect("notifications:preferences")
