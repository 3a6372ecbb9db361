"""The maintenance notice above every page."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.taxonomy.models import in_language


class BannerQuerySet(models.QuerySet["Banner"]):
    """Notices, as adjectives."""

    def ahead(self) -> Self:
        """Return those shown now or later, the next one first."""
        return self.filter(until__gt=timezone.now()).order_by("since", "pk")

    def current(self) -> Self:
        """Return the one to show now."""
        return self.ahead().filter(since__lte=timezone.now())


class Banner(models.Model):
    """One notice in both languages, from one moment to another. Everybody reads it."""

    text_en = models.CharField(_("notice in English"), max_length=300)
    text_fr = models.CharField(_("notice in French"), max_length=300)
    since = models.DateTimeField(_("shown from (UTC)"))
    until = models.DateTimeField(_("shown until (UTC)"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BannerQuerySet.as_manager()

    class Meta:
        verbose_name = _("maintenance notice")
        indexes = [models.Index(fields=["until"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")),
                name="hub_banner_ends_after_start",
                violation_error_message=_("The notice ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The notice in the reader's language."""
        return in_language(self, "text")

    @classmethod
    @transaction.atomic
    def announce(
        cls,
        *,
        by: Any,
        text_en: str,
        text_fr: str,
        since: datetime.datetime,
        until: datetime.datetime,
    ) -> "Banner":
        """Put up a notice in place of the one that stands or comes."""
        cls._end_all()
        banner = cls.objects.create(
            text_en=text_en, text_fr=text_fr, since=since, until=until, set_by=by
        )
        record("hub.announce_banner", by=by, on=banner, since=since, until=until)
        return banner

    @classmethod
    @transaction.atomic
    def take_down(cls, *, by: Any) -> bool:
        """End the notice that stands or comes; False when there is none."""
        if not (ended := cls._end_all()):
            return False
        record("hub.end_banner", by=by, count=ended)
        return True

    @classmethod
    def _end_all(cls) -> int:
        # One that has not begun cannot end; it is removed, and the log tells of it.
        begun = cls.objects.current().update(until=timezone.now())
        return begun + cls.objects.ahead().delete()[0]
