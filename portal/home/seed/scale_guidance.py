"""Load data for benches: guidance that cites works and itself, in the shape of the real records."""

import datetime
import random
from typing import Any

from django.db import connection
from django.utils import timezone

from directory.models import Region
from guidelines.kinds import Context, Grade, Kind, Progress, RootCause, State, Strength
from guidelines.measures.confidence import Level
from guidelines.models import Record, Version
from guidelines.text.sections import digest_of, whole
from portal.markings.models import Audience, Marking
from portal.taxonomy.models import Language, Obstacle, Phase, Process, Technology

GUIDELINES = {1: 500, 10: 5_000, 100: 5_000}
EXPERIENCES = {1: 2_000, 10: 20_000, 100: 20_000}
BATCH = 2_000
PREFIX = {Kind.PRACTICE: "LP", Kind.PITFALL: "LF", Kind.EXPERIENCE: "LE"}
PROSE = (
    "We keep a share of **random** controls, with a minimum for each office.\n\n"
    "1. Small offices keep new data.\n2. The share is set once a year.\n\n"
    "Every quarter the hit rates are compared, and whoever sets the share sees them."
)

# A version never changes and a record names it: one statement for the records of a batch.
_READ = """
UPDATE guidelines_record AS record
   SET version_id = version.id, state = %(published)s
  FROM guidelines_version AS version
 WHERE version.record_id = record.id AND record.id = ANY(%(records)s)
"""


def load(scale: int, words: list[str], source: random.Random) -> None:
    """Add the guidance of a scale; the same data at every run."""
    terms = {
        "technologies": _slugs(Technology), "processes": _slugs(Process), "phase": _slugs(Phase),
        "obstacles": _slugs(Obstacle),
    }  # fmt: skip
    half = GUIDELINES[scale] // 2
    for kind, count in (
        (Kind.PRACTICE, half), (Kind.PITFALL, half), (Kind.EXPERIENCE, EXPERIENCES[scale]),
    ):  # fmt: skip
        for start in range(0, count, BATCH):
            _fill(kind, range(start, min(start + BATCH, count)), words, terms, source)


def _slugs(model: Any) -> list[str]:
    return list(model.objects.values_list("slug", flat=True))


def _fill(
    kind: Kind, numbers: range, words: list[str], terms: dict[str, list[str]], source: random.Random
) -> None:
    english, regions = Language.objects.get(code="en"), list(Region.objects.all())
    audiences = {
        Marking.CLEAR: Audience.objects.intern({"public"}),
        Marking.GREEN: Audience.objects.intern({"members"}),
    }
    made = []
    for number in numbers:
        marking = Marking.GREEN if number % 10 < 3 else Marking.CLEAR
        moment = timezone.now() - datetime.timedelta(minutes=number + 1)
        row = Record(
            kind=kind, language=english, marking=marking, audience_id=audiences[marking],
            code=f"{PREFIX[kind]}{number:05}", region=source.choice(regions), is_sample=True,
            confidence=source.choice(Level.values) if kind == Kind.PRACTICE else "",
            published_at=moment, changed_at=moment,
        )  # fmt: skip
        content = whole(kind, _content(kind, number, words, terms, source))
        row.keep(content)
        made.append((row, content))
    Record.objects.bulk_create(row for row, _content in made)
    versions = []
    # Rendering costs more than the rest: all have the text of the first one.
    html: dict[str, str] = {}
    for row, content in made:
        version = Version(
            record=row, number=1, marking=row.marking, content=content, digest=digest_of(content)
        )
        if not html:
            version.render(kind)
            html, rendering = version.html, version.rendering
        version.html, version.rendering = html, rendering
        versions.append(version)
    Version.objects.bulk_create(versions)
    with connection.cursor() as cursor:
        records = [row.pk for row, _content in made]
        cursor.execute(_READ, {"published": State.PUBLISHED.value, "records": records})


def _content(
    kind: Kind, number: int, words: list[str], terms: dict[str, list[str]], source: random.Random
) -> dict[str, Any]:
    """Return a text with every kind of section."""
    sentence = " ".join(source.choices(words, k=16)).capitalize() + "."
    evidence = [
        {"grade": grade, "source": code, "title": "", "note": "Tested on declarations."}
        for grade, code in zip(Grade.values, [f"R{number % 60 + 1:03}", f"LE{number % 400:05}",
                               "https://example.org/", f"LP{(number + 7) % 200:05}"], strict=True)
    ]  # fmt: skip
    return {
        "title": " ".join(source.choices(words, k=9)).capitalize(),
        "technologies": source.sample(terms["technologies"], 2),
        "processes": source.sample(terms["processes"], 1),
        "phase": source.choice(terms["phase"]),
        "obstacles": source.sample(terms["obstacles"], 1),
        "evidence": evidence, "recommendation": sentence, "lesson": sentence, "problem": PROSE,
        "strength": source.choice(Strength.values), "applies": Context.values[:4],
        "avoid": Context.values[9:12], "steps": PROSE, "happened": PROSE, "instead": PROSE,
        "practices": [f"LP{number % 200:05}"], "root_cause": source.choice(RootCause.values),
        "grounds": "grounded", "solution": PROSE, "outcome": PROSE,
        "progress": source.choice(Progress.values), "setup_cost": "low", "yearly_cost": "none",
        "staff": "few", "risks": [{"risk": "Time is wasted", "answer": "Explain with a chart"}] * 3,
    }  # fmt: skip
