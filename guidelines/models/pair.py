"""What people say of two records that look alike: yes, no or not sure, kept per pair and person."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import State
from guidelines.models.record import Record
from portal.audit.models import record as log
from portal.markings.models import reader_of
from portal.refusals import Refused

# So many people who say no, and nobody is asked again.
ENOUGH = 2


class Answer(models.TextChoices):
    """Whether two records say the same."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Not sure")


class PairQuerySet(models.QuerySet["Pair"]):
    """Pairs, as adjectives."""

    def suspected(self) -> Self:
        """Return those that somebody called the same, and nobody settled."""
        return self.filter(yes__gt=0, no__lt=ENOUGH, settled_at=None)

    def standing(self) -> Self:
        """Return those of which both records stand."""
        return self.filter(first__state=State.PUBLISHED, second__state=State.PUBLISHED)

    def readable_by(self, person: Any) -> Self:
        """Return those of which the person may read both records."""
        ids = reader_of(person).audience_ids
        return self.filter(first__audience_id__among=ids, second__audience_id__among=ids)


class Pair(models.Model):
    """Two records that somebody compared, the older one first, and how many said what."""

    first = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    # Kept by the verbs.
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)
    unsure = models.PositiveIntegerField(default=0)
    # Since when an editor said that they are two.
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of records")
        indexes = [
            models.Index(
                fields=["-yes", "-id"], condition=Q(yes__gt=0), name="guidelines_suspected"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="guidelines_one_pair"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="guidelines_pair_in_order"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False) | Q(settled_by=None),
                name="guidelines_settler_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"

    @classmethod
    @transaction.atomic
    def compare(cls, one: Record, other: Record, *, by: Any, answer: str) -> "Pair":
        """Keep what somebody says of two records; said again, the last word counts."""
        if one.pk == other.pk or one.kind != other.kind:
            raise Refused(gettext("Only two records of the same kind are compared."))
        first, second = sorted((one, other), key=lambda each: each.pk)
        found, _is_new = cls.objects.get_or_create(first=first, second=second)
        pair = cls.objects.select_for_update(of=("self",)).get(pk=found.pk)
        pair.opinions.update_or_create(person=by, defaults={"answer": answer, "at": timezone.now()})
        pair.count()
        # By name, whoever asks: a blank would stand only where it tells whose one of them is.
        log("guidelines.compare_records", by=by, on=pair, answer=answer)
        return pair

    @transaction.atomic
    def settle(self, *, by: Any) -> bool:
        """Say for everybody that they are two. Twice is once."""
        now = timezone.now()
        if not Pair.objects.filter(pk=self.pk, settled_at=None).update(
            settled_at=now, settled_by=by
        ):
            return False
        log("guidelines.settle_pair", by=by, on=self)
        return True

    def count(self) -> None:
        """Keep how many people said what."""
        told = self.opinions.aggregate(
            **{each: Count("pk", filter=Q(answer=each)) for each in Answer.values}
        )
        Pair.objects.filter(pk=self.pk).update(**told)
        for name, value in told.items():
            setattr(self, name, value)


class Opinion(models.Model):
    """What one person says of a pair. Nobody else sees who said what."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="opinions")
    # None: they have left, and their word counts on.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.CharField(max_length=6, choices=Answer)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opinion")
        constraints = [
            models.UniqueConstraint(fields=["pair", "person"], name="guidelines_one_opinion")
        ]

    def __str__(self) -> str:
        return f"{self.answer} on {self.pair_id}"
