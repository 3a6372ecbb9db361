"""A copy of a person's own data: asked for, made by a task, kept for a week."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.account import Account
from portal.audit.models import record
from portal.files.copies import Copy, CopyQuerySet
from portal.notifications.models import tell
from portal.wake import wake

PER_DAY = 3


class DataExport(Copy):
    """One copy of everything that the portal keeps of a person, for that person alone."""

    KEPT = datetime.timedelta(days=7)

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports"
    )

    objects = CopyQuerySet["DataExport"].as_manager()

    class Meta:
        verbose_name = _("copy of own data")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="directory_one_data_export"
            ),
            Copy.ready_has_file("directory_data_export_ready"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.asked_at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def ask(cls, *, by: Any, language: str) -> "DataExport | None":
        """Ask for a copy: one at a time, some a day; None when that is used up."""
        day = timezone.now() - datetime.timedelta(days=1)
        # Counted under the lock of the account, so that two clicks are two.
        Account.objects.select_for_update(no_key=True).get(pk=by.pk)
        mine = cls.objects.filter(person=by)
        if standing := mine.waiting().first():
            return standing
        if mine.filter(asked_at__gt=day).count() >= PER_DAY:
            return None
        export = cls.objects.create(person=by, language=language)
        record("directory.ask_data", by=by, on=by)
        wake("directory.make_data_exports")
        return export

    def tell_ready(self) -> None:
        """Tell the person that it can be fetched."""
        record("directory.make_data", by=None, on=self.person)
        account = Account.of(self.person)
        tell("directory.make_data", kind="account", on=account, by=None, people=[self.person_id])
