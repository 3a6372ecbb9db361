"""The words of a mail: what its person may read now, in their language, as far as mails go."""

import datetime
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language

from portal.markings.models import Marking
from portal.notifications import clock, stopping
from portal.notifications.dispatch import IN_USE
from portal.notifications.lines import (
    Line,
    Words,
    in_mail,
    line_of,
    one_line,
    public_names,
    words_of,
)
from portal.notifications.models import Event, Mail, MailSetting, Notification
from portal.notifications.models.mail import message_id
from portal.notifications.registry import Frequency, kind_of
from portal.notifications.things import key_of, objects_by_key
from portal.zones import zone_of

MOST_LINES = 20


class Put(NamedTuple):
    """What happens to a mail that is not sent now: its state, and when it is due again."""

    state: str
    due_at: datetime.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class MailLine:
    """A line as a mail shows it: with a whole address, and no words of what is restricted."""

    sentence: str
    url: str
    why: str
    at: datetime.datetime
    marking_label: str
    area: str

    @classmethod
    def of(cls, line: Line) -> "MailLine":
        """Return what a mail says of a line."""
        path = line.url
        if line.is_restricted:
            path = reverse("notifications:notification_open", args=[line.notification.pk])
        return cls(
            sentence=in_mail(line),
            url=f"{settings.BASE_URL}{path}",
            why="" if line.is_restricted else line.why,
            at=timezone.localtime(line.event.at),
            marking_label=line.event.get_marking_display() if line.is_restricted else "",
            area=line.area,
        )


@contextmanager
def as_read_by(person: Any) -> Iterator[None]:
    """Speak the language of a person, by the clock on their wall."""
    with translation.override(person.language), timezone.override(zone_of(person.zone)):
        yield


def kept_back(mail: Mail, *, is_off: bool, days: Collection[int]) -> Put | None:
    """Return what keeps a single mail back: a label, a stop, or the hour of a working day.

    `is_off` says whether its person wants no mail of its kind, `days` on which days they work.
    """
    event, setting = mail.event, setting_of(mail.person)
    assert event is not None
    if event.marking == Marking.RED:
        return Put(Mail.State.EMPTY)
    if setting.unreachable_since:
        return Put(Mail.State.UNREACHABLE)
    if kind_of(event.kind).is_required:
        return None
    if setting.is_stopped or is_off:
        return Put(Mail.State.STOPPED)
    local = timezone.now().astimezone(zone_of(mail.person.zone))
    opens = clock.Hours(setting.quiet_from, setting.quiet_until, days).open_at(local)
    return Put(Mail.State.DUE, opens.astimezone(datetime.UTC)) if opens else None


def setting_of(person: Any) -> MailSetting:
    """Return the settings that were read with a person, or the defaults."""
    return getattr(person, "mail_setting", None) or MailSetting(person=person)


def drawn(notifications: Sequence[Notification], tokens: Collection[str]) -> list[Line]:
    """Return the lines that the holder of these tokens may read, in the language of now."""
    return Drawing(notifications).lines(notifications, tokens)


class Drawing:
    """What the lines of many persons are made of, read once; rights are asked for each."""

    def __init__(self, notifications: Sequence[Notification]) -> None:
        self._objects = objects_by_key(notifications)
        # Why-lines name what everybody may read, nothing else.
        self._names = public_names(each.subject for each in notifications)
        self._words: dict[tuple[int, str | None], Words] = {}

    def lines(self, told: Sequence[Notification], tokens: Collection[str]) -> list[Line]:
        """Return the lines that the holder of these tokens may read and a mail may hold."""
        if IN_USE not in tokens:
            return []
        return [line for each in told if (line := self._line(each, tokens))]

    def _line(self, told: Notification, tokens: Collection[str]) -> Line | None:
        event = told.event
        obj = self._objects.get(key_of(event))
        if obj is None or Marking.RED in (obj.marking, event.marking):
            return None
        if not any(token in tokens for token in obj.audience.tokens):
            return None
        # Said once per language, however many hear it.
        spoken = (event.pk, get_language())
        if spoken not in self._words:
            self._words[spoken] = words_of(event, obj)
        return line_of(told, self._words[spoken], self._names)


def sample(event: Event, obj: Any, person: Any) -> EmailMessage:
    """Return the mail of an event that is not told yet, as this person would get it."""
    mail = Mail(person=person, kind=Mail.Kind.EVENT, event=event)
    mail.message_id = message_id(f"{person.pk}|{uuid.uuid4()}|sample")
    told = Notification(pk=0, event=event, person=person, frequency=Frequency.NOW)
    with as_read_by(person):
        line = line_of(told, words_of(event, obj), {})
        return single(mail, MailSetting.of(person), line)


def single(mail: Mail, setting: MailSetting, line: Line) -> EmailMessage:
    """Return the mail of one line, in the language of now."""
    assert mail.event is not None
    kind = kind_of(mail.event.kind)
    shown = MailLine.of(line)
    # Whoever holds the mail can read what its addresses are for.
    what = f"{stopping.KIND}{kind.code}"
    subject = "" if line.is_restricted else line.notification.subject
    context = frame(mail.person, what, subject=subject) | {"lines": [shown], "reason": shown.why}
    if kind.is_required:
        # What cannot be stopped offers no way to stop it.
        context["stop_url"] = ""
    headers = headers_of(mail, what, subject=subject, is_required=kind.is_required)
    return built("event", mail, context, headers | thread_of(mail), setting)


def frame(person: Any, what: str, *, subject: str = "") -> dict[str, Any]:
    """Return what every mail shows around its lines."""
    base = settings.BASE_URL
    stop = stopping.token_for(person, what, subject=subject)
    return {
        "person": person,
        "base_url": base,
        "stop_url": stopping.address_of(stop, base),
        "stop_all_url": stopping.address_of(stopping.token_for(person, stopping.ALL), base),
        "settings_url": base + reverse("notifications:preferences"),
        "inbox_url": base + reverse("notifications:inbox"),
    }


def headers_of(
    mail: Mail, what: str, *, subject: str = "", is_required: bool = False
) -> dict[str, str]:
    """Return the headers of a mail: what it is, and how a mail program stops its list."""
    headers = {
        "Message-ID": f"<{mail.message_id}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": mail.person.language,
    }
    # What cannot be stopped offers no way to stop it.
    if is_required:
        return headers
    return headers | stopping.headers_for(mail.person, what, settings.BASE_URL, subject=subject)


def thread_of(mail: Mail) -> dict[str, str]:
    """Return the headers that keep mails about one thing together in a mail program."""
    event = mail.event
    assert event is not None
    # Nobody who holds a mail works out from it what it is about.
    thread = message_id(f"{mail.person_id}|{event.object_type}|{event.object_id}|thread")
    thread = f"<{thread}>"
    return {"In-Reply-To": thread, "References": thread}


def built(
    name: str, mail: Mail, context: dict[str, Any], headers: dict[str, str], setting: MailSetting
) -> EmailMessage:
    """Return the mail of a set of templates: subject, text and HTML."""
    folder = f"emails/{name}"
    subject = one_line(render_to_string(f"{folder}/subject.txt", context))
    text = render_to_string(f"{folder}/body.txt", context)
    message = stopping.ListMail(subject, text, to=[mail.person.email], headers=headers)
    if not setting.is_text_only:
        message.attach_alternative(render_to_string(f"{folder}/body.html", context), "text/html")
    return message
