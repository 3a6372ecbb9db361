"""What a record is beside its words: its label, its language and who learns whose it is.

All of it is chosen at the beginning, and corrected here as long as nothing of it is published.
"""

import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext

from directory.models import Signing
from guidelines.kinds import Attribution, Stage, State
from guidelines.models.anew import begin_anew
from guidelines.models.identity import OPENS, SHOWN, Identity
from guidelines.models.journey import CLEARANCE
from guidelines.models.manuscript import Manuscript
from guidelines.models.provenance import Provenance
from guidelines.models.record import KEPT, Record
from portal.audit.models import record as log
from portal.markings.models import Marking
from portal.notifications.models import tell
from portal.origins import source_of
from portal.refusals import Refused
from portal.taxonomy.models import Language
from workspaces.models.labels import is_lower


class Frame(NamedTuple):
    """What is chosen about a record as a whole; no attribution: nobody handed it in."""

    marking: str
    language: Language
    attribution: str = ""
    sealed_until: datetime.date | None = None


def frame_of(manuscript: Manuscript) -> Frame:
    """Return what is chosen now."""
    row = manuscript.record
    return Frame(manuscript.marking, row.language, row.attribution, row.sealed_until)


def mildest(manuscript: Manuscript, *, by: Any) -> str:
    """Return the mildest label that a text may have: that of what it was made from."""
    made = Provenance.objects.filter(record=manuscript.record_id).first()
    if made is None:
        return Marking.CLEAR
    source = source_of(made.code, made.key, by)
    # Whoever does not read the source makes the label no milder than it is.
    return source.marking if source else manuscript.marking


@transaction.atomic
def reframe(manuscript: Manuscript, *, by: Any, frame: Frame) -> Manuscript:
    """Correct what was chosen at the beginning; return the text that goes on.

    It is another one where a name is hidden: the log keeps the name of whoever began the first.
    """
    manuscript.lock()
    row, now = manuscript.record, frame_of(manuscript)
    if frame == now:
        return manuscript
    if row.state != State.DRAFT or manuscript.stage != Stage.WRITING:
        words = gettext("This is corrected while the text is written, before it is published.")
        raise Refused(words)
    _assert_fits(manuscript, now, frame, by=by)
    if now.attribution == Attribution.NAMED != frame.attribution:
        return begin_anew(manuscript, by=by, **frame._asdict())
    owner = row.identity_or_none if _opens(now, frame) else None
    _keep(manuscript, frame)
    if owner:
        _tell_opened(manuscript, owner, frame, by=by)
    fields = [name for name, old, new in zip(Frame._fields, now, frame, strict=True) if old != new]
    log("guidelines.reframe", by=row.actor(by), on=row, fields=fields, marking=frame.marking)
    return manuscript


def _assert_fits(manuscript: Manuscript, now: Frame, frame: Frame, *, by: Any) -> None:
    if bool(frame.attribution) != bool(now.attribution):
        raise Refused(gettext("Whoever handed a text in is the same to its end."))
    if is_lower(frame.marking, mildest(manuscript, by=by)):
        raise Refused(gettext("Its label cannot be milder than that of what it was made from."))
    if frame.marking == Marking.AMBER and frame.attribution != Attribution.NAMED:
        raise Refused(gettext("An amber record names the administration it is of."))
    if _hides(now, frame) and _was_sent(manuscript):
        raise Refused(gettext("Others read whose it is already. This can be opened further only."))
    if _opens(now, frame) and not may_open(manuscript.record, by):
        words = gettext("Only the author, or who signs for your administration, opens whose it is.")
        raise Refused(words)


def may_open(row: Record, person: Any) -> bool:
    """Return whether somebody chooses who learns whose a record is: everybody, until it hides."""
    identity = row.identity_or_none
    return identity is None or identity.is_named or identity.is_opened_by(person)


def _opens(now: Frame, frame: Frame) -> bool:
    """Return whether somebody comes to learn whose it is who did not so far, or sooner.

    Every other level of a hidden record tells somebody: a region, the Secretariat, or a later day.
    """
    if now.attribution in ("", Attribution.NAMED):
        return False
    if frame.attribution != now.attribution:
        return True
    return bool(frame.sealed_until and now.sealed_until and frame.sealed_until < now.sealed_until)


def _tell_opened(manuscript: Manuscript, owner: Identity, frame: Frame, *, by: Any) -> None:
    """Tell whose text it is that somebody else opens it; a mail without words, even if named."""
    if people := set(owner.people()) - {by.pk}:
        tell("guidelines.open_draft", kind="asked", on=manuscript, by=None, people=people,
             marking=Marking.AMBER_STRICT, level=frame.attribution)  # fmt: skip


def _hides(now: Frame, frame: Frame) -> bool:
    """Return whether less is known of whose it is, or later."""
    if frame.attribution != now.attribution:
        return frame.attribution not in OPENS.get(now.attribution, ())
    return bool(frame.sealed_until and now.sealed_until and frame.sealed_until > now.sealed_until)


def _was_sent(manuscript: Manuscript) -> bool:
    """Return whether it was ever sent on: to be cleared first, and then to others."""
    return Signing.objects.about(CLEARANCE, manuscript.public_id).exists()


def _keep(manuscript: Manuscript, frame: Frame) -> None:
    row = manuscript.record
    row.marking, row.language = frame.marking, frame.language
    row.attribution, row.sealed_until = frame.attribution, frame.sealed_until
    if identity := row.identity_or_none:
        identity.attribution, identity.sealed_until = frame.attribution, frame.sealed_until
        identity.keep("attribution", "sealed_until")
        home, is_named = identity.administration, identity.is_named
        row.administration = home if is_named else None
        row.region = home.region if is_named or identity.attribution == Attribution.REGION else None
    row.keep(manuscript.content)
    row.save(update_fields=["marking", "language", *{*SHOWN, *KEPT}])
    # Another label is another clearance.
    manuscript.marking, manuscript.cleared_digest = frame.marking, ""
    manuscript.save(update_fields=["marking", "cleared_digest"])
    manuscript.let_read()
