"""Ten thousand digests beside a bare loop of rendering, MIME and SMTP: the address of a server."""

import json
import resource
import sys
import time
from typing import Any

from django.conf import settings
from django.core.mail import mailers
from django.db import connection
from django.utils import timezone

from bench.inside.followers import SUBJECT, followers
from bench.inside.mornings import morning
from bench.inside.people import contact_point
from portal.markings.models import Marking
from portal.notifications import composing, digests
from portal.notifications.models import Event, Mail, MailSetting, Notification
from portal.notifications.registry import Frequency
from portal.settings import mailer
from research.models import Work

LINES = 15
BARE = 1_500


def fill(people: list[int]) -> None:
    """Let so many lines wait for every person's digest."""
    works = Work.objects.published().filter(marking=Marking.CLEAR).order_by("pk")[:LINES]
    events = Event.objects.bulk_create(
        Event(
            verb="research.publish_work", kind="library", object_type="research.work",
            object_id=work.pk, audience_id=work.audience_id, marking=work.marking,
            subjects=[SUBJECT], dispatched_at=timezone.now(),
        )
        for work in works
    )  # fmt: skip
    for event in events:
        Notification.objects.bulk_create(
            Notification(event=event, person_id=pk, subject=SUBJECT, frequency=Frequency.WEEKLY)
            for pk in people
        )


def bare(mail: Mail) -> float:
    """Return the seconds of a mail that is only rendered, made and handed over."""
    told = list(Notification.objects.filter(person=mail.person_id).select_related("event__actor"))
    lines = digests.arranged(composing.drawn(told, {"public", "community"}))
    shown = lines._asdict() | {
        "period_title": digests.period_title(mail), "reason": digests.reason_of(mail),
    }  # fmt: skip
    context = composing.frame(mail.person, mail.kind) | shown
    headers = composing.headers_of(mail, mail.kind)
    connection_ = mailers.default
    connection_.open()
    began = time.perf_counter()
    for number in range(BARE):
        headers["Message-ID"] = f"<bare-{number}@bench.example>"
        message = composing.built("digest", mail, context, headers, MailSetting())
        connection_.send_messages([message])
    took = time.perf_counter() - began
    connection_.close()
    return took / BARE


def main(address: str) -> dict[str, Any]:
    """Return seconds per mail of both, planning included, statements and the sender's memory."""
    settings.MAILERS = {"default": mailer(address)}
    asked = 0

    def count(execute: Any, *given: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*given)

    with connection.execute_wrapper(count):
        began = time.perf_counter()
        morning(timezone.now())
        planned = time.perf_counter() - began
    first = bare(Mail.objects.select_related("person").order_by("pk")[0])
    sizes = []
    began = time.perf_counter()
    sent = 0
    with connection.execute_wrapper(count):
        # The memory is looked at after each run of the task.
        while part := digests.send_due():
            sent += part
            sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    took = time.perf_counter() - began
    second = bare(Mail.objects.select_related("person").order_by("pk")[0])
    return {
        "sent": sent,
        "seconds": (planned + took) / max(sent, 1),
        "planned": planned,
        "bare": (first + second) / 2,
        "statements": asked / max(sent, 1) * 100,
        "memory": [size / 1000 for size in sizes],
    }


if __name__ == "__main__":
    # First without an address, to fill; then with one, to send.
    if sys.argv[1:]:
        json.dump(main(sys.argv[1]), sys.stdout)
    else:
        fill(followers(contact_point()))
        json.dump(None, sys.stdout)
