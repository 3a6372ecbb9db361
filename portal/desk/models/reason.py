"""Texts that officers use as reasons, kept in both languages."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record


class ReasonQuerySet(models.QuerySet["ReasonTemplate"]):
    """Texts, as adjectives."""

    def of(self, kind: str) -> "ReasonQuerySet":
        """Return the texts for a kind of work: its own, and those for every kind."""
        return self.filter(Q(kind=kind) | Q(kind=""))


class ReasonTemplate(models.Model):
    """One text. It is copied into the reason, in the language of the person addressed."""

    kind = models.CharField(_("kind of work"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=100)
    text_en = models.TextField(_("text in English"), max_length=2000)
    text_fr = models.TextField(_("text in French"), max_length=2000)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("text for reasons")
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="desk_reason_once_by_name")
        ]

    def __str__(self) -> str:
        return self.name

    def text_in(self, language: str) -> str:
        """Return the text in the language of the person addressed."""
        return self.text_fr if language == "fr" else self.text_en

    @classmethod
    @transaction.atomic
    def add(cls, *, by: Any, **fields: Any) -> "ReasonTemplate":
        """Keep a new text."""
        reason = cls.objects.create(**fields)
        record("desk.add_reason", by=by, on=reason)
        return reason

    @transaction.atomic
    def revise(self, *, by: Any, **fields: Any) -> None:
        """Change the text; reasons that were given with it stay as they are."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
        record("desk.edit_reason", by=by, on=self, fields=sorted(fields))

    @transaction.atomic
    def drop(self, *, by: Any) -> None:
        """Take the text off the list."""
        record("desk.drop_reason", by=by, on=self)
        self.delete()
