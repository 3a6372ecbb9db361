"""Member administrations, WCO regions and partner organisations."""

import datetime
import unicodedata
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Func, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.markings.models import Readable, ReadableQuerySet
from portal.markings.sources import PUBLIC
from portal.search.models import Document, Kind, stale, stale_carriers
from portal.taxonomy.models import NAMES, Language, Named, Technology, in_language, local
from portal.zones import zone_of

# Letters that Unicode does not decompose, and the apostrophe that people type.
PLAIN = str.maketrans(
    {"’": "'", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
)


def sort_key(name: str) -> str:
    """Return a name without accents and case: the order of lists on every machine."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(PLAIN))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Clock:
    """The time at a place now: naive, so that no template moves it to another zone."""

    now: datetime.datetime
    # The weekend runs from one weekday to another; Monday is 0.
    first: int
    last: int

    def is_weekend_on(self, day: datetime.date) -> bool:
        """Return whether a day is of the weekend there."""
        return (day.weekday() - self.first) % 7 <= (self.last - self.first) % 7

    @property
    def is_weekend(self) -> bool:
        """Whether it is the weekend there now."""
        return self.is_weekend_on(self.now.date())


def clock(zone: str, first: int, last: int) -> Clock:
    """Return the time in a zone whose weekend runs from one weekday to another (Monday is 0)."""
    return Clock(datetime.datetime.now(zone_of(zone)).replace(tzinfo=None), first, last)


class Region(Named):
    """One of the six WCO regions."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    slug = models.SlugField(unique=True)
    short_en = models.CharField(_("short name in English"), max_length=60)
    short_fr = models.CharField(_("short name in French"), max_length=60)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("region")

    @property
    def short(self) -> str:
        """The short name in the reader's language."""
        return in_language(self, "short")


class AdministrationQuerySet(ReadableQuerySet["Administration"]):
    """Administrations, as adjectives."""

    def members(self) -> Self:
        """Return the Members of the WCO; the European Union takes part but is not counted."""
        return self.filter(kind=Administration.Kind.MEMBER)

    def with_region(self) -> Self:
        """Return them with their region in the same query."""
        return self.select_related("region")

    def with_languages(self) -> Self:
        """Return them with `languages`, the names in the reader's language, in the same query."""
        official = OuterRef("official_languages")
        place = Func(
            official, F("code"), function="array_position", output_field=models.IntegerField()
        )
        spoken = Language.objects.annotate(place=place).filter(place__isnull=False)
        names = spoken.order_by("place").values(local("name"))
        return self.annotate(languages=ArraySubquery(names))


class Administration(Named, Readable):
    """The customs administration of a Member, or the European Union as special participant."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("Member")
        SPECIAL = "special-participant", _("Special participant")

    class NameStatus(models.TextChoices):
        UNVERIFIED = "unverified", _("Name not confirmed by the administration")
        CONFIRMED = "confirmed", _("Name confirmed")

    iso2 = models.CharField(_("code"), max_length=2, unique=True)
    iso3 = models.CharField(max_length=3, unique=True)
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MEMBER)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, verbose_name=_("region")
    )
    administration_name_en = models.CharField(
        _("name of the administration in English"), max_length=200, blank=True
    )
    administration_name_fr = models.CharField(
        _("name of the administration in French"), max_length=200, blank=True
    )
    name_status = models.CharField(
        _("state of the names"), max_length=12, choices=NameStatus, default=NameStatus.UNVERIFIED
    )
    official_languages = ArrayField(models.CharField(max_length=3), default=list)
    accession_date = models.DateField(_("joined the WCO"), null=True, blank=True)
    accession_status = models.CharField(max_length=12, blank=True)
    website = models.URLField(_("web site"), blank=True)
    zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    weekend_first = models.PositiveSmallIntegerField(_("first day of the weekend"), default=5)
    weekend_last = models.PositiveSmallIntegerField(_("last day of the weekend"), default=6)
    technologies = models.ManyToManyField(
        Technology, blank=True, verbose_name=_("technologies in use")
    )
    sort_key_en = models.CharField(max_length=200, editable=False)
    sort_key_fr = models.CharField(max_length=200, editable=False)
    # Every name in every language, without accents and case: what free text is compared with.
    find_key = models.TextField(editable=False, default="")
    # The group has no members: it stands for the administration in explicit grants.
    group = models.OneToOneField(
        Group, on_delete=models.PROTECT, editable=False, related_name="administration"
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects = AdministrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("administration")
        indexes = [
            models.Index(fields=["sort_key_en", "id"]),
            models.Index(fields=["sort_key_fr", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="special-participant") | models.Q(region__isnull=False),
                name="directory_member_has_region",
            )
        ]

    def get_absolute_url(self) -> str:
        """Return the address of the administration's page."""
        return reverse("directory:administration_detail", args=[self.iso2])

    @property
    def administration_name(self) -> str:
        """The name of the administration in the reader's language."""
        return in_language(self, "administration_name")

    @property
    def token(self) -> str:
        """The reader token of its officers."""
        return f"administration:{self.pk}"

    @property
    def clock(self) -> Clock:
        """The time there now."""
        return clock(self.zone, self.weekend_first, self.weekend_last)

    def audience_tokens(self) -> set[str]:
        """Return `public`: membership of the WCO is public."""
        return {PUBLIC}

    @classmethod
    @transaction.atomic
    def enrol(cls, *, by: Any, iso2: str, **fields: Any) -> "Administration":
        """Add a Member or the special participant."""
        group = Group.objects.create(name=f"administration:{iso2}")
        row = cls(iso2=iso2, group=group, **fields)
        row._set_keys()
        row.set_audience()
        row.save()
        record("directory.enrol_administration", by=by, on=row, iso2=iso2)
        stale(row)
        return row

    @transaction.atomic
    def revise(self, *, by: Any, technologies: Any = None, **fields: Any) -> None:
        """Change what the directory says of the administration."""
        for field, value in fields.items():
            setattr(self, field, value)
        self._set_keys()
        self.changed_at = timezone.now()
        self.save(update_fields=[*fields, "sort_key_en", "sort_key_fr", "find_key", "changed_at"])
        changed = sorted(fields)
        if technologies is not None:
            self.technologies.set(technologies)
            changed.append("technologies")
        record("directory.edit_administration", by=by, on=self, fields=changed)
        stale(self)
        # Its people are found by its name and under its region.
        if not {*NAMES, "region"}.isdisjoint(fields):
            stale_carriers(self)

    def _set_keys(self) -> None:
        self.sort_key_en, self.sort_key_fr = sort_key(self.name_en), sort_key(self.name_fr)
        names = [
            self.name_en, self.name_fr, self.name_es, self.administration_name_en,
            self.administration_name_fr, self.iso2, self.iso3,
        ]  # fmt: skip
        self.find_key = sort_key(" ".join(names))

    def search_document(self) -> Document:
        """Return what the search index keeps."""
        region = self.region
        names = {"en": self.administration_name_en, "fr": self.administration_name_fr}
        places = {"en": region.short_en, "fr": region.short_fr} if region else {}
        return Document(
            kind=Kind.ADMINISTRATION,
            titles={"en": self.name_en, "fr": self.name_fr, "es": self.name_es},
            bodies=names | {"simple": f"{self.iso2} {self.iso3}"},
            lines={
                code: " · ".join(filter(None, [name, places.get(code)]))
                for code, name in names.items()
            },
            reference=self.iso2,
            path=f"directory/administrations/{self.iso2}/",
            regions=[region.code] if region else [],
            technologies=list(self.technologies.values_list("slug", flat=True)),
        )


class PartnerOrganisation(Named):
    """An organisation that works with the project; not a list of WCO agreements."""

    class Kind(models.TextChoices):
        INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organisation")
        UN = "un", _("United Nations")
        WCO_BODY = "wco-body", _("WCO body")
        BANK = "development-bank", _("Development bank")
        REGIONAL = "regional", _("Regional organisation")
        STANDARDS = "standards", _("Standards body")
        PARTNERSHIP = "partnership", _("Partnership")
        ACADEMIC = "academic", _("Academia")
        BUSINESS = "business", _("Business")

    acronym = models.CharField(_("acronym"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    url = models.URLField(_("web site"), blank=True)

    class Meta:
        ordering = ["acronym"]
        verbose_name = _("partner organisation")

    def get_absolute_url(self) -> str:
        """Return the address of the organisation's page."""
        return reverse("directory:partner_detail", args=[self.pk])

    @classmethod
    @transaction.atomic
    def add(cls, *, by: Any, **fields: Any) -> "PartnerOrganisation":
        """Add an organisation that works with the project."""
        row = cls.objects.create(**fields)
        record("directory.add_partner", by=by, on=row, acronym=row.acronym)
        return row
