"""Links to other sites: separate systems stay separate."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.models.item import Item, ItemQuerySet
from portal.taxonomy.models import in_language


class Link(Item):
    """One link, with what stands there and in which languages."""

    class Group(models.TextChoices):
        WCO = "wco", _("World Customs Organization")
        LEARNING = "learning", _("Learning")
        PROJECT = "project", _("Smart Customs Project")
        INSTRUMENTS = "instruments", _("Instruments and tools")
        REGIONAL = "regional", _("Regional entities")
        PARTNERS = "partners", _("Partners and other sources")

    class AddressStatus(models.TextChoices):
        VERIFIED = "verified", _("Address seen in a source")
        UNVERIFIED = "unverified", _("Address not checked yet")

    group = models.CharField(_("group"), max_length=20, choices=Group)
    description_en = models.CharField(_("description in English"), max_length=300)
    description_fr = models.CharField(_("description in French"), max_length=300)
    url = models.URLField(_("address"), max_length=500)
    address_status = models.CharField(
        _("state of the address"),
        max_length=10,
        choices=AddressStatus,
        default=AddressStatus.VERIFIED,
    )
    languages = ArrayField(
        models.CharField(max_length=3), verbose_name=_("languages of the site"), default=list
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[Any] = ItemQuerySet.as_manager()

    class Meta(Item.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")
        indexes = [models.Index(fields=["state", "position", "id"])]

    @property
    def description(self) -> str:
        """The description in the reader's language."""
        return in_language(self, "description")
