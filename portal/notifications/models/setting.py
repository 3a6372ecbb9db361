"""What a person wants to hear, how often, when and in which form."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.notifications.models.mail import Mail
from portal.notifications.models.notification import Notification
from portal.notifications.registry import Frequency, kind_of, kinds, tell_reach

# What becomes of lines that wait for a digest when their kind is heard of otherwise.
WAITING: dict[str, str] = {
    Frequency.NOW: Frequency.DAILY,
    Frequency.NEVER: Frequency.PORTAL,
}
# So many hard bounces make an address unreachable.
HARD_BOUNCES = 2


class Preference(models.Model):
    """How often a person hears of a kind of news, where it is not the kind's own frequency."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    kind = models.CharField(max_length=30)
    frequency = models.CharField(max_length=6, choices=Frequency)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="notifications_one_preference"),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="notifications_known_frequency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}: {self.frequency}"


class MailSettingQuerySet(models.QuerySet["MailSetting"]):
    """Settings, as adjectives."""

    def unreachable(self) -> Self:
        """Return those whose address sends mails back."""
        return self.filter(unreachable_since__isnull=False)


class MailSetting(models.Model):
    """When and in which form a person gets mail. Without a row, the defaults hold."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_setting"
    )
    # Everything but the required kinds.
    is_stopped = models.BooleanField(_("no optional mail"), default=False)
    is_text_only = models.BooleanField(_("text only"), default=False)
    # None: the week of the administration.
    working_days = ArrayField(models.PositiveSmallIntegerField(), null=True, default=None)
    quiet_from = models.PositiveSmallIntegerField(
        _("no mail from"), default=19, validators=[MaxValueValidator(23)]
    )
    quiet_until = models.PositiveSmallIntegerField(
        _("until"), default=7, validators=[MaxValueValidator(23)]
    )
    follows_by_itself = models.BooleanField(_("follow what I take part in"), default=True)
    hard_bounces = models.PositiveSmallIntegerField(default=0, editable=False)
    unreachable_since = models.DateTimeField(null=True, editable=False)

    objects = MailSettingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__lte=23, quiet_until__lte=23),
                name="notifications_hours_of_the_day",
            )
        ]

    def __str__(self) -> str:
        return f"mail of {self.person_id}"

    @classmethod
    def of(cls, person: Any) -> "MailSetting":
        """Return a person's settings, saved or the defaults."""
        return cls.objects.filter(person=person.pk).first() or cls(person=person)

    @classmethod
    @transaction.atomic
    def change(cls, *, by: Any, **fields: Any) -> None:
        """Change one's own settings."""
        cls.objects.update_or_create(person=by, defaults=fields)
        if fields.get("is_stopped"):
            _wait_no_more(by)
        record("notifications.change_mail_setting", by=by, fields=sorted(fields))

    @classmethod
    @transaction.atomic
    def bounced(cls, *, person: Any, status: str, is_hard: bool) -> bool:
        """Count a bounce; True when it makes the address unreachable."""
        setting, _is_new = cls.objects.select_for_update().get_or_create(person=person)
        if not is_hard:
            return False
        setting.hard_bounces += 1
        becomes = setting.hard_bounces >= HARD_BOUNCES and setting.unreachable_since is None
        if becomes:
            setting.unreachable_since = timezone.now()
            _wait_no_more(person)
        setting.save(update_fields=["hard_bounces", "unreachable_since"])
        record("notifications.bounce", by=None, on=person, status=status, unreachable=becomes)
        if becomes:
            tell_reach(person, False, by=None)
        return becomes

    @classmethod
    @transaction.atomic
    def reachable_again(cls, *, person: Any, by: Any) -> None:
        """Try the address again: it was corrected, or its owner says that it works.

        What had to be said meanwhile is sent now.
        """
        cls.objects.filter(person=person).update(hard_bounces=0, unreachable_since=None)
        required = [kind.code for kind in kinds() if kind.is_required]
        Mail.objects.of(person).kept_back(required).update(
            state=Mail.State.DUE, due_at=timezone.now()
        )
        record("notifications.reachable_again", by=by, on=person)
        tell_reach(person, True, by=by)


def _wait_no_more(person: Any) -> None:
    """Leave what waits for digests to the inbox: it does not come years later all at once."""
    Notification.objects.waiting_of(person).update(frequency=Frequency.PORTAL)


def frequencies_of(person: Any) -> dict[str, str]:
    """Return how often a person hears of each kind, in the order of the table."""
    chosen = dict(Preference.objects.filter(person=person.pk).values_list("kind", "frequency"))
    return {
        kind.code: kind.frequency if kind.is_required else chosen.get(kind.code, kind.frequency)
        for kind in kinds()
    }


@transaction.atomic
def prefer(frequencies: dict[str, str], *, by: Any) -> None:
    """Keep how often a person wants to hear of these kinds; what waits follows at once.

    Required kinds stay as they are.
    """
    rows = [
        Preference(person=by, kind=code, frequency=frequency)
        for code, frequency in frequencies.items()
        if not kind_of(code).is_required
    ]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind"], update_fields=["frequency"]
    )
    for row in rows:
        waiting = Notification.objects.waiting_of(by).filter(event__kind=row.kind)
        waiting.update(frequency=WAITING.get(row.frequency, row.frequency))
    chosen = {row.kind: row.frequency for row in rows}
    record("notifications.prefer", by=by, chosen=chosen)


@transaction.atomic
def stop_list(stream: str, *, person: Any) -> None:
    """Stop the mails of one list: a kind of news, or everything that comes daily or weekly."""
    current = frequencies_of(person)
    if stream in (Frequency.DAILY, Frequency.WEEKLY):
        stopped = [code for code, frequency in current.items() if frequency == stream]
    else:
        stopped = [code for code in current if code == stream]
    prefer(dict.fromkeys(stopped, Frequency.PORTAL), by=person)
