"""Meetings and dates of the project, in the viewer's time and in the host's."""

import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.models.dates import Precision, in_words, span_in_words
from hub.models.item import Item, ItemQuerySet, Verification
from portal.search.models import Document, Kind
from portal.taxonomy.models import in_language
from portal.zones import is_zone, zone_of


class MeetingQuerySet(ItemQuerySet):
    """Meetings, as adjectives."""

    def coming(self, day: datetime.date | None = None) -> Self:
        """Return those that have not ended anywhere on Earth, today or on a day."""
        return self.filter(end__gte=day or today_in_the_west())

    def past(self) -> Self:
        """Return those that have ended everywhere."""
        return self.filter(end__lt=today_in_the_west())


def today_in_the_west() -> datetime.date:
    """Return the day on which the last clock on Earth stands."""
    return (timezone.now() - datetime.timedelta(hours=12)).date()


class Meeting(Item):
    """A meeting, or another date to know. Times are the host's, in the host's zone."""

    class Kind(models.TextChoices):
        CONTACT_POINTS = "ncp-meeting", _("Meeting of National Contact Points")
        COMMITTEE = "committee", _("Committee or working group")
        CONFERENCE = "conference", _("Conference")
        WORKSHOP = "regional-workshop", _("Regional workshop")
        REGIONAL = "regional", _("Regional meeting")
        MISSION = "mission", _("Study mission")
        SURVEY = "survey", _("Survey")
        PUBLICATION = "publication", _("Publication")
        MILESTONE = "milestone", _("Milestone")
        OBSERVANCE = "observance", _("Observance")

    is_searchable = True
    tells_changes = True

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    precision = models.CharField(
        _("how much of the date is known"), max_length=5, choices=Precision, default=Precision.DAY
    )
    start_time = models.TimeField(_("begins at"), null=True, blank=True)
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    zone = models.CharField(_("time zone of the host"), max_length=60, default="Europe/Brussels")
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    place_fr = models.CharField(_("place in French"), max_length=200, blank=True)
    is_online = models.BooleanField(_("one can take part online"), default=False)
    note_en = models.TextField(_("note in English"), blank=True)
    note_fr = models.TextField(_("note in French"), blank=True)
    verification = models.CharField(
        _("how well it is known"),
        max_length=10,
        choices=Verification,
        default=Verification.VERIFIED,
    )

    objects: ClassVar[Any] = MeetingQuerySet.as_manager()

    class Meta(Item.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [
            models.Index(fields=["state", "start", "id"]),
            models.Index(fields=["state", "-start", "-id"]),
        ]
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(
                condition=Q(end__gte=models.F("start")),
                name="hub_meeting_ends_after_start",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the address of the page."""
        return reverse("hub:meeting_detail", args=[self.public_id])

    def subjects(self) -> list[str]:
        """Return what it is followed by."""
        return ["meetings:all"]

    @property
    def place(self) -> str:
        """The place in the reader's language."""
        return in_language(self, "place")

    @property
    def note(self) -> str:
        """The note in the reader's language."""
        return in_language(self, "note")

    @property
    def days_in_words(self) -> str:
        """The days as far as they are known."""
        return span_in_words(self.start, self.end, self.precision)

    @property
    def start_in_words(self) -> str:
        """The first day as far as it is known."""
        return in_words(self.start, self.precision)

    @property
    def starts_at(self) -> datetime.datetime | None:
        """The moment it begins, where the time is known, and its zone still exists."""
        if self.start_time is None or self.precision != Precision.DAY or not is_zone(self.zone):
            return None
        return datetime.datetime.combine(self.start, self.start_time, zone_of(self.zone))

    def clocks(self, zone: str = "") -> list[tuple[datetime.datetime, str]]:
        """Return when it begins by the viewer's clock, then by the host's, each with its city."""
        if (starts := self.starts_at) is None:
            return []
        zones = dict.fromkeys(name for name in (zone, self.zone) if is_zone(name))
        return [(starts.astimezone(zone_of(name)), city(name)) for name in zones]

    def search_document(self) -> Document | None:
        """Return what the search index keeps of a published meeting."""
        if not self.is_published:
            return None
        when = str(self.start.year)
        return Document(
            kind=Kind.NEWS,
            titles={"en": self.title_en, "fr": self.title_fr},
            bodies={
                "en": f"{self.note_en} {self.place_en}",
                "fr": f"{self.note_fr} {self.place_fr}",
            },
            lines={
                "en": " · ".join(filter(None, [self.place_en, self.note_en])),
                "fr": " · ".join(filter(None, [self.place_fr, self.note_fr])),
            },
            reference=when,
            path=f"meetings/{self.public_id}/",
            date=self.start,
        )


def city(zone: str) -> str:
    """Return the city that a time zone is named after."""
    return zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")
