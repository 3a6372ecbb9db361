"""Translations of a record, section by section, each beside the words it was made from."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Administration
from guidelines.sections import digest_of
from portal.audit.models import record as log
from portal.desk.registry import Refused
from portal.search.models import stale
from portal.taxonomy.models import Language
from portal.writing.rendering import VERSION as RENDERING
from portal.writing.rendering import render

MOST = 8000


class Translation(models.Model):
    """One section of a record in another language. Whoever reads the record reads it."""

    record = models.ForeignKey("Record", on_delete=models.CASCADE, related_name="translations")
    section = models.CharField(_("section"), max_length=20)
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), max_length=MOST)
    # The text as HTML, and what made it: made again where that has changed.
    html = models.TextField(default="", editable=False)
    rendering = models.PositiveSmallIntegerField(default=0, editable=False)
    # Of the section that it was made from: another one since then makes it stale.
    source_digest = models.CharField(max_length=64)
    # The version with those words.
    version = models.ForeignKey("Version", on_delete=models.PROTECT, null=True, related_name="+")
    is_working = models.BooleanField(_("a working translation"), default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Whose contribution it is, where the record hides nobody.
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("translated"), default=timezone.now)
    checked_at = models.DateTimeField(_("checked"), null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("translation")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "section", "language"],
                name="guidelines_one_translation_per_section",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=False) | Q(checked_by=None),
                name="guidelines_checker_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.section} {self.language_id}"

    def is_fresh(self, source: object) -> bool:
        """Return whether it was made from these very words."""
        return self.source_digest == digest_of(source)

    @property
    def digest(self) -> str:
        """The SHA-256 of the text, for the form that shows it."""
        return digest_of(self.text)

    @property
    def rendered(self) -> str:
        """The text as safe HTML: as it was kept, or made now."""
        return self.html if self.rendering == RENDERING else drawn(self.text, key=str(self.pk))

    @transaction.atomic
    def check_words(self, *, by: Any, seen: str) -> bool:
        """Say that it was checked against the source. Twice is once.

        `seen` is the digest of the text that was checked.
        """
        record = self.record
        record.lock()
        self.refresh_from_db()
        if not self.is_working:
            return False
        if self.digest != seen:
            raise Refused(gettext("Somebody changed this translation meanwhile. Read it again."))
        if not self.is_fresh(source_of(record, self.section)):
            raise Refused(
                gettext("The source changed since. Bring the translation up to date first.")
            )
        if self.by_id and self.by_id == by.pk:
            raise Refused(gettext("A second person checks what you translated."))
        self.is_working, self.checked_by = False, record.actor(by)
        self.checked_at = timezone.now()
        self.save(update_fields=["is_working", "checked_by", "checked_at"])
        record.keep_again()
        log("guidelines.check_translation", by=self.checked_by, on=record, section=self.section,
            language=self.language.code)  # fmt: skip
        stale(record)
        return True


def source_of(record: Any, section: str) -> Any:
    """Return what a section of the version that is read says."""
    return (record.version.content if record.version else {}).get(section, "")


def drawn(text: str, *, key: str) -> str:
    """Return a text as safe HTML."""
    return str(render(text, key=key, heading=4).html)


def made(record: Any, section: str, text: str, *, by: Any, is_working: bool) -> dict[str, Any]:
    """Return the values of a translation that is made now from what is read of a record.

    A record that hides whose it is names no administration: none could be told from its own.
    """
    identity = record.identity_or_none
    is_named = identity is None or identity.is_named
    return {
        "text": text,
        "html": drawn(text, key=f"{record.public_id}-{section}"),
        "rendering": RENDERING,
        "source_digest": digest_of(source_of(record, section)),
        "version": record.version,
        "by": record.actor(by),
        "administration": by.administration if by and is_named else None,
        "at": timezone.now(),
        "is_working": is_working,
        "checked_at": None,
        "checked_by": None,
    }


def translated(record: Any, language: str) -> dict[str, Translation]:
    """Return the sections of a record in a language, by code: none in the language of its own."""
    if language == record.language.code:
        return {}
    rows = record.translations.filter(language__code=language).select_related("administration")
    return {row.section: row for row in rows}
