"""A text whose name is hidden goes on in a record of its own: the log keeps the name of the first.

Nothing leads from the one to the other but a mark that only the portal can make.
"""

import datetime
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from guidelines.kinds import Attribution, Stage
from guidelines.models.comment import Comment
from guidelines.models.identity import Identity
from guidelines.models.manuscript import Manuscript
from guidelines.models.one_by_one import one_by_one
from guidelines.models.provenance import Provenance
from guidelines.models.record import Record
from portal.audit.models import record as log
from portal.refusals import Refused

# The log says that the first text was given up on a day that is drawn from so many.
SILENT_DAYS = 7
# What a comment says, without who said it and when: both would tell.
SAID = ["section", "paragraph", "digest", "quote", "words", "state", "answer"]


@transaction.atomic
def begin_anew(manuscript: Manuscript, *, by: Any, **chosen: Any) -> Manuscript:
    """Let the words go on in a record that nothing ties to a name, and give the first one up."""
    old = manuscript.record
    identity, made = old.identity_or_none, Provenance.objects.filter(record=old).first()
    assert identity is not None
    row: Manuscript = Record.begin(
        old.kind, by=by, content=manuscript.content, administration=identity.administration,
        is_sample=old.is_sample, **chosen,
    )  # fmt: skip
    if anew := row.record.identity_or_none:
        anew.author = identity.author
        _keep_writers(anew, identity, manuscript)
    if made:
        Provenance.keep(row.record, code=made.code, key=made.key)
    row.follows = _mark(manuscript)
    row.save(update_fields=["follows"])
    _carry_comments(manuscript, row)
    _leave(manuscript)
    return row


@transaction.atomic
def go_elsewhere(manuscript: Manuscript, *, by: Any) -> Manuscript:
    """Let a text whose record ended go on in a record of its own. Twice is once."""
    manuscript.lock()
    if not manuscript.ended_with_record:
        raise Refused(gettext("Only a text whose record was withdrawn or replaced goes on so."))
    latest = latest_of(manuscript, by)
    if latest != manuscript:
        return latest
    old, identity = manuscript.record, manuscript.record.identity_or_none
    row: Manuscript = Record.begin(
        old.kind, by=by, content=manuscript.content, language=old.language,
        marking=manuscript.marking, administration=identity.administration if identity else None,
        attribution=old.attribution or Attribution.NAMED, sealed_until=old.sealed_until,
        is_sample=old.is_sample,
    )  # fmt: skip
    if identity and (anew := row.record.identity_or_none) and not anew.is_named:
        _keep_writers(anew, identity, manuscript)
    else:
        row.written_by = sorted({*row.written_by, *manuscript.written_by})
    row.follows = _mark(manuscript)
    row.save(update_fields=["follows", "written_by"])
    return row


def _keep_writers(anew: Identity, identity: Identity, manuscript: Manuscript) -> None:
    """Remember who wrote the first text: they wrote this one, and judge neither."""
    first = identity.author_id
    author = {first} if first is not None and first != anew.author_id else set()
    written = {*anew.writers, *manuscript.written_by, *identity.writers, *author}
    anew.writers = sorted(written)
    anew.keep("author", "writers")


def _carry_comments(old: Manuscript, row: Manuscript) -> None:
    now = timezone.now()
    for comment in old.comments.all():
        said = {name: getattr(comment, name) for name in SAID}
        answered = None if comment.is_open else now
        Comment.objects.create(manuscript=row, at=now, answered_at=answered, **said)


def _leave(manuscript: Manuscript) -> None:
    """Give a text up without a word in the log: beside the new one it would lead to a name."""
    days = 1 + secrets.randbelow(SILENT_DAYS)
    manuscript.silent_until = timezone.localdate() + datetime.timedelta(days=days)
    manuscript.move(Stage.DROPPED, also=["silent_until"])


def tell_left() -> int:
    """Let the log say of what was given up without a word that it was, by nobody; how many."""
    due = Manuscript.objects.filter(silent_until__lte=timezone.localdate()).order_by("pk")
    return one_by_one(due, _tell_left)


def _tell_left(row: Manuscript) -> bool:
    row.lock()
    if row.silent_until is None:
        return False
    row.silent_until = None
    row.save(update_fields=["silent_until"])
    log("guidelines.drop", by=None, on=row)
    return True


def latest_of(manuscript: Manuscript, person: Any) -> Manuscript:
    """Return the text in which a given up one goes on, as far as somebody reads it; else itself."""
    while manuscript.stage == Stage.DROPPED:
        rows = Manuscript.objects.readable_by(person).filter(follows=_mark(manuscript))
        found = rows.select_related("record__language").first()
        if found is None:
            break
        manuscript = found
    return manuscript


def _mark(manuscript: Manuscript) -> str:
    mark = salted_hmac("guidelines.anew", manuscript.public_id, algorithm="sha256")
    return mark.hexdigest()
