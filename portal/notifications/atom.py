"""Entries as an Atom feed (RFC 4287)."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from portal.notifications.feeds import Entry, Feed

MIME = "application/atom+xml; charset=utf-8"
# The authority of the identifiers (RFC 4151): the host, and a year in which it was ours.
SINCE = 2026


def atom_of(feed: Feed, entries: Iterable[Entry], person: Any) -> str:
    """Return the feed of a person. It does not say its own address, which is a secret."""
    tag = f"tag:{settings.HOST},{SINCE}"
    atom = Atom1Feed(
        title=f"{feed.title} – {_('Smart Customs Community Portal')}",
        link=settings.BASE_URL + reverse("home:front"),
        description=None,
        language=person.language,
        author_name=_("Smart Customs Community Portal"),
        feed_guid=f"{tag}:feeds/{feed.code}/{person.public_id}",
    )
    for entry in entries:
        atom.add_item(
            title=entry.title,
            link=settings.BASE_URL + entry.url,
            # It is HTML to whoever reads the feed.
            description=escape(entry.text),
            author_name=entry.author or None,
            unique_id=f"{tag}:{entry.key}",
            updateddate=entry.updated,
        )
    return atom.writeString("utf-8")
