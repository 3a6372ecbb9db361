"""Load data for benches: what administrations say came of the practices, and French titles."""

import datetime

from django.utils import timezone

from directory.models import Administration
from guidelines.judging import judge_all
from guidelines.kinds import Kind, State
from guidelines.measures.confidence import Outcome as Answered
from guidelines.models import Outcome, Record, Translation
from guidelines.models.outcome import POINTS
from guidelines.text.sections import digest_of
from portal.markings.models import Audience, Marking
from portal.taxonomy.models import Language

# Of each administration, at most.
EACH = 500
BATCH = 5_000
WORDS = "We keep it, and our officers ask for it."


def load() -> None:
    """Let every administration answer, and give the practices French titles."""
    practices = list(
        Record.objects.filter(kind=Kind.PRACTICE, state=State.PUBLISHED, is_sample=True)
        .order_by("pk")
        .only("pk", "title", "lead")
    )
    _translate(practices)
    now = timezone.now()
    rows = []
    for number, home in enumerate(Administration.objects.order_by("pk")):
        own = f"administration:{home.pk}"
        # Every third one lets contact points read its name.
        is_named = number % 3 == 0
        audience = Audience.objects.intern({own, POINTS} if is_named else {own})
        for each in range(min(EACH, len(practices))):
            failed = (number + each) % 60 == 0
            rows.append(
                Outcome(
                    record=practices[(number * 997 + each * 10) % len(practices)],
                    administration=home, number=1, is_named=is_named, words=WORDS,
                    answer=Answered.FAILED if failed else Answered.USED,
                    contexts=["island", "law-civil"], marking=Marking.AMBER,
                    audience_id=audience, signed_at=now - datetime.timedelta(hours=number),
                )
            )  # fmt: skip
    Outcome.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    judge_all()


def _translate(practices: list[Record]) -> None:
    """Keep title and recommendation in French, as a working translation."""
    french = Language.objects.get(code="fr")
    Translation.objects.bulk_create(
        (
            Translation(
                record=row, section=section, language=french, text=f"En français : {words}"[:200],
                source_digest=digest_of(words),
            )
            for row in practices
            for section, words in (("title", row.title), ("recommendation", row.lead))
        ),
        batch_size=BATCH, ignore_conflicts=True,
    )  # fmt: skip
    for row in practices:
        row.title_fr = f"En français : {row.title}"[:200]
        row.lead_fr = f"En français : {row.lead}"[:200]
        row.french_is_working = True
    fields = ["title_fr", "lead_fr", "french_is_working"]
    Record.objects.bulk_update(practices, fields, batch_size=1_000)
