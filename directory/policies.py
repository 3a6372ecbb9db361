"""Who may change the directory."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.markings.access import Predicate
from portal.markings.models import reader_of
from portal.markings.roles import holds, role_allows

# The seats whose holders see who saw the contacts of their administration.
KEEPERS = {"seat:contact-point", "seat:deputy", "seat:national-coordinator"}
# The seat whose holder sees and proposes the people of an administration.
COORDINATOR = "national-coordinator"


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

asked_for_it = Predicate(
    lambda person, change: change is not None and change.asked_by_id == person.pk
)
is_the_person = Predicate(
    lambda person, change: change is not None and change.person_id == person.pk,
    _("Whoever asked for it takes it back."),
)


def _is_of_office(person: Any, seat: Any) -> bool:
    home = seat.administration_id if seat is not None else None
    return home is not None and f"administration:{home}" in reader_of(person).tokens


is_of_office = Predicate(_is_of_office)


def _holds_seat(person: Any, kind: str, seat: Any) -> bool:
    """Return whether the person holds a seat of this kind, in the office of that seat."""
    tokens = reader_of(person).tokens
    if f"seat:{kind}" not in tokens:
        return False
    if seat.administration_id is None:
        # No token names one region's or one partner's seat.
        return bool(kind == seat.role_id and seat.is_held_by(person))
    return f"administration:{seat.administration_id}" in tokens


def _seats_held(person: Any) -> set[str]:
    return {token for token in reader_of(person).tokens if token.startswith("seat:")}


def proves(person: Any, seat: Any) -> bool:
    """Return whether the person's word proves who holds a seat: their own, or their deputy's."""
    stands_in_for = seat.role.stands_in_for
    return _holds_seat(person, seat.role_id, seat) or (
        stands_in_for is not None and _holds_seat(person, stands_in_for.code, seat)
    )


def _names_for(person: Any, seat: Any) -> bool:
    if seat is None:
        return bool(_seats_held(person))
    return proves(person, seat) or _holds_seat(person, COORDINATOR, seat)


holds_a_seat = Predicate(
    lambda person, obj: bool(_seats_held(person)), _("This page is for holders of seats.")
)
names_for_seat = Predicate(
    _names_for, _("You name people for your own seat, its deputy, or as national coordinator.")
)
coordinates = Predicate(
    lambda person, home: (
        f"seat:{COORDINATOR}" in reader_of(person).tokens
        and (home is None or f"administration:{home.pk}" in reader_of(person).tokens)
    ),
    _("This page is for the national coordinator of the administration."),
)
takes_over = is_named & Predicate(lambda person, nomination: nomination.origin == "handover")


KEEPS_SEATS = _("The Secretariat keeps seats.")
holds_it = Predicate(
    lambda person, seat: seat is not None and _holds_seat(person, seat.role_id, seat),
    _("The holder of the seat or the Secretariat decides who signs."),
)
has_deputies = Predicate(
    lambda person, seat: seat is None or seat.has_deputies,
    _("Only a seat that signs has deputies who sign."),
)

works_for_one = Predicate(
    lambda person, row: any(
        token.startswith("administration:") for token in reader_of(person).tokens
    ),
    _("Officers of an administration read what it signs."),
)
works_for_it = Predicate(
    lambda person, signing: (
        signing is not None
        and f"administration:{signing.administration_id}" in reader_of(person).tokens
    ),
    _("Officers of the administration draft what it signs."),
)
signs_it = Predicate(
    lambda person, signing: signing is not None and bool(signing.capacity_of(person)),
    _("Only the holder of a seat that signs may sign this."),
)
is_a_draft = Predicate(lambda person, signing: signing is not None and signing.is_draft)
stands_open = Predicate(
    lambda person, signing: signing is not None and signing.is_standing and signing.is_open,
    _("What was signed stays when its time is over."),
)

reads_as_member = holds("members", _("The directory is for officers of Member administrations."))
# Contacts of partner organisations that the Secretariat invited.
reads_cards = reads_as_member | holds("guests")

keeps_contacts = Predicate(
    lambda person, administration: (
        administration is not None
        and administration.token in reader_of(person).tokens
        and not reader_of(person).tokens.isdisjoint(KEEPERS)
    ),
    _("This is for the contact point, the deputy and the national coordinator of the office."),
)

TABLE: dict[str, Predicate] = {
    "directory.read_cards": reads_cards | holds("role:administrator"),
    "directory.ask_contact": reads_as_member & is_somebody_else,
    "directory.copy_cards": reads_as_member,
    "directory.read_looks": keeps_contacts | role_allows("directory.read_looks"),
    "directory.read_partners": holds(
        "community", _("Partner organisations are shown to verified accounts.")
    ),
    "directory.read_vacancies": holds("secretariat"),
    "directory.read_coverage": holds("secretariat")
    | holds("seat:regional-officer", _("Coverage is for the Secretariat and regional officers.")),
    "directory.open_directory": role_allows("directory.open_directory"),
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
    # Who held a seat, and what happened to it: the office itself, and the Secretariat.
    "directory.read_seat": holds("secretariat") | is_of_office,
    "directory.read_history": is_self | role_allows("directory.edit_person"),
    "directory.settle_leaving": role_allows("directory.settle_leaving"),
    "directory.record_letter": role_allows("directory.record_letter"),
    "directory.check_letter": role_allows("directory.check_letter"),
    "directory.ask_address": is_somebody_else & role_allows("directory.check_change") & is_in_use,
    "directory.read_signings": works_for_one,
    "directory.draft_signing": works_for_it,
    "directory.sign": works_for_it & signs_it,
    "directory.withdraw_signing": works_for_it & (is_a_draft | stands_open & signs_it),
    "directory.keep_seats": role_allows("directory.keep_seats", KEEPS_SEATS),
    "directory.let_deputies_sign": has_deputies & (holds_it | role_allows("directory.keep_seats")),
    "directory.keep_domains": role_allows("directory.keep_domains"),
    "directory.check_change": role_allows("directory.check_change"),
    "directory.check_role": role_allows("directory.check_role"),
    "directory.check_seat": role_allows("directory.check_seat"),
    "directory.withdraw_change": asked_for_it | is_the_person,
    "directory.accept_nomination": is_named & is_undecided & ~was_accepted,
    "directory.hold_seat": holds_a_seat,
    "directory.name_person": names_for_seat,
    "directory.coordinate": coordinates,
    "directory.withdraw_nomination": (
        named_them | takes_over | role_allows("directory.check_letter")
    )
    & is_undecided,
    "directory.invite_person": role_allows("directory.record_letter") & waits_for_invitation,
    "directory.refuse_factor_reset": about_somebody_else & role_allows("directory.reset_factor"),
}
