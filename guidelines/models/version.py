"""Versions: what was published, word for word, under a number and a hash."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.text.sections import canonical, digest_of, section_of
from portal.identifiers import new_public_id
from portal.markings.models import Marking, reader_of
from portal.writing.rendering import VERSION as RENDERING
from portal.writing.rendering import render

HOME = "administration:"


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions, as adjectives."""

    def readable_by(self, person: Any) -> Self:
        """Return those whose own label lets somebody read them, of records that they read.

        What was published under a stricter label stays with those whom that label names.
        """
        tokens = reader_of(person).tokens
        allowed = Q(marking=Marking.CLEAR)
        if "members" in tokens:
            allowed |= Q(marking=Marking.GREEN)
        if "secretariat" in tokens:
            allowed |= Q(marking=Marking.AMBER)
        homes = [each.removeprefix(HOME) for each in tokens if each.startswith(HOME)]
        allowed |= Q(marking=Marking.AMBER, record__administration__in=homes)
        return self.filter(allowed)


class Version(models.Model):
    """One published text of a record; it never changes. Whoever reads the record reads it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    record = models.ForeignKey("Record", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    marking = models.CharField(_("TLP label"), max_length=12, choices=Marking)
    content = models.JSONField()
    # SHA-256 of the content, as `guidelines.text.sections` computes it.
    digest = models.CharField(max_length=64)
    # The prose as HTML by section, and what made it: made again where that has changed.
    html = models.JSONField(default=dict)
    rendering = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    # When its administration cleared the text; none: nobody had to.
    cleared_at = models.DateTimeField(_("cleared"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    # None: the portal was delivered with it, or whoever it was is kept apart.
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "number"], name="guidelines_one_version_per_number"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="guidelines_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} v{self.number}"

    @property
    def hashed(self) -> str:
        """The very text whose SHA-256 is the digest."""
        return canonical(self.content)

    @property
    def is_intact(self) -> bool:
        """Whether the content is still what was published."""
        return digest_of(self.content) == self.digest

    def render(self, kind: str) -> None:
        """Keep the prose as HTML."""
        self.html, self.rendering = render_all(kind, self.content, key=self.public_id), RENDERING

    def rendered(self, kind: str) -> dict[str, str]:
        """Return the prose as safe HTML by section: as it was kept, or made now."""
        if self.rendering == RENDERING:
            return dict(self.html)
        return render_all(kind, self.content, key=self.public_id)


def render_all(kind: str, content: dict[str, Any], *, key: str) -> dict[str, str]:
    """Return every section of prose that says something as safe HTML."""
    found = {}
    for code, value in content.items():
        section = section_of(kind, code)
        if section and section.shape == "prose" and value:
            found[code] = str(render(value, key=f"{key}-{code}", heading=4).html)
    return found
