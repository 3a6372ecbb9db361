"""How sure we are of five thousand practices, with the answers of every Member."""

import time

import pytest
from django.utils import timezone

from directory.models import Administration, Region
from guidelines.judging import judge_all
from guidelines.kinds import Kind, State
from guidelines.measures.confidence import Outcome as Answered
from guidelines.models import Outcome, Record, Reexamination, Version
from portal.markings.models import Audience, Marking
from tests.guidelines.advice import language
from tests.people import make_administration

PRACTICES, MEMBERS, EACH = 5_000, 187, 500


def _records(audience: int) -> list[Record]:
    rows = Record.objects.bulk_create(
        Record(kind=Kind.PRACTICE, title=f"Practice {n}", language=language(), grades=[0, 1, 0, 0],
               audience_id=audience, marking=Marking.GREEN, code=f"X{n}")
        for n in range(PRACTICES)
    )  # fmt: skip
    versions = Version.objects.bulk_create(
        Version(record=row, number=1, marking=Marking.GREEN, content={}, digest="") for row in rows
    )
    for row, version in zip(rows, versions, strict=True):
        row.version, row.state = version, State.PUBLISHED
    Record.objects.bulk_update(rows, ["version", "state"], batch_size=1_000)
    return rows


def _answers(records: list[Record], homes: list[Administration], audience: int) -> None:
    """Let each Member answer about so many practices: one in sixty failed."""
    now = timezone.now()
    Outcome.objects.bulk_create(
        (
            Outcome(
                record=records[(home * 997 + n * 10) % PRACTICES], administration=member,
                answer=Answered.FAILED if (home + n) % 60 == 0 else Answered.USED,
                number=1, signed_at=now,
                contexts=["island", "law-civil"], audience_id=audience, marking=Marking.AMBER,
            )
            for home, member in enumerate(homes)
            for n in range(EACH)
        ),
        batch_size=5_000,
    )  # fmt: skip


@pytest.mark.nightly
@pytest.mark.django_db
def test_confidence_of_all_is_worked_out_within_ten_seconds(europe: Region) -> None:
    audience = Audience.objects.intern({"members"})
    homes = [
        make_administration(f"{chr(65 + n // 26)}{chr(65 + n % 26)}", f"Land {n}", europe)
        for n in range(MEMBERS)
    ]
    _answers(_records(audience), homes, audience)

    began = time.perf_counter()
    changed = judge_all()
    first = time.perf_counter() - began
    began = time.perf_counter()
    again = judge_all()
    second = time.perf_counter() - began

    assert (changed, again) == (PRACTICES, 0)
    assert Reexamination.objects.count() == Record.objects.exclude(review_cause="").count()
    assert Record.objects.filter(confidence="").count() == 0
    assert max(first, second) <= 10, (first, second)
