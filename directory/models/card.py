"""What a card says of a person, and who sees which field of it."""

import datetime
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.markings.models import reader_of
from portal.names import plain_name
from portal.taxonomy.models import Process, Technology


class Card(models.Model):
    """The fields of a person's card, each shown to whom its owner chose."""

    class Visibility(models.TextChoices):
        MEMBERS = "members", _("All contact points and officers, and partners who are invited")
        REGION = "region", _("My WCO region and the Secretariat")
        SECRETARIAT = "secretariat", _("The Secretariat only")

    post = models.CharField(_("post"), max_length=200, blank=True, validators=[plain_name])
    post_fr = models.CharField(
        _("post in French"), max_length=200, blank=True, validators=[plain_name]
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email_visibility = models.CharField(
        _("who sees your e-mail"), max_length=12, choices=Visibility, default=Visibility.MEMBERS
    )
    phone_visibility = models.CharField(
        _("who sees your telephone"),
        max_length=12,
        choices=Visibility,
        default=Visibility.SECRETARIAT,
    )
    mobile = models.CharField(_("mobile"), max_length=40, blank=True)
    mobile_visibility = models.CharField(
        _("who sees your mobile"),
        max_length=12,
        choices=Visibility,
        default=Visibility.SECRETARIAT,
    )
    hours_from = models.TimeField(_("office hours from"), default=datetime.time(9))
    hours_until = models.TimeField(_("office hours until"), default=datetime.time(17))
    technologies = models.ManyToManyField(
        Technology, blank=True, related_name="experts", verbose_name=_("technologies you work on")
    )
    processes = models.ManyToManyField(
        Process, blank=True, related_name="experts", verbose_name=_("processes you work on")
    )

    class Meta:
        abstract = True

    @property
    def local_post(self) -> str:
        """The post in the reader's language, where it is given."""
        return self.post_fr if self.post_fr and get_language() == "fr" else self.post

    def shows(self: Any, visibility: str, reader: Any) -> bool:
        """Return whether a reader sees a field of this card with the given visibility."""
        if reader.pk == self.pk:
            return True
        tokens = reader_of(reader).tokens
        allowed = {"secretariat"}
        if visibility == self.Visibility.MEMBERS:
            allowed |= {"members", "guests"}
        if (
            visibility == self.Visibility.REGION
            and self.administration
            and self.administration.region
        ):
            allowed.add(f"region:{self.administration.region.code}")
        return not tokens.isdisjoint(allowed)
