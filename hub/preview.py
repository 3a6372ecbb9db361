"""An announcement before it is sent: its mails, how hard they are to read, and a test."""

import copy
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from hub.models import Announcement, News
from hub.reading_level import Level, level_of
from portal.audit.models import record
from portal.hiding import hide
from portal.notifications.composing import sample


@dataclass(frozen=True)
class Look:
    """A mail as it will look in one language."""

    language: str
    name: str
    subject: str
    text: str


def mail_in(made: Announcement, language: str, person: Any) -> EmailMessage:
    """Return the mail as a person would get it in this language."""
    reader = copy.copy(person)
    reader.language = language
    return sample(made.draft_event, made.news, reader)


def mails_of(made: Announcement, person: Any) -> list[Look]:
    """Return the mails of every language."""
    looks = []
    for language, name in settings.LANGUAGES:
        mail = mail_in(made, language, person)
        # Its addresses are secrets of whoever looks, and nothing to show to a neighbour.
        looks.append(Look(language, str(name), str(mail.subject), hide(str(mail.body))))
    return looks


def reading_levels(news: News) -> list[tuple[str, str, Level]]:
    """Return how hard the text is to read, by code and name of its language."""
    texts = {
        "en": f"{news.title_en}. {news.summary_en}\n\n{news.body_en}",
        "fr": f"{news.title_fr}. {news.summary_fr}\n\n{news.body_fr}",
    }
    names = dict(settings.LANGUAGES)
    levels = ((code, level_of(text, code)) for code, text in texts.items())
    return [(code, str(names[code]), level) for code, level in levels if level]


def send_test(made: Announcement, *, by: Any) -> None:
    """Send the mails of every language to the person who asks, marked as tests."""
    record("hub.test_announcement", by=by, on=made)
    for language, _name in settings.LANGUAGES:
        mail = mail_in(made, language, by)
        with override(language):
            mail.subject = f"[{_('Test')}] {mail.subject}"
        mail.send()
