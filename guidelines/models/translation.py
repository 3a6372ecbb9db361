"""Translations of a record, section by section, each beside the words it was made from."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Administration
from guidelines.kinds import State
from guidelines.models.identity import Identity, actor_of
from guidelines.text.sections import digest_of, section_of
from portal.audit.models import record as log
from portal.refusals import Refused
from portal.search.models import stale
from portal.taxonomy.models import Language
from portal.writing.rendering import VERSION as RENDERING
from portal.writing.rendering import render

MOST = 8000


class TranslationQuerySet(models.QuerySet["Translation"]):
    """Translations, as adjectives."""

    def to_check(self) -> Self:
        """Return those that nobody checked, and those in whose place others are proposed."""
        return self.filter(Q(is_working=True) | Q(wordings__state="waiting")).distinct()


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

    objects = TranslationQuerySet.as_manager()

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
    def section_title(self) -> Any:
        """What the section is called."""
        found = section_of(self.record.kind, self.section)
        return found.label if found else self.section

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
        if may_be_own(self, record.identity_or_none, by):
            if self.by_id:
                raise Refused(gettext("A second person checks what you translated."))
            raise Refused(gettext("Somebody who did not write this record checks it."))
        self.is_working, self.checked_by = False, record.actor(by)
        self.checked_at = timezone.now()
        self.save(update_fields=["is_working", "checked_by", "checked_at"])
        record.keep_again()
        log("guidelines.check_translation", by=self.checked_by, on=record, section=self.section,
            language=self.language.code)  # fmt: skip
        stale(record)
        return True


def may_be_own(words: Any, owner: Identity | None, person: Any) -> bool:
    """Return whether somebody translated these words, or may be who did.

    Who of them it was is kept nowhere where the record hid whose it is; named since, it still is.
    """
    if words.by_id:
        return bool(words.by_id == person.pk)
    return owner is not None and owner.is_by(person)


def source_of(record: Any, section: str) -> Any:
    """Return what a section of the version that is read says."""
    return (record.version.content if record.version else {}).get(section, "")


def drawn(text: str, *, key: str) -> str:
    """Return a text as safe HTML."""
    return str(render(text, key=key, heading=4).html)


def made(record: Any, section: str, text: str, *, by: Any, is_working: bool) -> dict[str, Any]:
    """Return the values of a translation that is made now from what is read of a record.

    A record that hides whose it is names no administration: none could be told from its own.
    The row is locked.
    """
    if record.state != State.PUBLISHED:
        raise Refused(gettext("Somebody withdrew or replaced this record meanwhile."))
    identity = record.identity_or_none
    is_named = identity is None or identity.is_named
    actor = actor_of(identity, by)
    if identity and by and actor is None:
        identity.note_writer(by)
    return {
        "text": text,
        "html": drawn(text, key=f"{record.public_id}-{section}"),
        "rendering": RENDERING,
        "source_digest": digest_of(source_of(record, section)),
        "version": record.version,
        "by": actor,
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
