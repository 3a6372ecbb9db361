"""Filters of the list of people that a person keeps for another day."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.person import Person
from portal.audit.models import record

# More than anybody finds again.
MOST = 30


class SavedFilter(models.Model):
    """One filter under its name: its owner alone sees it, and it says nothing of who fits."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(_("name"), max_length=100)
    query = models.CharField(max_length=500)
    kept_at = models.DateTimeField(_("kept"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("kept filter")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "query"], name="directory_filter_kept_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the list with this filter."""
        return f"{reverse('directory:person_list')}?{self.query}"

    @classmethod
    @transaction.atomic
    def keep(cls, *, by: Any, name: str, query: str) -> bool:
        """Keep a filter; the same one gets the new name. False where there are too many."""
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        kept = cls.objects.filter(person=by)
        if kept.exclude(query=query).count() >= MOST:
            return False
        row, _is_new = cls.objects.update_or_create(person=by, query=query, defaults={"name": name})
        record("directory.keep_filter", by=by, on=row)
        return True

    @transaction.atomic
    def drop(self, *, by: Any) -> None:
        """Forget it."""
        if SavedFilter.objects.filter(pk=self.pk).delete()[0]:
            record("directory.drop_filter", by=by)
