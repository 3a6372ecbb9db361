"""The history of a seat and of a card, in plain words: what happened, when, by whom."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Evidence, Holding, PendingChange, Person, Seat, SeatStep
from directory.models.drill import MAILBOX_SILENT, SILENT
from directory.models.seat import CAME_BACK, MAILBOX_CAME_BACK
from directory.models.seat_role import seat_name
from directory.tokens import ROLES
from portal.audit.models import Event

PERSON = Person._meta.label_lower
SEAT = Seat._meta.label_lower


@dataclass
class Line:
    """One thing that happened. `by` is nobody where the clock or the portal did it."""

    at: datetime.datetime
    what: str
    by: str = ""
    notes: list[str] = field(default_factory=list)


# What a step says without a holder of its own; the name is whoever holds or held the seat.
STEPS: dict[str, str | Promise] = {
    "nominated": gettext_lazy("Somebody was named for the seat"),
    "evidence": gettext_lazy("A letter of nomination arrived"),
    "vacant": gettext_lazy("The seat became vacant"),
    "verified": gettext_lazy("%(name)s confirmed the card"),
    "due": gettext_lazy("%(name)s was asked to confirm the card"),
    "overdue": gettext_lazy("The confirmation by %(name)s became overdue"),
    "lapsed": gettext_lazy("%(name)s did not confirm: the card was hidden"),
    "ended": gettext_lazy("The seat was ended"),
}
LEFT: dict[str, str | Promise] = {
    "nominated": gettext_lazy("%(name)s left; somebody else is named for the seat"),
    "evidence": gettext_lazy("%(name)s left; a letter names somebody else"),
    "vacant": gettext_lazy("%(name)s left the seat, which became vacant"),
    "ended": gettext_lazy("%(name)s left the seat, which was ended"),
}


# Why a step was made, where the portal itself found out: it notes a code.
WHY: dict[str, str | Promise] = {
    CAME_BACK: gettext_lazy("mail to the address comes back"),
    SILENT: gettext_lazy("a test of contact was not answered"),
    MAILBOX_CAME_BACK: gettext_lazy("mail to the mailbox of the office comes back"),
    MAILBOX_SILENT: gettext_lazy("a test of contact to the mailbox of the office was not answered"),
}


def why_words(why: str) -> str:
    """Return the reason of a step in words."""
    return str(WHY.get(why, why))


def steps_of(seat: Seat, steps: Iterable[SeatStep], *, says_why: bool) -> list[Line]:
    """Return the steps of a seat in words, for its own office and the Secretariat."""
    holdings = list(seat.holdings.select_related("person").order_by("since", "pk"))
    letters = _letters(holdings)
    return [_step(step, seat, holdings, letters, says_why) for step in steps]


def _letters(holdings: list[Holding]) -> dict[int, Evidence]:
    """Return the last letter behind each nomination of these holdings, in one query."""
    wanted = [holding.nomination_id for holding in holdings if holding.nomination_id]
    found = Evidence.objects.filter(nomination__in=wanted).select_related("verified_by")
    return {letter.nomination_id: letter for letter in found.order_by("pk")}


def _step(
    step: SeatStep,
    seat: Seat,
    holdings: list[Holding],
    letters: dict[int, Evidence],
    says_why: bool,
) -> Line:
    line = Line(step.at, "", str(step.by or ""))
    before = _held_before(step, holdings)
    if step.holding_id:
        given = next(each for each in holdings if each.pk == step.holding_id)
        line.what = _("%(name)s became %(seat)s") % {"name": given.person, "seat": seat.title}
        line.notes = _proof(letters.get(given.nomination_id or 0))
        if before and before.until:
            line.notes.append(_("%(name)s became a former holder") % {"name": before.person})
    elif step.kind != SeatStep.Kind.STATE:
        line.what = step.get_kind_display()
    else:
        has_left = step.before in Seat.HELD and step.after not in Seat.HELD
        words = (LEFT if has_left and before else STEPS)[step.after]
        line.what = str(words) % {"name": before.person if before else _("the holder")}
    if says_why and step.why:
        line.notes.append(_("Reason: %(reason)s") % {"reason": why_words(step.why)})
    return line


# The rows of one verb are written within it.
SAME = datetime.timedelta(seconds=5)


def _held_before(step: SeatStep, holdings: list[Holding]) -> Holding | None:
    """Return who held the seat just before a step."""
    earlier = [
        each
        for each in holdings
        if each.pk != step.holding_id
        and each.since < step.at
        and (each.until is None or each.until >= step.at - SAME)
    ]
    return earlier[-1] if earlier else None


def _proof(letter: Evidence | None) -> list[str]:
    if letter is None:
        return [_("Without a letter")]
    words = [_("From a letter of %(day)s") % {"day": date_format(letter.dated)}]
    if letter.verified_by:
        words.append(_("Verified by %(name)s") % {"name": letter.verified_by})
    return words


# What the log says of a change that two decide: of a card, or of the mailbox of a seat.
BY_TWO: dict[str, str | Promise] = {
    "directory.ask_change": gettext_lazy("A change was asked for, which two decide"),
    "directory.accept_change": gettext_lazy("A second officer agreed, and the change was made"),
    "directory.refuse_change": gettext_lazy("A second officer refused the change"),
    "directory.withdraw_change": gettext_lazy("A change that waited was taken back"),
    "directory.expire_change": gettext_lazy("A change that nobody decided was closed"),
}
# What the log says of a seat, beside its steps.
OF_SEAT = BY_TWO | {
    "directory.set_mailbox": gettext_lazy("The mailbox was changed"),
    "directory.let_deputies_sign": gettext_lazy("It was decided whether deputies sign"),
}
# What the log says of a card. Who protects an account how is for its owner alone.
CARD: dict[str, str | Promise] = {
    "directory.enrol_person": gettext_lazy("The account was made"),
    "directory.edit_person": gettext_lazy("The card was changed"),
    "directory.verify_person": gettext_lazy("The account was verified"),
    "directory.suspend_person": gettext_lazy("The account was suspended"),
    "directory.restore_person": gettext_lazy("The account was let in again"),
    "directory.retire_person": gettext_lazy("The account was ended"),
    "directory.assign_role": gettext_lazy("A role was given"),
    "directory.end_role": gettext_lazy("A role was taken back"),
    "directory.accept_terms": gettext_lazy("The terms were accepted"),
    "directory.confirm_person": gettext_lazy("The card was confirmed"),
    "directory.await_confirmation": gettext_lazy("The yearly confirmation moved on"),
    "directory.invite_person": gettext_lazy("An invitation was sent"),
    "directory.revoke_invitation": gettext_lazy("An invitation was revoked"),
    "directory.use_invitation": gettext_lazy("The account was opened with a code"),
    "directory.change_email": gettext_lazy("The e-mail address was changed"),
    "directory.seat_person": gettext_lazy("A seat was given"),
    "directory.unseat_person": gettext_lazy("A seat ended"),
    "directory.ask_leaving": gettext_lazy("Leaving was asked for"),
    "directory.take_back_leaving": gettext_lazy("The request to leave was taken back"),
    "directory.agree_leaving": gettext_lazy("An officer had nothing to object to the leaving"),
    "directory.hold_leaving": gettext_lazy("The request to leave was stopped"),
    "directory.carry_out_leaving": gettext_lazy("The request to leave was carried out"),
    "directory.ask_data": gettext_lazy("A copy of the own data was asked for"),
    "directory.fetch_data": gettext_lazy("A copy of the own data was fetched"),
    "directory.make_data": gettext_lazy("A copy of the own data was made"),
    **BY_TWO,
}
OWN: dict[str, str | Promise] = {
    "directory.sign_in": gettext_lazy("You signed in"),
    "directory.add_app": gettext_lazy("An authenticator app was added"),
    "directory.remove_app": gettext_lazy("An authenticator app was removed"),
    "directory.add_passkey": gettext_lazy("A passkey was added"),
    "directory.remove_passkey": gettext_lazy("A passkey was removed"),
    "directory.renew_recovery_codes": gettext_lazy("Recovery codes were renewed"),
    "directory.change_password": gettext_lazy("The password was changed"),
    "directory.reset_password": gettext_lazy("A new password was set by code"),
    "directory.change_account": gettext_lazy("The protection of the account was changed"),
    "directory.ask_factor_reset": gettext_lazy("Somebody asked to remove the second step"),
    "directory.confirm_factor_reset": gettext_lazy("The second step was removed"),
    "directory.refuse_factor_reset": gettext_lazy("The second step stayed: the request failed"),
}  # fmt: skip
# Kept values that are shown, by their key in the log.
VALUES: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "reason": gettext_lazy("Reason"),
}


def events_of(person: Person, *, is_own: bool) -> Any:
    """Return the rows of the log about a card and the seats of its owner."""
    verbs = [*CARD, *(OWN if is_own else ())]
    seats = list(person.holdings.values_list("seat", flat=True).distinct())
    about = Q(object_type=PERSON, object_id=person.pk, verb__in=verbs)
    seated = Q(object_type=SEAT, object_id__in=seats, detail__person_id=person.pk)
    return Event.objects.filter(about | seated).select_related("personal")


def events_about(seat: Seat) -> Any:
    """Return the rows of the log about a seat that its steps do not tell."""
    return Event.objects.about(seat).filter(verb__in=OF_SEAT).select_related("personal")


def lines_of(events: Iterable[Event], *, is_own: bool, seat: Seat | None = None) -> list[Line]:
    """Return rows of the log in words; who did it, in one query; what was kept, where it is.

    `seat`: the history that they stand in is this seat's own.
    """
    events = list(events)
    asked_by = {event.detail.get("asked_by_id") for event in events}
    actors = Person.objects.in_bulk({*asked_by, *(event.actor_id for event in events)} - {None})
    seats = (
        {}
        if seat
        else Seat.objects.with_place().in_bulk(
            [event.object_id for event in events if event.object_type == SEAT]
        )
    )
    return [
        Line(
            event.at,
            str((CARD | OWN | OF_SEAT).get(event.verb, event.verb)),
            str(actors.get(event.actor_id, "")),
            # The own copy holds nobody else's name; who asked stands in a line before.
            [*_details(event, seats, {} if is_own else actors), *_values(event, is_own=is_own)],
        )
        for event in events
    ]


def _details(event: Event, seats: dict[int, Seat], people: dict[int, Person]) -> list[str]:
    """Return what a row says beside its verb: fields, a role, a seat, a state."""
    detail = event.detail
    if event.object_type == SEAT and event.object_id in seats:
        return [str(seats[event.object_id])]
    if event.verb in OF_SEAT:
        return _decided(event, people)
    if event.verb == "directory.await_confirmation":
        return [str(Person.Confirmation(detail["state"]).label)]
    if "fields" in detail:
        return [", ".join(_field(name) for name in detail["fields"])]
    if "role" in detail:
        role = ROLES.get(detail["role"])
        return [str(role.title) if role else detail["role"]]
    return [_("Version %(version)s") % detail] if "version" in detail else []


def _decided(event: Event, people: dict[int, Person]) -> list[str]:
    """Return what was decided, and who asked for it."""
    if event.verb not in BY_TWO:
        may_sign = event.detail.get("may_sign")
        known = {True: _("Deputies may sign"), False: _("Deputies may not sign")}
        return [known[may_sign]] if may_sign in known else []
    words = [str(PendingChange.What(event.detail["what"]).label)]
    role = ROLES.get(_kept(event).get("value", ""))
    if role:
        words.append(str(role.title))
    if "seat" in event.detail:
        words.append(seat_name(event.detail["seat"]))
    asked_by = people.get(event.detail.get("asked_by_id"))
    if asked_by:
        words.append(_("Asked for by %(name)s") % {"name": asked_by})
    return words


def _kept(event: Event) -> dict[str, Any]:
    """Return the values of a row that were not erased."""
    personal = getattr(event, "personal", None)
    return personal.values if personal else {}


def _field(name: str) -> str:
    """Return what a field of a card is called."""
    if name == "spoken":
        return _("languages you work in")
    try:
        found = Person._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return str(getattr(found, "verbose_name", name))


def _values(event: Event, *, is_own: bool) -> list[str]:
    """Return the values that are kept; the Secretariat's reasons are for the Secretariat."""
    kept = _kept(event)
    return [
        f"{capfirst(str(words))}: {kept[name]}"
        for name, words in VALUES.items()
        if name in kept and not (is_own and name == "reason")
    ]
