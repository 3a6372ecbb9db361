"""What the Smart Customs Project produces: per technology a report, a readiness tool, cases."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hub.models.dates import Precision, in_words
from hub.models.item import Item, ItemQuerySet, Verification
from portal.taxonomy.models import Technology, in_language
from research.models import Work


class Deliverable(Item):
    """One deliverable, published or announced."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Detailed report")
        READINESS_TOOL = "readiness-tool", _("Readiness self-assessment tool")
        CASE_STUDIES = "case-studies", _("Case studies")
        STUDY_REPORT = "study-report", _("Study Report")
        SURVEY = "survey", _("Survey results")
        PORTAL = "portal", _("Portal")
        WORKSHOP = "workshop", _("Workshop or mission")

    class Status(models.TextChoices):
        PUBLISHED = "published", _("Published")
        HELD = "held", _("Held")
        ANNOUNCED = "announced", _("Announced")
        PLANNED = "planned", _("Planned")

    tells_changes = True

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    status = models.CharField(_("how far it is"), max_length=10, choices=Status)
    technology = models.ForeignKey(
        Technology,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deliverables",
        verbose_name=_("technology"),
    )
    description_en = models.TextField(_("description in English"))
    description_fr = models.TextField(_("description in French"))
    date = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(
        _("how much of the date is known"),
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        blank=True,
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    work = models.ForeignKey(
        Work,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deliverables",
        verbose_name=_("record in the library"),
    )
    verification = models.CharField(
        _("how well it is known"),
        max_length=10,
        choices=Verification,
        default=Verification.VERIFIED,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[Any] = ItemQuerySet.as_manager()

    class Meta(Item.Meta):
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        indexes = [models.Index(fields=["state", "position", "id"])]
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(
                condition=Q(date__isnull=True) | ~Q(precision=""),
                name="hub_deliverable_date_has_precision",
                violation_error_message=_("Say how much of the date is known."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return its place in the list."""
        return f"{reverse('hub:deliverable_list')}#{self.public_id}"

    def subjects(self) -> list[str]:
        """Return what it is followed by: its record, its technology, all deliverables."""
        return [
            *([f"work:{self.work.public_id}"] if self.work else []),
            *([f"technology:{self.technology.slug}"] if self.technology else []),
            "deliverables:all",
        ]

    @property
    def description(self) -> str:
        """The description in the reader's language."""
        return in_language(self, "description")

    @property
    def date_in_words(self) -> str:
        """The date as far as it is known, or nothing."""
        return in_words(self.date, self.precision) if self.date else ""
