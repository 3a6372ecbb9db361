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

asked_by_somebody_else = Predicate(
    lambda person, reset: reset is not None and reset.asked_by_id != person.pk,
    _("You asked for this reset. A second officer must confirm it."),
)
about_somebody_else = Predicate(
    lambda person, reset: reset is not None and reset.person_id != person.pk,
    _("You cannot decide about your own second factor."),
)

is_in_use = Predicate(
    lambda person, other: other is None or other.is_active,
    _("This account is stopped. Restore it first."),
)

is_named = Predicate(
    lambda person, nomination: nomination is not None and nomination.person_id == person.pk
)
named_them = Predicate(
    lambda person, nomination: nomination is not None and nomination.named_by_id == person.pk
)
is_undecided = Predicate(
    lambda person, nomination: nomination is None or nomination.is_open,
    _("This nomination is decided."),
)
was_accepted = Predicate(
    lambda person, nomination: nomination is not None and nomination.accepted_at is not None
)
waits_for_invitation = Predicate(
    lambda person, other: other is None or other.state == "unconfirmed",
    _("This account is open already."),
)

reads_cards = holds("members", _("The directory is for officers of Member administrations."))

TABLE: dict[str, Predicate] = {
    "directory.read_cards": reads_cards | holds("role:administrator"),
    "directory.read_partners": holds(
        "community", _("Partner organisations are shown to verified accounts.")
    ),
    "directory.read_vacancies": holds("secretariat"),
    "directory.read_coverage": holds("secretariat")
    | holds("seat:regional-officer", _("Coverage is for the Secretariat and regional officers.")),
    "directory.open_vacancies": role_allows("directory.open_vacancies"),
    "directory.edit_administration": role_allows("directory.edit_administration"),
    "directory.edit_person": role_allows("directory.edit_person"),
    "directory.suspend_person": is_somebody_else & role_allows("directory.suspend_person"),
    "directory.seat_person": role_allows("directory.seat_person") & is_in_use,
    "directory.assign_role": is_somebody_else & role_allows("directory.assign_role") & is_in_use,
    "directory.reset_factor": is_somebody_else & role_allows("directory.reset_factor"),
    "directory.confirm_factor_reset": asked_by_somebody_else
    & about_somebody_else
    & role_allows("directory.reset_factor"),
    "directory.test_contacts": role_allows("directory.test_contacts"),
    "directory.import_contacts": role_allows("directory.import_contacts"),
    "directory.record_letter": role_allows("directory.record_letter"),
    "directory.check_letter": role_allows("directory.check_letter"),
    "directory.accept_nomination": is_named & is_undecided & ~was_accepted,
    "directory.withdraw_nomination": (named_them | role_allows("directory.check_letter"))
    & is_undecided,
    "directory.invite_person": role_allows("directory.record_letter") & waits_for_invitation,
    "directory.refuse_factor_reset": about_somebody_else & role_allows("directory.reset_factor"),
}
