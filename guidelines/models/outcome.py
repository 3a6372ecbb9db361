"""What administrations say of a practice: an officer drafts, the holder of a seat signs."""

import datetime
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from directory.acts import titled
from directory.models import Administration, Signing
from guidelines.kinds import Context, Kind, State
from guidelines.measures import confidence as rule
from guidelines.measures.questions import circumstances_in_words, said_in_words
from guidelines.models.circumstances import Circumstances
from guidelines.text.sections import digest_of
from portal.audit.models import record as log
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.notifications.models import tell
from portal.refusals import Refused

# What administrations sign.
ACT = "guidelines.outcome"
POINTS = "seat:contact-point"
# An answer that was signed longer ago counts half: `rule.FRESH_MONTHS`.
FRESH = datetime.timedelta(days=730)
# The same answer again after this is a new word of its administration, not a second press.
PRESSED = datetime.timedelta(minutes=10)
SIGNED = ["answer", "said", "words", "contexts", "is_named", "number", "signed_at"]


class Said(NamedTuple):
    """One answer: the clicks, a few words, and whether contact points may read the name."""

    answer: str
    said: dict[str, str]
    words: str = ""
    contexts: tuple[str, ...] = ()
    is_named: bool = False

    @property
    def stored(self) -> dict[str, Any]:
        """It as JSON."""
        return {**self._asdict(), "contexts": sorted(self.contexts)}


class OutcomeQuerySet(ReadableQuerySet["Outcome"]):
    """Answers, as adjectives."""

    def signed(self) -> Self:
        """Return those that speak for their administration."""
        return self.exclude(answer="")

    def weighed(self) -> list[rule.Answer]:
        """Return the signed answers as the rule of confidence takes them."""
        rows = self.signed().order_by("pk").values_list(*WEIGHED)
        limit = timezone.now() - FRESH
        return [weighed(row, limit) for row in rows]


class Outcome(Readable):
    """What one administration says of one practice, and the draft that waits beside it.

    What is signed stands until the next is signed. Officers of the administration read it, and
    contact points where it lets them; everybody else meets numbers.
    """

    record = models.ForeignKey("Record", on_delete=models.PROTECT, related_name="outcomes")
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="outcomes"
    )
    # Signed; nothing where no answer stands.
    answer = models.CharField(_("answer"), max_length=14, choices=rule.Outcome, blank=True)
    said = models.JSONField(default=dict)
    words = models.CharField(_("what others should know"), max_length=500, blank=True)
    contexts = ArrayField(models.CharField(max_length=20, choices=Context), default=list)
    is_named = models.BooleanField(default=False)
    # The version that it was about.
    number = models.PositiveSmallIntegerField(_("version"), null=True)
    signed_at = models.DateTimeField(_("signed"), null=True)
    # The record that its signing is about, where that was merged into this one.
    signed_of = models.CharField(max_length=12, blank=True, editable=False)
    # Since when a review has dealt with it: it counts half.
    dealt_with_at = models.DateTimeField(null=True)
    # What waits for a signature.
    draft = models.JSONField(null=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer about a practice")
        indexes = [
            models.Index(
                fields=["administration", "-changed_at", "-id"], name="guidelines_answers_of"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "administration"], name="guidelines_one_answer_each"
            ),
            models.CheckConstraint(
                condition=Q(answer="", signed_at=None, number=None)
                | ~Q(answer="") & Q(signed_at__isnull=False, number__isnull=False),
                name="guidelines_signed_answer",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"answer {self.pk} about record {self.record_id}"

    def get_absolute_url(self) -> str:
        """Return the address of the form that shows and changes it."""
        return reverse("guidelines:outcome_edit", args=[self.record.public_id])

    def audience_tokens(self) -> set[str]:
        """Return who reads it: its administration; contact points what is signed and named."""
        own = {f"administration:{self.administration_id}"}
        return own | ({POINTS} if self.is_named and self.answer else set())

    @property
    def subject(self) -> str:
        """What its signing is about."""
        return self.signed_of or str(self.record.public_id)

    @property
    def said_in_words(self) -> list[tuple[str, str]]:
        """The questions and answers that are signed."""
        return list(said_in_words(self.answer, self.said)) if self.answer else []

    @property
    def drafted_in_words(self) -> list[tuple[str, str]]:
        """The questions and answers of the draft."""
        draft = self.draft
        return list(said_in_words(draft["answer"], draft["said"])) if draft else []

    @property
    def drafted_answer(self) -> str:
        """The answer of the draft in a word."""
        return str(rule.Outcome(self.draft["answer"]).label) if self.draft else ""

    @property
    def is_of_old_version(self) -> bool:
        """Whether the record has a newer version than it was about."""
        version = self.record.version
        return bool(self.number and version and self.number < version.number)

    def was_just_signed(self, stored: dict[str, Any]) -> bool:
        """Return whether these very words stand for so short that a second press brings them."""
        signed = {name: getattr(self, name) for name in SIGNED[:-1]}
        is_late = self.signed_at is None or self.signed_at < timezone.now() - PRESSED
        stands = self.draft is None and self.dealt_with_at is None and not is_late
        return stands and stored == signed

    @classmethod
    @transaction.atomic
    def give(cls, record: Any, *, by: Any, said: Said, seen: str | None = None) -> "Outcome":
        """Draft the answer of the administration of `by`; whoever may sign it signs it now.

        `seen` is the digest of the draft that the form showed, or nothing.
        """
        home = by.administration
        if home is None:
            raise Refused(gettext("Only officers of an administration answer for it."))
        # Whoever signs locks the signing, then earlier ones, before the record: so does this.
        list(held_signings(record, home.pk))
        record.lock()
        if record.kind != Kind.PRACTICE or record.state != State.PUBLISHED:
            raise Refused(gettext("Only published practices are answered."))
        row = cls.objects.filter(record=record, administration=home).first()
        if row is None:
            row = cls(record=record, administration=home, marking=Marking.AMBER)
            row.set_audience()
        row.record = record
        stored = said.stored | {"number": record.version.number}
        if row.was_just_signed(stored):
            return row
        if row.draft == stored and row.drafted_by_id == by.pk:
            # A second press: nobody's words are overwritten.
            seen = None
        row.draft, row.drafted_by = stored, by
        row.changed_at = timezone.now()
        row.save()
        Circumstances.keep(home, said.contexts, by=by)
        signing = Signing.draft(
            ACT, record.public_id, administration=home, **titled(lambda: row.title_to_sign),
            text=row.text_to_sign, by=by, seen=seen,
        )  # fmt: skip
        if signing.capacity_of(by):
            signing.sign(by=by, seen=signing.digest)
            row.refresh_from_db()
        return row

    @property
    def title_to_sign(self) -> str:
        """What the text to sign is called."""
        return f"{self.record.code}: {self.record.local_title}"[:200]

    @property
    def text_to_sign(self) -> str:
        """The draft in words, and its digest: what is signed is what is counted."""
        draft = self.draft or {}
        name = gettext("yes") if draft["is_named"] else gettext("no")
        lines = [
            gettext("“%(title)s”, version %(number)s: %(answer)s.")
            % {
                "title": self.record.local_title,
                "number": draft["number"],
                "answer": rule.Outcome(draft["answer"]).label,
            },
            *(f"{asked} {said}." for asked, said in said_in_words(draft["answer"], draft["said"])),
            *([gettext("It was drafted about %(code)s, which was merged into this practice.")
               % {"code": draft["of"]}] if draft.get("of") else []),
            # The words stay where they can be forgotten: a signed text never changes.
            *([gettext("With words of our own, on the page of the practice.")]
              if draft["words"] else []),
            *([", ".join(circumstances_in_words(draft["contexts"])) + "."]
              if draft["contexts"] else []),
            gettext("Contact points may read our name: %s.") % name,
            f"SHA-256: {digest_of(draft)}",
        ]  # fmt: skip
        return "\n\n".join(lines)

    @transaction.atomic
    def take(self, signing: Signing) -> None:
        """Let the draft that was signed be the answer, and work out how sure we are.

        What was signed of a record that was merged into this one is replaced, as any answer.
        """
        earlier = [
            each for each in held_signings(self.record, self.administration_id)
            if each.is_standing and each.pk != signing.pk
        ]  # fmt: skip
        self.lock()
        if self.record.state != State.PUBLISHED:
            raise Refused(gettext("This practice no longer stands. Nothing is signed about it."))
        # The words around the digest are in the language of whoever drafted it.
        if self.draft is None or digest_of(self.draft) not in signing.text:
            raise Refused(gettext("The answer was changed after it was sent to be signed."))
        for name in SIGNED[:-1]:
            setattr(self, name, self.draft[name])
        self.signed_at = self.changed_at = timezone.now()
        self.dealt_with_at, self.draft, self.drafted_by = None, None, None
        for each in earlier:
            if each.subject == self.signed_of:
                signing.stand_for(each)
        self.signed_of = ""
        self._keep()
        # Of every administration alike: a blank would tell whose a hidden record is.
        log("guidelines.sign_outcome", by=signing.signed_by, on=self, answer=self.answer,
            number=self.number)  # fmt: skip
        self.record.judge()

    @transaction.atomic
    def drop(self, signing: Signing) -> None:
        """Forget the draft that was taken back; what is signed stands."""
        self.lock()
        self.draft, self.drafted_by, self.changed_at = None, None, timezone.now()
        self._keep()
        log("guidelines.drop_outcome", by=signing.withdrawn_by, on=self)

    @transaction.atomic
    def end_draft(self, *, by: Any) -> bool:
        """Let nobody sign a draft about a practice that stands no longer.

        It is kept, and whoever drafted it is told. Nobody, where no name may be told: the text to
        sign is then taken back by whoever drafted it.
        """
        texts = held_signings(self.record, self.administration_id)
        waiting = [each for each in texts if each.is_draft]
        self.lock()
        draft, drafter = self.draft, self.drafted_by
        if not waiting or drafter is None or self.record.state == State.PUBLISHED:
            return False
        with override(drafter.language):
            why = gettext("The practice was withdrawn or replaced.")
        for signing in waiting:
            signing.withdraw(by=by or drafter, reason=why)
        self.draft, self.drafted_by, self.changed_at = draft, drafter, timezone.now()
        self._keep()
        tell("guidelines.end_outcome", kind="asked", on=self, by=by, people=[drafter.pk])
        return True

    @transaction.atomic
    def lose(self, signing: Signing) -> None:
        """Take out of the count what its administration withdrew."""
        self.lock()
        self._empty()
        self._keep()
        log("guidelines.withdraw_outcome", by=signing.withdrawn_by, on=self)
        self.record.judge()

    def go_on(self, into: Any) -> None:
        """Let what is signed stand for the record that this one was merged into.

        What the administration signed of that record goes before. Both records are held.
        """
        row = Outcome.objects.filter(record=into, administration=self.administration_id).first()
        row = row or Outcome(
            record=into, administration_id=self.administration_id, marking=self.marking
        )
        if row.answer:
            return
        for name in (*SIGNED, "dealt_with_at", "changed_at"):
            setattr(row, name, getattr(self, name))
        row.signed_of = self.subject
        row._keep()
        self._empty()
        self._keep()

    def draft_goes_on(self, into: Any) -> None:
        """Let the draft wait to be signed of the record that this one was merged into.

        It says of which record it was drafted. A draft about the other one goes before.
        """
        draft, by, home = self.draft, self.drafted_by, self.administration
        assert by is not None
        with override(by.language):
            why = gettext("%(old)s was merged into %(new)s: the draft waits there.")
            why %= {"old": self.record.code, "new": into.code}
            texts = Signing.objects.drafts().about(ACT, self.record.public_id)
            for signing in texts.filter(administration=home):
                signing.withdraw(by=by, reason=why)
            row = Outcome.objects.filter(record=into, administration=home).first()
            row = row or Outcome(record=into, administration=home, marking=self.marking)
            if row.draft is not None:
                return
            row.record, row.drafted_by, row.changed_at = into, by, timezone.now()
            row.draft = {**(draft or {}), "number": into.version.number, "of": self.record.code}
            row._keep()
            Signing.draft(
                ACT, into.public_id, administration=home, title=row.title_to_sign,
                text=row.text_to_sign, by=by,
            )  # fmt: skip

    def _empty(self) -> None:
        self.answer, self.said, self.words, self.contexts = "", {}, "", []
        self.is_named, self.number, self.signed_at, self.dealt_with_at = False, None, None, None
        self.signed_of, self.changed_at = "", timezone.now()

    def _keep(self) -> None:
        self.set_audience()
        self.save()

    def lock(self) -> None:
        """Hold the record and the answer, in this order, and see both as they are now."""
        self.record.lock()
        Outcome.objects.select_for_update(of=("self",)).get(pk=self.pk)
        row = self.record
        self.refresh_from_db()
        self.record = row


def signings_of(*records: Any) -> Any:
    """Return the signings about records, and about those that were merged into them."""
    rows = Outcome.objects.filter(record__in=records).exclude(signed_of="")
    merged = rows.values_list("signed_of", flat=True)
    subjects = {*(each.public_id for each in records), *merged}
    return Signing.objects.filter(act=ACT, subject__in=subjects)


def held_signings(record: Any, administration: int) -> Any:
    """Lock what an administration signs and signed about a record, the newest first."""
    rows = signings_of(record).filter(administration=administration)
    return rows.order_by("-pk").select_for_update(of=("self",))


# What the rule asks of a row, in this order.
WEIGHED = ("administration_id", "answer", "contexts", "signed_at", "dealt_with_at")


def weighed(row: tuple[Any, ...], limit: datetime.datetime) -> rule.Answer:
    """Return a row of `WEIGHED` as the rule takes it; older than the limit, it counts half."""
    administration, answer, contexts, signed_at, dealt_with_at = row
    is_half = signed_at < limit or dealt_with_at is not None
    return rule.Answer(administration, answer, frozenset(contexts), is_half)
