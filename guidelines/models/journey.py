"""From a draft to its publication: what each step wants, and the verbs that lead on and back.

Locks are taken in one order: what is signed, the items of the desk, the record, its manuscript.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.models import Signing
from guidelines.kinds import Attribution, Kind, Stage
from guidelines.models.identity import CLEARANCE, Identity
from guidelines.models.manuscript import Manuscript
from guidelines.models.record import Record
from guidelines.models.review import Review
from guidelines.models.succession import Succession
from guidelines.models.telling import tell_owner
from guidelines.text.sections import missing
from portal.audit.models import record as log
from portal.desk.models import WorkItem
from portal.refusals import Refused

# The kinds of work on the desk.
REVIEW, CHECK = "guidelines.review", "guidelines.check"


def gaps_of(manuscript: Manuscript, *, open_comments: int | None = None) -> list[str]:
    """Return what is missing before a text goes on from where it stands, in words.

    `open_comments` is given by who has counted already.
    """
    if open_comments is None:
        open_comments = manuscript.comments.waiting().count()
    return list(_gaps(manuscript, open_comments))


def _gaps(manuscript: Manuscript, count: int) -> Iterator[str]:
    for section in missing(manuscript.kind, manuscript.content):
        yield _("Write the section “%(section)s”.") % {"section": section.label}
    if count:
        yield ngettext(
            "%(n)d comment is open. Say what became of it.",
            "%(n)d comments are open. Say what became of them.", count,
        ) % {"n": count}  # fmt: skip
    if manuscript.stage == Stage.REVIEW and is_reviewed_by_peers(manuscript):
        yield from Review.gaps(manuscript)


def is_reviewed_by_peers(manuscript: Manuscript) -> bool:
    """Return whether administrations review it; what one experienced, the Secretariat does."""
    return manuscript.kind != Kind.EXPERIENCE


def _assert_complete(manuscript: Manuscript) -> None:
    if gaps := gaps_of(manuscript):
        raise Refused(" ".join([_("This cannot go on yet."), *gaps]))


def _hold(manuscript: Manuscript) -> None:
    """Lock the items of the desk and the text, in the order of every verb."""
    for kind in (REVIEW, CHECK):
        WorkItem.hold(kind, on=manuscript)
    manuscript.lock()


def _signings(manuscript: Manuscript) -> Any:
    rows = Signing.objects.about(CLEARANCE, manuscript.public_id)
    return rows.select_for_update(of=("self",))


@transaction.atomic
def send_on(manuscript: Manuscript, *, by: Any) -> bool:
    """Send a written text on: to be cleared by its administration, then to the Secretariat.

    What was cleared word for word before is not cleared again.
    """
    # An earlier signature that falls to this one is locked before the desk and the record.
    list(_signings(manuscript))
    _hold(manuscript)
    if manuscript.stage != Stage.WRITING:
        return False
    _assert_complete(manuscript)
    identity = manuscript.record.identity_or_none
    actor = manuscript.record.actor(by)
    is_cleared = identity is None or manuscript.cleared_digest == manuscript.digest
    manuscript.returned_at = manuscript.returned_by = None
    manuscript.returned_reason = ""
    also = ["returned_at", "returned_by", "returned_reason"]
    manuscript.move(Stage.REVIEW if is_cleared else Stage.CLEARANCE, also=also)
    log("guidelines.send_on", by=actor, on=manuscript, stage=manuscript.stage)
    if is_cleared:
        _to_review(manuscript, by=actor)
    elif identity:
        _ask_clearance(manuscript, identity, by=by)
    return True


def _ask_clearance(manuscript: Manuscript, identity: Identity, *, by: Any) -> None:
    """Let a holder of a seat clear it; a holder who sends it on clears it now."""
    signing = Signing.draft(
        CLEARANCE, manuscript.public_id, administration=identity.administration,
        title=str(manuscript)[:200], text=words_to_sign(manuscript), by=by,
    )  # fmt: skip
    if signing.capacity_of(by):
        signing.sign(by=by, seen=signing.digest)
        # It went on by another hand.
        manuscript.refresh_from_db(fields=["stage", "stage_since", "cleared_at", "cleared_digest"])


def clears_now(manuscript: Manuscript, person: Any) -> bool:
    """Return whether somebody who sends a text on signs its clearance by that."""
    identity = manuscript.record.identity_or_none
    if identity is None or manuscript.cleared_digest == manuscript.digest:
        return False
    signing = Signing(act=CLEARANCE, administration=identity.administration)
    return bool(signing.capacity_of(person))


def words_to_sign(manuscript: Manuscript) -> str:
    """Return what is signed: title, label, who learns whose it is, and the digest of it all."""
    # The identifier too: the digest of these words, which the log keeps, tells nobody the text.
    return _(
        "National clearance of “%(title)s” (%(kind)s), to be published as %(label)s. %(whose)s."
        " Text %(text)s, SHA-256: %(digest)s"
    ) % {
        "title": manuscript, "kind": manuscript.record.get_kind_display(),
        "label": manuscript.get_marking_display(), "whose": _whose(manuscript.record),
        "text": manuscript.public_id, "digest": manuscript.digest,
    }  # fmt: skip


def _whose(record: Record) -> str:
    """Return who learns whose a record is, in words, with the day of its seal."""
    words = record.get_attribution_display()
    return f"{words} ({date_format(record.sealed_until)})" if record.sealed_until else str(words)


@transaction.atomic
def take_clearance(signing: Signing) -> None:
    """Let what was signed go on to the Secretariat: the very text, word for word."""
    manuscript = manuscript_of(signing)
    _hold(manuscript)
    if manuscript.stage != Stage.CLEARANCE:
        raise Refused(_("This text was taken back. It waits for no clearance."))
    if manuscript.digest not in signing.text:
        raise Refused(_("The text was changed after it was sent to be signed."))
    _assert_complete(manuscript)
    actor = manuscript.record.actor(signing.signed_by)
    manuscript.cleared_at, manuscript.cleared_digest = timezone.now(), manuscript.digest
    manuscript.move(Stage.REVIEW, also=["cleared_at", "cleared_digest"])
    # Without the digest, which the published version shows: beside the signature stands who signed.
    log("guidelines.clear", by=actor, on=manuscript)
    _to_review(manuscript, by=actor)


def _to_review(manuscript: Manuscript, *, by: Any) -> None:
    Review.resume(manuscript, by=by)
    WorkItem.put(REVIEW, on=manuscript, by=by)


@transaction.atomic
def lose_clearance(signing: Signing) -> None:
    """Send a text back to whoever writes it: its administration took the signature back."""
    manuscript = manuscript_of(signing)
    _hold(manuscript)
    if manuscript.stage == Stage.PUBLISHED and manuscript.cleared_at:
        raise Refused(_("This text is published. Ask the Secretariat to withdraw the record."))
    manuscript.cleared_at, manuscript.cleared_digest = None, ""
    manuscript.save(update_fields=["cleared_at", "cleared_digest"])
    if manuscript.is_open and manuscript.stage != Stage.WRITING:
        _to_writing(
            manuscript, by=signing.withdrawn_by, settle="unclear",
            reason=_("The administration took its clearance back."),
        )  # fmt: skip


@transaction.atomic
def lack_clearance(signing: Signing) -> None:
    """Send a text back to whoever writes it: its administration did not clear it, and said why."""
    manuscript = manuscript_of(signing)
    _hold(manuscript)
    if manuscript.stage == Stage.CLEARANCE:
        reason = signing.reason or _("The administration did not clear it.")
        _to_writing(manuscript, by=signing.withdrawn_by, reason=reason)


@transaction.atomic
def give_back(manuscript: Manuscript, *, by: Any, reason: str) -> bool:
    """Return a text with comments to whoever wrote it; the item of the desk is the caller's."""
    _hold(manuscript)
    if manuscript.stage not in (Stage.REVIEW, Stage.CHECK):
        return False
    if not reason.strip():
        raise Refused(_("Write the reason."))
    _to_writing(manuscript, by=by, reason=reason)
    log("guidelines.return_manuscript", by=manuscript.record.actor(by), on=manuscript,
        personal={"reason": reason})  # fmt: skip
    return True


@transaction.atomic
def take_back(manuscript: Manuscript, *, by: Any) -> bool:
    """Take a text back to write in it again, wherever it stands on its way."""
    drafts = list(_signings(manuscript).drafts())
    _hold(manuscript)
    if not manuscript.is_open or manuscript.stage == Stage.WRITING:
        return False
    _settle(manuscript, by=manuscript.record.actor(by), outcome="taken-back")
    manuscript.move(Stage.WRITING)
    log("guidelines.take_back", by=manuscript.record.actor(by), on=manuscript)
    for signing in drafts:
        signing.withdraw(by=by)
    return True


def _to_writing(manuscript: Manuscript, *, by: Any, reason: str, settle: str = "") -> None:
    actor = manuscript.record.actor(by)
    if settle:
        _settle(manuscript, by=actor, outcome=settle)
    manuscript.returned_at, manuscript.returned_by = timezone.now(), actor
    manuscript.returned_reason = reason
    manuscript.move(Stage.WRITING, also=["returned_at", "returned_by", "returned_reason"])
    tell_owner(
        "guidelines.return_manuscript", kind="asked", record=manuscript.record, on=manuscript,
        by=actor, people=manuscript.authors() - {by.pk if by else 0},
    )  # fmt: skip


def _settle(manuscript: Manuscript, *, by: Any, outcome: str, reason: str = "") -> None:
    for kind in (REVIEW, CHECK):
        WorkItem.settle(kind, on=manuscript, by=by, outcome=outcome, reason=reason)


@transaction.atomic
def pass_on(manuscript: Manuscript, *, by: Any, reason: str = "") -> bool:
    """Send a reviewed text on to a publisher, who is somebody else."""
    _hold(manuscript)
    if manuscript.stage != Stage.REVIEW:
        return False
    if manuscript.is_by(by):
        raise Refused(_("You wrote in this text. A colleague decides on its review."))
    _assert_complete(manuscript)
    manuscript.passed_by = by
    Review.close(manuscript)
    manuscript.move(Stage.CHECK, also=["passed_by"])
    log("guidelines.pass_on", by=by, on=manuscript)
    WorkItem.put(CHECK, on=manuscript, by=by)
    return True


@transaction.atomic
def publish(manuscript: Manuscript, *, by: Any, reason: str = "") -> bool:
    """Publish what was checked."""
    _hold(manuscript)
    if manuscript.stage == Stage.CHECK:
        _assert_complete(manuscript)
    return manuscript.publish(by=by)


@transaction.atomic
def drop(manuscript: Manuscript, *, by: Any) -> bool:
    """Give a text up, wherever it stands; the record stays as it was."""
    drafts = list(_signings(manuscript).drafts())
    _hold(manuscript)
    if not manuscript.drop(by=by):
        return False
    _clear(manuscript, drafts, by=by)
    return True


@transaction.atomic
def clear_away(manuscript: Manuscript, *, by: Any) -> bool:
    """Let nobody decide, review or sign a text that was given up with its record.

    Nobody, where no name may be told: a draft to sign is then taken back by whoever drafted it.
    """
    drafts = list(_signings(manuscript).drafts())
    _hold(manuscript)
    if manuscript.stage != Stage.DROPPED:
        return False
    _clear(manuscript, drafts, by=by)
    return True


def _clear(manuscript: Manuscript, drafts: list[Signing], *, by: Any) -> None:
    outcome, reason = ("ended", why_ended(manuscript)) if manuscript.ended_with_record else (
        "dropped", ""
    )  # fmt: skip
    _settle(manuscript, by=manuscript.record.actor(by), outcome=outcome, reason=reason)
    Review.close(manuscript)
    for signing in drafts:
        signing.withdraw(by=by or signing.drafted_by, reason=reason)


def why_ended(manuscript: Manuscript) -> str:
    """Return the reason that was given when the record of a text was withdrawn or replaced."""
    record = manuscript.record
    said = Succession.objects.filter(record=record).first()
    return said.note if said else record.withdrawal_reason


def manuscript_of(signing: Signing) -> Manuscript:
    """Return the text that a signing is about."""
    return Manuscript.objects.select_related("record").get(public_id=signing.subject)


def language_of(manuscript: Manuscript) -> str:
    """Return the language of whom a reason addresses; of whoever is kept apart, the text's."""
    identity = manuscript.record.identity_or_none
    if identity is None:
        return str(manuscript.changed_by.language) if manuscript.changed_by else "en"
    if identity.attribution != Attribution.NAMED or identity.author is None:
        return str(manuscript.record.language.code)
    return str(identity.author.language)


@transaction.atomic
def return_review(review: Review, *, by: Any, words: str, seen: str) -> bool:
    """Return a text from its review to whoever wrote it, with the reviewer's words."""
    manuscript = review.manuscript
    _hold(manuscript)
    if not review.say(Review.State.RETURNED, by=by, words=words, seen=seen):
        return False
    _to_writing(manuscript, by=by, reason=words, settle="returned")
    return True
