"""The next digests, before they come."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.markings.access import SIGNED_IN, access
from portal.notifications import digests
from portal.notifications.clock import next_morning
from portal.notifications.models import Mail, MailSetting
from portal.notifications.week import working_days_of


@access(SIGNED_IN)
@require_safe
def digest_preview(request: HttpRequest) -> HttpResponse:
    """Show what the next daily and weekly digest would say, as their mails would."""
    person: Any = request.user
    now = timezone.now()
    setting = MailSetting.of(person)
    days = working_days_of(person, setting)
    found = digests.preview(person)
    shown = {
        "setting": setting,
        "digests": [
            {"kind": kind, "title": kind.label, "digest": found[kind], "at": at}
            for kind, at in (
                (Mail.Kind.DAILY, next_morning(person.zone, days, now)),
                (Mail.Kind.WEEKLY, next_morning(person.zone, days, now, is_weekly=True)),
            )
        ],
    }
    return render(request, "notifications/digest_preview.html", shown)
