"""Following: a person, a subject, and how closely."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.notifications.models.setting import MailSetting
from portal.notifications.registry import Level


class FollowQuerySet(models.QuerySet["Follow"]):
    """Follows, as adjectives."""

    def of(self, person: Any) -> Self:
        """Return what a person follows."""
        return self.filter(person=person.pk)

    def chosen(self) -> Self:
        """Return what people chose themselves."""
        return self.filter(is_automatic=False)


class Follow(models.Model):
    """Somebody follows a subject: `<code>:<key>`, where the code is a registered followable."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    subject = models.CharField(max_length=200)
    level = models.CharField(_("how closely"), max_length=8, choices=Level, default=Level.NORMAL)
    # Made by the portal because of something the person did.
    is_automatic = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "person"], name="notifications_follow_once"),
            models.CheckConstraint(
                condition=models.Q(level__in=Level.values), name="notifications_follow_level"
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="notifications_follow_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.subject}"

    @classmethod
    @transaction.atomic
    def set(cls, subject: str, *, by: Any, level: str = Level.NORMAL) -> "Follow":
        """Follow a subject this closely; pressing twice is following once."""
        follow, _is_new = cls.objects.update_or_create(
            person=by, subject=subject, defaults={"level": level, "is_automatic": False}
        )
        record("notifications.follow", by=by, subject=subject, level=level)
        return follow

    @classmethod
    @transaction.atomic
    def stop(cls, subject: str, *, by: Any) -> bool:
        """Follow it no longer; False when nobody did."""
        gone, _each = cls.objects.of(by).filter(subject=subject).delete()
        if gone:
            record("notifications.unfollow", by=by, subject=subject)
        return bool(gone)


def follow_by_itself(subject: str, *, person: Any) -> None:
    """Let a person follow what they took part in, unless they chose otherwise."""
    if not MailSetting.of(person).follows_by_itself:
        return
    Follow.objects.bulk_create(
        [Follow(person=person, subject=subject, is_automatic=True)], ignore_conflicts=True
    )
