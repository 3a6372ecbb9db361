"""A person's own account, as what its owner alone is told about."""

from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from directory.models.person import Person
from portal.markings.models import Audience, Marking


class AccountQuerySet(models.QuerySet["Account"]):
    """Accounts, as adjectives."""

    def readable_by(self, person: Any) -> Self:
        """Return the person's own account."""
        return self.filter(pk=person.pk)


class Account(Person):
    """A person as the owner of an account. Colleagues read the card; this only its owner."""

    objects: ClassVar[Any] = AccountQuerySet.as_manager()  # type: ignore[assignment]  # it asks less

    class Meta:
        proxy = True

    @classmethod
    def of(cls, person: Person) -> "Account":
        """Return the account of a person, never to be saved: it has readers of its own."""
        account = cls(pk=person.pk, marking=Marking.GREEN)
        account.set_audience()
        return account

    @property
    def audience(self) -> Audience:  # type: ignore[override]
        """The owner alone, where the row keeps the readers of the card."""
        return Audience(tokens=sorted(self.audience_tokens()))

    def audience_tokens(self) -> set[str]:
        """Return the owner alone; partners and auditors read no cards, but this."""
        return {self.token}

    def get_absolute_url(self) -> str:
        """Return the address of the owner's page."""
        return reverse("directory:account")
