"""The words that everything is filed under. The Secretariat edits them; codes never change."""

from collections.abc import Callable
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record

NAMES = {"name_en", "name_fr"}
# What a higher room does with a row that has another name; rooms register theirs in `apps.py`.
_followers: list[Callable[[Any], None]] = []


def register_renaming(follow: Callable[[Any], None]) -> None:
    """Let a higher room follow the names of terms, in the verb's transaction."""
    _followers.append(follow)


def in_language(row: Any, field: str) -> str:
    """Return `field_<language>` of a row in the reader's language, else its English."""
    language = (get_language() or "en")[:2]
    return str(getattr(row, f"{field}_{language}", "") or getattr(row, f"{field}_en"))


def local(field: str) -> str:
    """Return the name of the column that holds a field in the reader's language."""
    return f"{field}_fr" if get_language() == "fr" else f"{field}_en"


class Named(models.Model):
    """A row with an English and a French name."""

    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self, "name")


class Revisable(Named):
    """A named row that the Secretariat adds and edits; its code, in `KEY`, never changes."""

    KEY = "slug"

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """The code."""
        return str(getattr(self, self.KEY))

    @classmethod
    @transaction.atomic
    def add(cls, *, by: Any, **fields: Any) -> Self:
        """Add a row."""
        row = cls(**fields)
        row.save()
        record("taxonomy.add_term", by=by, on=row, key=row.key)
        return row

    @transaction.atomic
    def revise(self, *, by: Any, **fields: Any) -> None:
        """Change names and what else is said of the row."""
        for field, value in fields.items():
            setattr(self, field, value)
        self.save(update_fields=[*fields])
        record("taxonomy.edit_term", by=by, on=self, fields=sorted(fields))
        if not NAMES.isdisjoint(fields):
            for follow in _followers:
                follow(self)


class TermQuerySet(models.QuerySet[Any]):
    """Terms, as adjectives."""

    def current(self) -> Self:
        """Return the terms still offered when something is filed."""
        return self.filter(is_retired=False)


class Term(Revisable):
    """A word of a taxonomy."""

    slug = models.SlugField(_("code"), unique=True)
    definition_en = models.TextField(_("definition in English"), blank=True)
    definition_fr = models.TextField(_("definition in French"), blank=True)
    french_is_working = models.BooleanField(_("the French is a working translation"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_retired = models.BooleanField(_("no longer offered"), default=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @property
    def definition(self) -> str:
        """The definition in the reader's language."""
        return in_language(self, "definition")


class Technology(Term):
    """A technology that customs administrations adopt."""

    class Status(models.TextChoices):
        FOCUS = "focus", _("Focus of the project")
        TRACKED = "tracked", _("Tracked")
        RELATED = "related", _("Related")
        HORIZON = "horizon", _("On the horizon")

    class Group(models.TextChoices):
        DATA = "data-intelligence", _("Data and intelligence")
        TRUST = "trust-exchange", _("Trust and exchange")
        INFRASTRUCTURE = "infrastructure", _("Infrastructure")
        SENSING = "sensing-control", _("Sensing and control")
        PEOPLE = "people-learning", _("People and learning")
        TRADE = "trade-change", _("Changes in trade")

    group = models.CharField(_("group"), max_length=20, choices=Group)
    status = models.CharField(_("place in the project"), max_length=10, choices=Status)

    class Meta(Term.Meta):
        verbose_name = _("technology")
        verbose_name_plural = _("technologies")

    def get_absolute_url(self) -> str:
        """Return the address of the technology's page."""
        return reverse("taxonomy:technology_detail", args=[self.slug])


class Topic(Term):
    """A topic that runs through all technologies."""

    class Meta(Term.Meta):
        verbose_name = _("transversal topic")
        verbose_name_plural = _("transversal topics")


class Process(Term):
    """A customs process, with the articles of the Trade Facilitation Agreement it serves."""

    class Group(models.TextChoices):
        CLEARANCE = "clearance", _("Clearance")
        CONTROL = "control", _("Control")
        CORE = "core-technical", _("Core technical matters")
        ENFORCEMENT = "enforcement", _("Enforcement")
        LEGAL = "legal", _("Law")
        MANAGEMENT = "management", _("Management")
        PARTNERSHIP = "partnership", _("Partnership")
        PROCEDURES = "procedures", _("Procedures")
        REVENUE = "revenue", _("Revenue")

    group = models.CharField(_("group"), max_length=20, choices=Group)
    tfa_articles = models.CharField(_("articles of the TFA"), max_length=60, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("customs process")
        verbose_name_plural = _("customs processes")


class Phase(Term):
    """A phase in the life of a technology in an administration."""

    class Meta(Term.Meta):
        verbose_name = _("life-cycle phase")
        verbose_name_plural = _("life-cycle phases")


class Obstacle(Term):
    """What stands in the way."""

    class Meta(Term.Meta):
        verbose_name = _("obstacle")
        verbose_name_plural = _("obstacles")


class Benefit(Term):
    """What is gained."""

    class Meta(Term.Meta):
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")


class AdoptionStatus(Term):
    """How far an administration is with a technology."""

    class Meta(Term.Meta):
        verbose_name = _("adoption status")
        verbose_name_plural = _("adoption statuses")


class Language(Revisable):
    """A language people work in, by its ISO 639 code."""

    KEY = "code"

    code = models.CharField(_("code"), max_length=3, unique=True)
    endonym = models.CharField(_("own name"), max_length=60)
    is_right_to_left = models.BooleanField(_("written from right to left"), default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")


# Every taxonomy, by the word for it in addresses.
KINDS: dict[str, type[Revisable]] = {
    "technologies": Technology,
    "topics": Topic,
    "processes": Process,
    "phases": Phase,
    "obstacles": Obstacle,
    "benefits": Benefit,
    "adoption-statuses": AdoptionStatus,
    "languages": Language,
}
