"""Letters on the desk: what an officer sees of one, and what each decision does."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import vacancies
from directory.addresses import Finding, findings
from directory.confirming import AGAIN_AFTER, is_back
from directory.models import AllowedDomain, Holding, Invitation, Nomination, Person
from directory.models.nomination import LETTER
from portal.desk.models import WorkItem
from portal.desk.registry import Decision, Reviewable
from portal.files.models import StoredFile
from portal.refusals import Refused

KIND = LETTER


def findings_of(nomination: Nomination) -> list[Finding]:
    """Return what is odd about the address of whoever is named."""
    domains = AllowedDomain.objects.of(nomination.seat.place).values_list("domain", flat=True)
    return findings(nomination.email, set(domains))


@transaction.atomic
def accept(nomination: Nomination, *, by: Any, reason: str) -> bool:
    """Seat the person and invite them, when everything that proves it is there."""
    if nomination.origin == Nomination.Origin.HANDOVER and nomination.accepted_at is None:
        raise Refused(_("The successor has not said yes yet."))
    if nomination.named_by_id == by.pk and nomination.origin == Nomination.Origin.PROPOSAL:
        raise Refused(_("You proposed this person. A colleague decides."))
    _look_for_proof(nomination)
    person = _person_of(nomination, by=by)
    if not nomination.verify(by=by, person=person, why=reason):
        return False
    if person.state == Person.State.UNCONFIRMED:
        Invitation.send_to(person, by=by)
    return True


def is_in_disguise(nomination: Nomination) -> bool:
    """Return whether the address passes for something that it is not."""
    return any(finding.is_grave for finding in findings_of(nomination))


def takes_two(nomination: Nomination) -> bool:
    """Return whether a second officer confirms it: an address in disguise, or a seat that is held.

    The word of the holder needs no second: the holder and an officer are two.
    """
    if is_in_disguise(nomination):
        return True
    is_proven = nomination.evidence.filter(file__state=StoredFile.State.RELEASED).exists()
    return nomination.seat.is_held and is_proven and not word_of(nomination)


def word_of(nomination: Nomination) -> str:
    """Return whose word proves it without a letter, or nothing.

    Who holds a seat was verified by letter, and signs in with a second step. Their own act is as
    good as a letter for the seat that they leave, and for their deputy; for nothing else, and only
    while they hold it (ADR 13).
    """
    role, seat = nomination.seat.role, nomination.seat
    if nomination.origin == Nomination.Origin.HANDOVER:
        wanted = role.code
    elif nomination.origin == Nomination.Origin.PROPOSAL and role.stands_in_for:
        wanted = role.stands_in_for.code
    else:
        return ""
    held = Holding.objects.current().filter(
        person=nomination.named_by_id, person__state="verified", seat__role__code=wanted,
        seat__administration=seat.administration_id, seat__region=seat.region_id,
        seat__partner=seat.partner_id,
    )  # fmt: skip
    return _("The holder of the seat named this person while signed in.") if held.exists() else ""


def _look_for_proof(nomination: Nomination) -> None:
    """Raise Refused unless a released letter, or the word of a holder, proves it."""
    letters = [evidence.file for evidence in nomination.evidence.select_related("file")]
    if any(file.is_released for file in letters) or word_of(nomination):
        return
    if letters:
        raise Refused(_("The letter is still being checked for viruses. Try again in a minute."))
    if nomination.origin == Nomination.Origin.HANDOVER:
        raise Refused(_("Whoever handed over holds the seat no longer. A letter is needed."))
    raise Refused(_("There is no letter yet."))


@transaction.atomic
def invite(nomination: Nomination, *, by: Any, reason: str) -> bool:
    """Let whoever is to take over open an account and say yes; the seat stays until then."""
    person = _person_of(nomination, by=by)
    if not nomination.address_to(person, by=by):
        return False
    if person.state == Person.State.UNCONFIRMED:
        Invitation.send_to(person, by=by)
    return True


def _waits_for_account(nomination: Nomination) -> bool:
    """Return whether a successor cannot answer yet, because there is no account to answer with."""
    is_handover = nomination.origin == Nomination.Origin.HANDOVER
    return is_handover and nomination.accepted_at is None


def _person_of(nomination: Nomination, *, by: Any) -> Person:
    """Return the account of whoever is named; a new one waits for its invitation."""
    seat = nomination.seat
    homes: dict[str, Any] = {"administration": seat.administration, "partner": seat.partner}
    person: Person | None = (
        nomination.person or Person.objects.filter(email=nomination.email).first()
    )
    if person is None:
        return Person.enrol(
            by=by,
            email=nomination.email,
            given_name=nomination.given_name,
            family_name=nomination.family_name,
            post=nomination.post,
            phone=nomination.phone,
            language=nomination.language,
            zone=seat.administration.zone if seat.administration else "UTC",
            **homes,
        )
    if not person.is_active:
        raise Refused(_("This address belongs to an account that is stopped. Restore it first."))
    if seat.region_id is None and person.home != seat.place:
        raise Refused(
            _("This address belongs to %(name)s of another office. Check who this is.")
            % {"name": person.name}
        )
    return person


def refuse(nomination: Nomination, *, by: Any, reason: str) -> bool:
    """Close the nomination; the reason goes to whoever named the person."""
    return nomination.settle(Nomination.State.REFUSED, by=by, reason=reason)


@transaction.atomic
def withdraw(nomination: Nomination, *, by: Any, claim_of: Any = None) -> bool:
    """Take it back, off the desk, and end the code of whoever has not opened the account.

    With `claim_of`, an officer: Conflict while a colleague has it in hand.
    """
    WorkItem.hold(KIND, on=nomination, claim_of=claim_of)
    if not nomination.settle(Nomination.State.WITHDRAWN, by=by):
        return False
    WorkItem.settle(KIND, on=nomination, by=by, outcome="withdrawn")
    person = nomination.person
    if person and person.state == Person.State.UNCONFIRMED:
        for invitation in person.invitations.standing():
            invitation.revoke(by=by)
    return True


def put_on_desk(nomination: Nomination, *, by: Any) -> None:
    """Let an officer check the letter; a seat for which somebody is named is vacant no more."""
    if not Nomination.objects.open().filter(pk=nomination.pk).exists():
        return  # decided meanwhile: nobody could close the item
    WorkItem.put(KIND, on=nomination, by=by)
    vacancies.settle(nomination.seat, by=by)


def keep_queue() -> int:
    """Bring back what waits for a month, and settle what is decided; return how many changed."""
    items = WorkItem.objects.standing().filter(kind=KIND)
    standing = {int(item.subject): item for item in items}
    changed = 0
    for nomination in Nomination.objects.with_seat().filter(pk__in=standing):
        if not nomination.is_open:
            changed += WorkItem.settle(KIND, on=nomination, by=None, outcome="elsewhere")
        elif is_back(standing[nomination.pk]):
            WorkItem.put(KIND, on=nomination, by=None)
            changed += 1
    # A successor who was asked a month ago and says nothing: an officer looks.
    asked_before = timezone.now() - AGAIN_AFTER
    silent = (
        Nomination.objects.with_seat()
        .open()
        .filter(origin="handover", accepted_at=None, named_at__lt=asked_before)
    )
    for nomination in silent.exclude(pk__in=standing):
        WorkItem.put(KIND, on=nomination, by=None, is_quiet=True)
        changed += 1
    return changed


LETTERS = Reviewable(
    code=KIND,
    title=gettext_lazy("Letters to check"),
    model=Nomination,
    permission="directory.check_letter",
    summary="directory/desk_letter.html",
    related=(
        "seat__role__stands_in_for", "seat__administration", "seat__partner", "seat__region",
        "person", "named_by", "audience",
    ),
    name=lambda nomination: str(nomination.seat),
    language=lambda nomination: nomination.language,
    checklist=(
        gettext_lazy("The letter comes from the administration, by a way that we know."),
        gettext_lazy("It names this person, this seat and this address."),
        gettext_lazy("We called back on a number that we had before."),
    ),
    decisions=(
        Decision(
            code="accept",
            key="a",
            label=gettext_lazy("Verify and invite"),
            outcome=gettext_lazy("Verified"),
            hint=gettext_lazy("The person gets a code by mail. A former holder loses the seat."),
            verb=accept,
            needs_second=takes_two,
            needs_a_look=is_in_disguise,
        ),
        Decision(
            code="return",
            key="r",
            label=gettext_lazy("Return"),
            outcome=gettext_lazy("Returned"),
            hint=gettext_lazy("Ask whoever recorded it for what is missing."),
            verb=lambda nomination, *, by, reason: nomination.give_back(by=by, reason=reason),
            needs_reason=True,
            is_return=True,
        ),
        Decision(
            code="refuse",
            label=gettext_lazy("Refuse"),
            outcome=gettext_lazy("Refused"),
            verb=refuse,
            needs_reason=True,
            is_danger=True,
        ),
        Decision(
            code="invite",
            label=gettext_lazy("Let the successor answer"),
            outcome=gettext_lazy("Waits for the successor"),
            hint=gettext_lazy("Somebody new gets a code by mail. The seat waits for their yes."),
            verb=invite,
            needs_second=takes_two,
            needs_a_look=is_in_disguise,
            is_return=True,
            is_offered=_waits_for_account,
        ),
    ),
    outcomes={
        "withdrawn": gettext_lazy("Withdrawn"),
        "elsewhere": gettext_lazy("Decided elsewhere"),
    },
    working_days=2,
    place=10,
)  # fmt: skip

# A request for an account, beside the answer that closes it.
INVITE = Decision(
    code="invite",
    key="i",
    label=gettext_lazy("Invite"),
    outcome=gettext_lazy("Invited"),
    hint=gettext_lazy("As an officer of an administration or the contact of a partner."),
    href=lambda letter: reverse("directory:request_invite", args=[letter.public_id]),
    permission="directory.record_letter",
)
