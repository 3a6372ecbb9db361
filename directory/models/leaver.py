"""What becomes of a card when its owner leaves: contact data go, and the name where it is asked."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.audit.models import record
from portal.search.models import stale
from portal.taxonomy.models import in_language


class Leaver(models.Model):
    """What a card keeps of somebody who left."""

    # When the name went, and what stands in its place, in each language.
    erased_at = models.DateTimeField(gettext_lazy("made anonymous"), null=True, editable=False)
    stand_in_en = models.CharField(max_length=250, blank=True, editable=False)
    stand_in_fr = models.CharField(max_length=250, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def stand_in(self) -> str:
        """What stands in the place of a name that was erased, in the reader's language."""
        return in_language(self, "stand_in") if self.stand_in_en else ""

    @property
    def former_title(self: Any) -> str:
        """What is said of the person without the name: the contact point, or an officer."""
        led = self.holdings.filter(seat__role="contact-point", seat__administration__isnull=False)
        last = led.select_related("seat__administration").order_by("-since", "-pk").first()
        if last:
            name = last.seat.administration.name
            return _("Former National Contact Point of %(home)s") % {"home": name}
        if self.home is None:
            return _("Former officer of the WCO Secretariat")
        return _("Former officer of %(home)s") % {"home": self.home.name}

    @transaction.atomic
    def strip(self: Any, *, by: Any) -> None:
        """Take every way to reach the person off the card; the address is free again."""
        self.email = f"{self.public_id}@erased.invalid"
        self.phone = self.mobile = ""
        self.set_unusable_password()
        self.changed_at = timezone.now()
        self.save(update_fields=["email", "phone", "mobile", "password", "changed_at"])
        record("directory.strip_person", by=by, on=self)
        stale(self, hide=True)

    @transaction.atomic
    def anonymise(self: Any, *, by: Any) -> None:
        """Put what the person was in the place of the name, and empty the rest of the card."""
        for code, _name in settings.LANGUAGES:
            with override(code):
                setattr(self, f"stand_in_{code}", self.former_title)
        self.given_name, self.family_name = "", self.stand_in_en[:100]
        self.post = self.post_fr = ""
        self.zone, self.sort_key = "UTC", self.stand_in_en.casefold()[:210]
        self.erased_at = self.changed_at = timezone.now()
        self.technologies.clear()
        self.processes.clear()
        self.spoken_languages.all().delete()
        fields = ["given_name", "family_name", "post", "post_fr", "zone", "sort_key", "erased_at"]
        self.save(update_fields=[*fields, "changed_at", "stand_in_en", "stand_in_fr"])
        record("directory.anonymise_person", by=by, on=self)
        stale(self, hide=True)
