"""The labels that guidance may have: of what somebody begins, and of what is made from a source."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.markings.models import Marking
from portal.origins import Source
from workspaces.models.labels import is_lower

LABELS = [
    (Marking.CLEAR, _("Everybody (TLP:CLEAR)")),
    (Marking.GREEN, _("Officers of all Members (TLP:GREEN)")),
]
AMBER = (Marking.AMBER, _("Your administration and the Secretariat (TLP:AMBER)"))


def labels_for(source: Source, person: Any) -> list[tuple[Any, Any]]:
    """Return the labels that a record made from a source may have: never a milder one."""
    offered = [*LABELS]
    if source.marking == Marking.AMBER and person.administration_id:
        # Amber advice belongs to an administration that is named.
        offered = [AMBER]
    return [each for each in offered if not is_lower(each[0], source.marking)]
