"""Who may change the directory."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.markings.access import Predicate
from portal.markings.roles import holds, role_allows


def _is_self(person: Any, other: Any) -> bool:
    return other is not None and person.pk == other.pk


is_self = Predicate(_is_self)
is_somebody_else = Predicate(
    lambda person, other: not _is_self(person, other),
    _("You cannot do this to your own account. Ask a colleague."),
)

reads_cards = holds("members", _("The directory is for officers of Member administrations."))

TABLE: dict[str, Predicate] = {
    "directory.read_cards": reads_cards | holds("role:administrator"),
    "directory.edit_administration": role_allows("directory.edit_administration"),
    "directory.edit_person": role_allows("directory.edit_person"),
    "directory.suspend_person": is_somebody_else & role_allows("directory.suspend_person"),
    "directory.seat_person": role_allows("directory.seat_person"),
    "directory.assign_role": is_somebody_else & role_allows("directory.assign_role"),
    "directory.reset_factor": is_somebody_else & role_allows("directory.reset_factor"),
}
