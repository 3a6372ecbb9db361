"""Following: a person, a subject, and how closely."""

from collections.abc import Collection, Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.notifications.models.mail import Mail
from portal.notifications.models.notification import Notification
from portal.notifications.models.setting import MailSetting
from portal.notifications.registry import Frequency, Level, followable_of, kinds

# More than anybody follows by hand, and few enough to be listed and matched quickly.
MOST = 500
# What is followed so is heard of in the inbox at most.
UNMAILED = (Level.TRACKING, Level.MUTED)


class TooManyFollowsError(Exception):
    """Somebody follows as much as can be followed."""


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
    def set(cls, subject: str, *, by: Any, level: str = "") -> "Follow":
        """Follow a subject this closely; without a level, as closely as it is followed already."""
        _wait_for_own(by)
        theirs = cls.objects.of(by)
        followed = theirs.filter(subject=subject).first()
        if followed is None and theirs.count() >= MOST:
            raise TooManyFollowsError
        level = level or (followed.level if followed else Level.NORMAL)
        follow, _is_new = cls.objects.update_or_create(
            person=by, subject=subject, defaults={"level": level, "is_automatic": False}
        )
        _hear_no_more([subject] if level in UNMAILED else [], person=by)
        record("notifications.follow", by=by, level=level, personal={"subject": subject})
        return follow

    @classmethod
    @transaction.atomic
    def follow_closer(cls, subjects: Iterable[str], *, by: Any, level: str) -> int:
        """Follow these as closely as that, where it means something; return how many changed."""
        fitting = [
            subject
            for subject in subjects
            if (followable := followable_of(subject)) and level in followable.levels
        ]
        rows = cls.objects.of(by).filter(subject__in=fitting).exclude(level=level)
        changed = rows.update(level=level, is_automatic=False)
        if changed:
            _hear_no_more(fitting if level in UNMAILED else [], person=by)
            record("notifications.follow", by=by, level=level, personal={"subjects": fitting})
        return changed

    @classmethod
    @transaction.atomic
    def stop(cls, *subjects: str, by: Any) -> int:
        """Follow these no longer; return how many were followed."""
        _wait_for_own(by)
        theirs = cls.objects.of(by).filter(subject__in=subjects)
        gone = list(theirs.values_list("subject", flat=True))
        theirs.delete()
        if gone:
            _hear_no_more(gone, person=by)
            record("notifications.unfollow", by=by, personal={"subjects": gone})
        return len(gone)


def _wait_for_own(person: Any) -> None:
    """Let one press of a person's buttons after the other change what they follow."""
    people = get_user_model()._default_manager.filter(pk=person.pk)
    # Other rows may point at the person meanwhile.
    people.select_for_update(no_key=True, of=("self",)).values("pk").first()


def _hear_no_more(subjects: Collection[str], *, person: Any) -> None:
    """Leave to the inbox what was still to be mailed because of these follows alone."""
    if not subjects:
        return
    heard = list(Follow.objects.of(person).exclude(level__in=UNMAILED).values_list("subject"))
    lines = Notification.objects.filter(person=person.pk, subject__in=subjects)
    lines = lines.exclude(event__subjects__overlap=[subject for (subject,) in heard])
    waiting = Mail.objects.of(person).filter(state=Mail.State.DUE, event__in=lines.values("event"))
    optional = waiting.exclude(event__kind__in=[kind.code for kind in kinds() if kind.is_required])
    # A mail that is leaving at this moment leaves.
    mails = list(optional.select_for_update(of=("self",), skip_locked=True).values_list("pk"))
    lines.waiting_of(person).update(frequency=Frequency.PORTAL)
    Mail.objects.filter(pk__in=[pk for (pk,) in mails]).update(state=Mail.State.STOPPED)


def follow_by_itself(subject: str, *, person: Any) -> None:
    """Let a person follow what they took part in, unless they chose otherwise."""
    if not MailSetting.of(person).follows_by_itself or Follow.objects.of(person).count() >= MOST:
        return
    Follow.objects.bulk_create(
        [Follow(person=person, subject=subject, is_automatic=True)], ignore_conflicts=True
    )
