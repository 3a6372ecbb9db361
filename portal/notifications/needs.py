"""What notifications need of a person: an address that works."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.compiled import Compiled
from portal.needs import Need
from portal.notifications.models import MailSetting

# Every page of a signed-in person counts these.
UNREACHABLE = Compiled(
    lambda person: MailSetting.objects.unreachable().filter(person=person).values("pk"), person=-1
)


def needs(person: Any) -> Iterator[Need]:
    """Yield that mail to the person's address comes back."""
    yield Need(
        title=_("Mail to your address comes back"),
        why=_("We write to it no more until you say that it works"),
        url=reverse("notifications:preferences"),
        action=_("Check your address"),
        waiting=[UNREACHABLE(person=person.pk)],
        is_late=True,
    )
