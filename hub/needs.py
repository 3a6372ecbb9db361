"""What the hub needs of a person: drafts and announcements that wait for a second one."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hub.models import KINDS, Announcement
from portal.markings.access import may
from portal.needs import Need


def needs(person: Any) -> Iterator[Need]:
    """Yield the announcements to approve, and the drafts to publish, kind by kind."""
    if may(person, "hub.keep_announcements"):
        yield Need(
            title=ngettext_lazy(
                "%(n)d announcement waits for a second person",
                "%(n)d announcements wait for a second person",
                "n",
            ),
            url=reverse("hub:announcement_list"),
            action=_("Look and approve"),
            why=_("It reaches many people"),
            waiting=[Announcement.objects.readable_by(person).waiting_for(person)],
        )
    if not may(person, "hub.publish_item"):
        return
    for kind, model in KINDS.items():
        yield Need(
            title=ngettext_lazy(
                "%(n)d draft waits for publication", "%(n)d drafts wait for publication", "n"
            ),
            url=reverse("hub:item_list", args=[kind]),
            action=_("Read and publish"),
            why=model._meta.verbose_name_plural or "",
            waiting=[model.objects.readable_by(person).drafts().written_by_others(person)],
        )
