"""Peer reviews: administrations of different regions read a text before it is published."""

from collections.abc import Iterator
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, Region
from guidelines.kinds import Kind, Stage
from guidelines.models.identity import Identity
from guidelines.models.manuscript import Manuscript
from portal.audit.models import record as log
from portal.identifiers import new_public_id
from portal.notifications.models import tell
from portal.refusals import Refused

# So many administrations, of as many regions.
NEEDED = 2
# Why somebody of a hidden author's region is refused: no word tells whose text it is.
ANOTHER = _("Choose another administration.")


def regions_apart(record: Any, identity: Identity | None) -> set[int]:
    """Return the regions that do not review a hidden author's text: the own one, and a second.

    Where not even the region is told, the second is drawn from the others by a secret, always the
    same for a record: the two look alike. It is left out where too few would be left to review.
    """
    own = identity.administration.region_id if identity and not identity.is_named else None
    if own is None:
        return set()
    others = Region.objects.exclude(pk=own).values_list("pk", flat=True)
    if record.region_id is not None or len(others) <= NEEDED:
        return {own}
    return {own, min(others, key=lambda pk: _drawn(record, pk))}


def _drawn(record: Any, region: int) -> bytes:
    key = f"{record.pk}|{region}"
    return salted_hmac("guidelines.regions_apart", key, algorithm="sha256").digest()


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews, as adjectives."""

    def waiting(self) -> Self:
        """Return those that somebody was asked for and did not write yet."""
        return self.filter(state=Review.State.ASKED)

    def reading(self) -> Self:
        """Return those of who reads the text: asked, or with a verdict."""
        return self.exclude(state__in=[Review.State.DECLINED, Review.State.OVER])

    def accepting(self, digest: str) -> Self:
        """Return those that accept this very text."""
        accepted = [Review.State.ACCEPTED, Review.State.COMMENTED]
        return self.filter(state__in=accepted, digest=digest)


class Review(models.Model):
    """One person of one administration, asked to review one text, and what they said."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("review", "Asked")
        ACCEPTED = "accepted", pgettext_lazy("review", "Accepted")
        COMMENTED = "commented", pgettext_lazy("review", "Accepted with comments")
        RETURNED = "returned", pgettext_lazy("review", "Returned")
        DECLINED = "declined", pgettext_lazy("review", "Declined")
        OVER = "over", pgettext_lazy("review", "No longer needed")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    manuscript = models.ForeignKey(Manuscript, on_delete=models.PROTECT, related_name="reviews")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # As they were when somebody asked: people move.
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    # Of the text that it is about: another text is another review.
    digest = models.CharField(max_length=64, editable=False)
    words = models.TextField(_("words"), max_length=4000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["person", "state"], name="guidelines_reviews")]
        constraints = [
            models.UniqueConstraint(
                fields=["manuscript", "person"], condition=Q(state="asked"),
                name="guidelines_one_review_asked",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", ended_at=None)
                | ~Q(state="asked") & Q(ended_at__isnull=False),
                name="guidelines_review_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned", words=""), name="guidelines_return_says_why"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"review {self.pk} of text {self.manuscript_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether nothing was said yet."""
        return self.state == self.State.ASKED

    @property
    def is_of_its_administration(self) -> bool:
        """Whether the person still works where they were asked."""
        return self.person.administration_id == self.administration_id

    @property
    def may_still_be_said(self) -> bool:
        """Whether the person may review it as things are now."""
        is_there = self.person.is_active and self.is_of_its_administration
        return is_there and not any(self._bonds(self.manuscript, self.person))

    @classmethod
    def standing(cls, manuscript: Manuscript) -> list["Review"]:
        """Return those that count or may come to count for the text as it is."""
        now = manuscript.digest
        rows = manuscript.reviews.select_related("administration", "region")
        accepted = (cls.State.ACCEPTED, cls.State.COMMENTED)
        return [
            each for each in rows
            if each.is_waiting or (each.state in accepted and each.digest == now)
        ]  # fmt: skip

    @classmethod
    def gaps(cls, manuscript: Manuscript) -> list[str]:
        """Return which reviews are missing, in words."""
        done = [each for each in cls.standing(manuscript) if not each.is_waiting]
        homes = {each.administration_id for each in done}
        regions = {each.region_id for each in done}
        if len(homes) < NEEDED:
            words = gettext("%(done)d of %(needed)d administrations accepted this text.")
            return [words % {"done": len(homes), "needed": NEEDED}]
        if len(regions) < NEEDED:
            return [gettext("An administration of another region has to accept this text.")]
        return []

    @classmethod
    def refusal(cls, manuscript: Manuscript, person: Any) -> str:
        """Return why somebody is not asked to review a text; empty for whoever may be."""
        return next(cls._refusals(manuscript, person), "")

    @classmethod
    def _refusals(cls, manuscript: Manuscript, person: Any) -> Iterator[str]:
        home = person.administration
        if home is None or home.region_id is None or not person.is_active:
            yield gettext("Officers of Member administrations review.")
            return
        yield from cls._bonds(manuscript, person)
        standing = cls.standing(manuscript)
        if home.pk in {each.administration_id for each in standing}:
            yield gettext("An officer of this administration is asked already.")
        if len(standing) == NEEDED - 1 and standing[0].region_id == home.region_id:
            yield gettext("The second administration is of another region than the first.")

    @classmethod
    def _bonds(cls, manuscript: Manuscript, person: Any) -> Iterator[str]:
        """Yield what binds somebody to a text, whoever else reviews it."""
        home, words = person.administration, {"name": person.name}
        identity = manuscript.record.identity_or_none
        if identity and identity.is_named and identity.administration_id == home.pk:
            yield gettext("%(name)s is of the administration that wrote this text.") % words
        # The whole region: else the one administration that is refused were the author's.
        apart = regions_apart(manuscript.record, identity)
        has_written = person.pk in manuscript.written_by or bool(
            identity and identity.has_written(person)
        )
        if home.region_id in apart or (has_written and apart):
            yield str(ANOTHER)
        elif has_written:
            yield gettext("%(name)s wrote in this text.") % words

    @classmethod
    @transaction.atomic
    def ask(cls, manuscript: Manuscript, person: Any, *, by: Any) -> "Review":
        """Ask an officer to review; they read the text from now on."""
        manuscript.lock()
        if manuscript.stage != Stage.REVIEW or manuscript.kind == Kind.EXPERIENCE:
            raise Refused(gettext("This text waits for no review by administrations."))
        if why := cls.refusal(manuscript, person):
            raise Refused(why)
        review = cls.objects.create(
            manuscript=manuscript, person=person, administration=person.administration,
            region=person.administration.region, digest=manuscript.digest, asked_by=by,
        )  # fmt: skip
        manuscript.let_read()
        log("guidelines.ask_review", by=by, on=manuscript, review=review.pk, person=person.pk)
        tell("guidelines.ask_review", kind="asked", on=manuscript, by=by, people=[person.pk])
        return review

    @classmethod
    def resume(cls, manuscript: Manuscript, *, by: Any) -> None:
        """Ask again who reviewed an earlier text, now that another one comes."""
        now, seen, again = manuscript.digest, set(), []
        rows = manuscript.reviews.exclude(state=cls.State.DECLINED)
        for each in rows.select_related("person__administration"):
            is_past = each.state in (cls.State.ACCEPTED, cls.State.COMMENTED) and each.digest != now
            is_over = each.person_id in seen or not (
                each.is_waiting or is_past or each.state == cls.State.RETURNED
            )
            seen.add(each.person_id)
            if is_over:
                continue
            if not each.may_still_be_said:
                each.let_go(by=by)
            elif not each.is_waiting:
                again.append(each)
        manuscript.reviews.waiting().update(digest=now)
        for each in again:
            cls.objects.create(
                manuscript=manuscript, person_id=each.person_id, asked_by_id=each.asked_by_id,
                administration_id=each.administration_id, region_id=each.region_id, digest=now,
            )  # fmt: skip
        manuscript.let_read()
        people = {each.person_id for each in again}
        if people:
            tell("guidelines.ask_review", kind="asked", on=manuscript, by=by, people=people)

    @classmethod
    def close(cls, manuscript: Manuscript) -> None:
        """Ask nobody any more."""
        manuscript.reviews.waiting().update(state=cls.State.OVER, ended_at=timezone.now())

    @transaction.atomic
    def say(self, verdict: str, *, by: Any, words: str = "", seen: str) -> bool:
        """Accept the text that was read, or return it with a reason. Twice is once.

        `seen` is the digest of the text on the page. What is returned, `journey` sends back.
        """
        manuscript = self._held()
        if not self.is_waiting or manuscript.stage != Stage.REVIEW:
            return False
        if by.administration_id != self.administration_id:
            raise Refused(
                gettext("You have left the administration that was asked. Decline this review.")
            )
        if seen != manuscript.digest:
            raise Refused(gettext("The text was changed after you opened it. Read it again."))
        if verdict != self.State.ACCEPTED and not words.strip():
            raise Refused(gettext("Write your comments."))
        self.digest = seen
        self._end(verdict, words)
        log("guidelines.review", by=by, on=manuscript, review=self.pk, verdict=verdict)
        if self.asked_by_id:
            tell("guidelines.review", kind="asked", on=manuscript, by=by,
                 people=[self.asked_by_id])  # fmt: skip
        return True

    @transaction.atomic
    def decline(self, *, by: Any) -> bool:
        """Leave the review to somebody else, or ask for it no longer."""
        manuscript = self._held()
        if not self.is_waiting:
            return False
        self._end(self.State.DECLINED if by.pk == self.person_id else self.State.OVER, "")
        # Told before the readers change: whoever declined reads it no longer.
        told = self.asked_by_id if by.pk == self.person_id else None
        log("guidelines.end_review", by=by, on=manuscript, review=self.pk, state=self.state)
        manuscript.let_read()
        if told:
            tell("guidelines.decline_review", kind="asked", on=manuscript, by=by, people=[told])
        return True

    def let_go(self, *, by: Any) -> None:
        """End what was asked of somebody who may not review it any more."""
        if self.is_waiting:
            self._end(self.State.OVER, "")
            log("guidelines.end_review", by=by, on=self.manuscript, review=self.pk,
                state=self.state)  # fmt: skip

    def _held(self) -> Manuscript:
        """Lock the text, then the review, and see both as they are now."""
        manuscript = self.manuscript
        manuscript.lock()
        type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        self.refresh_from_db(fields=["state", "digest", "words"])
        return manuscript

    def _end(self, state: str, words: str) -> None:
        self.state, self.words, self.ended_at = state, words.strip(), timezone.now()
        self.save(update_fields=["state", "words", "digest", "ended_at"])
