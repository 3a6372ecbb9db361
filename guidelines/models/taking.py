"""An administration takes over what public sources say of it: it hands its own text in."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from guidelines.kinds import State
from guidelines.models.record import Record
from guidelines.models.succession import supersede
from portal.audit.models import record as log
from portal.refusals import Refused


@transaction.atomic
def take_over(record: Record, *, by: Any) -> Any:
    """Begin the text of the administration from what the sources say, or go on with that one.

    It goes the way of every text: the record from public sources stands until it is published.
    """
    record.lock()
    if record.state != State.PUBLISHED or record.version is None:
        raise Refused(gettext("Somebody withdrew or replaced this record meanwhile."))
    home = by.administration
    texts = record.manuscripts.model.objects.open()
    begun = texts.filter(record__takes_over=record, record__administration=home).first()
    if begun:
        return begun
    manuscript = Record.begin(
        record.kind, by=by, content=record.version.content, language=record.language,
        marking=record.marking, administration=home, takes_over=record,
    )  # fmt: skip
    manuscript.note = gettext(
        "Handed in by the administration, in the place of %(code)s from public sources."
    ) % {"code": record.code}
    manuscript.save(update_fields=["note"])
    log("guidelines.take_over", by=by, on=manuscript.record, taken_id=record.pk)
    return manuscript


def follow_taken(record: Record, *, by: Any) -> None:
    """Let the record that is published now stand in the place of the one from public sources.

    Translations of words that stayed go on. What was withdrawn or replaced meanwhile stays so.
    """
    taken = record.takes_over
    assert taken is not None
    assert record.version is not None
    taken.lock()
    if taken.state != State.PUBLISHED:
        return
    for each in taken.translations.select_related("language", "by").order_by("pk"):
        if each.is_fresh(record.version.content.get(each.section, "")):
            record.translate(
                each.section, each.text, language=each.language, by=each.by,
                is_working=each.is_working,
            )  # fmt: skip
    note = gettext("Its administration handed in its own text.")
    supersede(taken, by=by, successor=record, note=note)
