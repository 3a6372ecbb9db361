"""Wordings of a translation that do not stand: proposed in the place of checked words, or past."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.models import Administration
from guidelines.models.translation import MOST, Translation, drawn, made, may_be_own, source_of
from guidelines.text.sections import digest_of
from portal.audit.models import record as log
from portal.notifications.models import tell
from portal.refusals import Refused
from portal.search.models import stale
from portal.writing.rendering import VERSION as RENDERING

# What a translation and a wording both say.
WORDS = ["text", "source_digest", "version", "by", "administration", "at"]


class WordingQuerySet(models.QuerySet["Wording"]):
    """Wordings, as adjectives."""

    def waiting(self) -> Self:
        """Return those that somebody proposed and nobody decided."""
        return self.filter(state=Wording.State.WAITING)

    def of(self, found: Translation, *, by: Any) -> Self:
        """Return those that somebody wrote for a translation.

        Of a record that names nobody, colleagues of its administration write the same ones.
        """
        return self.filter(translation=found, by=found.record.actor(by))


class Wording(models.Model):
    """Other words of a section in a language: what was checked stands until they are accepted."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("wording", "Proposed")
        TAKEN = "taken", pgettext_lazy("wording", "Accepted")
        LEFT = "left", pgettext_lazy("wording", "Not accepted")
        PAST = "past", pgettext_lazy("wording", "Replaced")

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="wordings")
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    text = models.TextField(_("text"), max_length=MOST)
    source_digest = models.CharField(max_length=64)
    version = models.ForeignKey("Version", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("translated"), default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wording")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation", "by"], condition=Q(state="waiting"),
                name="guidelines_one_proposal_each",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None, ended_by=None)
                | ~Q(state="waiting") & Q(ended_at__isnull=False),
                name="guidelines_wording_ended",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.state} {self.translation_id}"

    @property
    def digest(self) -> str:
        """The SHA-256 of the text, for the form that shows it."""
        return digest_of(self.text)

    @classmethod
    @transaction.atomic
    def propose(cls, found: Translation, text: str, *, by: Any) -> None:
        """Let words wait beside those that were checked; one's own that wait are written anew."""
        record = found.record
        record.lock()
        values = made(record, found.section, text, by=by, is_working=True)
        words = {name: values[name] for name in WORDS}
        cls.objects.update_or_create(
            translation=found, by=words.pop("by"), state=cls.State.WAITING, defaults=words
        )
        log("guidelines.propose_wording", by=values["by"], on=record, section=found.section,
            language=found.language.code)  # fmt: skip

    @transaction.atomic
    def settle(self, *, by: Any, seen: str, is_taken: bool) -> bool:
        """Put these words in the place of those that stand, or leave them. Twice is once.

        `seen` is the digest of the words that were read.
        """
        row = self.translation
        record = row.record
        record.lock()
        self.refresh_from_db(fields=["state", *WORDS])
        if self.state != self.State.WAITING:
            return False
        if self.digest != seen:
            raise Refused(gettext("Somebody changed this translation meanwhile. Read it again."))
        actor = record.actor(by)
        if is_taken:
            self._assert_takes(record, by=by)
            keep_past(record, row.section, row.language, by=actor)
            self._take(record, by=actor)
        self.state = self.State.TAKEN if is_taken else self.State.LEFT
        self.ended_at, self.ended_by = timezone.now(), actor
        self.save(update_fields=["state", "ended_at", "ended_by"])
        log("guidelines.settle_wording", by=actor, on=record, section=row.section,
            language=row.language.code, state=self.state)  # fmt: skip
        if self.by_id and self.by_id != by.pk:
            tell("guidelines.settle_wording", kind="guidelines", on=record, by=actor,
                 people=[self.by_id], is_taken=is_taken)  # fmt: skip
        return True

    def _assert_takes(self, record: Any, *, by: Any) -> None:
        if may_be_own(self, record.identity_or_none, by):
            raise Refused(gettext("A second person checks what you translated."))
        if self.source_digest != digest_of(source_of(record, self.translation.section)):
            raise Refused(
                gettext("The source changed since. Bring the translation up to date first.")
            )

    def _take(self, record: Any, *, by: Any) -> None:
        row = self.translation
        for name in WORDS:
            setattr(row, name, getattr(self, name))
        row.html = drawn(row.text, key=f"{record.public_id}-{row.section}")
        row.rendering = RENDERING
        row.is_working, row.checked_by, row.checked_at = False, by, timezone.now()
        row.save()
        record.keep_again()
        stale(record)


def keep_past(record: Any, section: str, language: Any, *, by: Any) -> None:
    """Keep the checked words of a section that others take the place of now."""
    row = record.translations.filter(section=section, language=language, is_working=False).first()
    if row is not None:
        words = {name: getattr(row, name) for name in WORDS}
        Wording.objects.create(
            translation=row, state=Wording.State.PAST, ended_at=timezone.now(), ended_by=by, **words
        )
