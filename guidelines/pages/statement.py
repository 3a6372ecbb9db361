"""The one statement of a record's page: the record, and what it is to its reader."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from guidelines.kinds import State
from guidelines.models import Outcome, Record, Translation
from guidelines.models.apart import IsOf
from portal.compiled import Compiled
from portal.markings.models import Audience, NotReadable, reader_of


def _record(
    public_id: str, tokens: list[str], state: str, home: int, language: str
) -> QuerySet[Record]:
    """Return a record under the reading rule, with what every part of its page asks."""
    answer = Outcome.objects.readable_with(tokens).filter(
        record=OuterRef("pk"), administration=home
    )
    waits = ExpressionWrapper(Q(draft__isnull=False), output_field=BooleanField())
    said = JSONObject(answer="answer", number="number", signed_at="signed_at", waits=waits)
    sections = Translation.objects.filter(record=OuterRef("pk"), language__code=language)
    stamp = JSONObject(pk="pk", at="at", is_working="is_working")
    return (
        Record.objects.detailed()
        .readable_with(tokens)
        .filter(public_id=public_id)
        .exclude(state=state)
        # Drawn once for everybody: read where it is drawn.
        .defer("version__html")
        .annotate(
            # Whose it is otherwise stays where it is kept.
            is_own=IsOf(F("pk"), home),
            own_answer=Subquery(answer.values_list(said)),
            stamps=ArraySubquery(sections.order_by("pk").values_list(stamp)),
            audiences=ArraySubquery(Audience.objects.holding(tokens).values("pk")),
        )
    )


# Visitors from elsewhere land on this page: its statement is kept.
_RECORD = Compiled(
    _record, public_id="?", tokens=["nobody"], state="none", home=-987_654, language="language"
)


def shown_or_404(person: Any, public_id: str) -> Record:
    """Return the record with what its page shows, if it was published and the person reads it."""
    home = getattr(person, "administration_id", None) or 0
    reader = reader_of(person)
    found = _RECORD.found(
        public_id=public_id,
        tokens=sorted(reader.tokens),
        state=State.DRAFT.value,
        home=home,
        language=get_language() or "en",
    )
    if not found:
        raise NotReadable
    record: Record = found[0]
    # Found under the same tokens: the rest of the page asks for them no more.
    reader.audience_ids = record.audiences  # type: ignore[attr-defined]
    # Of this administration alone it is known.
    record.owners = {home: record.is_own} if home else {}  # type: ignore[attr-defined]
    return record
