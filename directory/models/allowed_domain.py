"""The mail domains of an office: what an address of its people is compared with."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.administration import Administration, PartnerOrganisation
from portal.audit.models import record

# Plain ASCII: a domain in another script is written as its punycode and looked at twice.
is_domain = RegexValidator(
    r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$",
    _("Write the part after the @, such as douane.example, in plain letters."),
)


class AllowedDomainQuerySet(models.QuerySet["AllowedDomain"]):
    """Domains, as adjectives."""

    def of(self, home: Any) -> Self:
        """Return the domains of an administration or a partner organisation."""
        if isinstance(home, Administration):
            return self.filter(administration=home)
        if isinstance(home, PartnerOrganisation):
            return self.filter(partner=home)
        return self.none()

    def elsewhere(self, home: Any) -> set[str]:
        """Return the domains of every other office: one that looks like them is looked at."""
        mine = self.of(home).values("pk")
        return set(self.exclude(pk__in=mine).values_list("domain", flat=True))


class AllowedDomain(models.Model):
    """A mail domain that an administration or a partner organisation uses."""

    administration = models.ForeignKey(
        Administration, on_delete=models.CASCADE, null=True, related_name="domains"
    )
    partner = models.ForeignKey(
        PartnerOrganisation, on_delete=models.CASCADE, null=True, related_name="domains"
    )
    domain = models.CharField(_("domain"), max_length=253, validators=[is_domain])
    note = models.CharField(_("how we know"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = AllowedDomainQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail domain")
        ordering = ["domain"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "domain"], name="directory_domain_of_administration"
            ),
            models.UniqueConstraint(
                fields=["partner", "domain"], name="directory_domain_of_partner"
            ),
            models.CheckConstraint(
                condition=Q(administration__isnull=False, partner__isnull=True)
                | Q(administration__isnull=True, partner__isnull=False),
                name="directory_domain_of_one_office",
            ),
        ]

    def __str__(self) -> str:
        return self.domain

    @classmethod
    @transaction.atomic
    def allow(cls, home: Any, domain: str, *, by: Any, note: str = "") -> bool:
        """Add a domain to an office, unless it is there."""
        place = "administration" if isinstance(home, Administration) else "partner"
        _row, is_new = cls.objects.get_or_create(
            **{place: home}, domain=domain, defaults={"note": note, "added_by": by}
        )
        if is_new:
            record("directory.allow_domain", by=by, on=home, domain=domain)
        return is_new

    @transaction.atomic
    def drop(self, *, by: Any) -> bool:
        """Take it off the list."""
        home = self.administration or self.partner
        dropped, _rows = AllowedDomain.objects.filter(pk=self.pk).delete()
        if dropped:
            record("directory.drop_domain", by=by, on=home, domain=self.domain)
        return bool(dropped)
