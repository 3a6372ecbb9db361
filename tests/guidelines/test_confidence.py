"""The rule of confidence: its whole table, and what must be true of any such rule."""

from itertools import product

import pytest
from django.utils import translation

from guidelines.measures.confidence import (
    Answer,
    Evidence,
    Level,
    Outcome,
    Reason,
    Verdict,
    confidence,
    explanation,
)
from guidelines.measures.confidence_words import SENTENCES, UNTOLD

# Failures: none or one; two or more, but fewer than uses; two or more, and as many as uses.
# Fewer than three uses cannot outnumber two failures.
TRUTH = {
    ("strong", "0-2"): ("moderate", None, "contested"),
    ("strong", "3-9"): ("high", "moderate", "contested"),
    ("strong", "10-"): ("high", "moderate", "contested"),
    ("some", "0-2"): ("low", None, "contested"),
    ("some", "3-9"): ("moderate", "low", "contested"),
    ("some", "10-"): ("high", "moderate", "contested"),
    ("weak", "0-2"): ("very-low", None, "contested"),
    ("weak", "3-9"): ("low", "very-low", "contested"),
    ("weak", "10-"): ("moderate", "low", "contested"),
}
STRENGTHS = {
    "strong": [e for e in product(range(3), repeat=4) if e[0] >= 1 or e[1] == 2],
    "some": [(0, 1, 0, 0), (0, 1, 2, 1), (0, 0, 1, 0), (0, 0, 2, 2), (0, 1, 0, 2), (0, 0, 1, 2)],
    "weak": [(0, 0, 0, 0), (0, 0, 0, 1), (0, 0, 0, 2)],
}
USES = {"0-2": range(3), "3-9": range(3, 10), "10-": range(10, 13)}


def verdict(
    evidence: tuple[int, ...] = (0, 0, 0, 0),
    *,
    used: int = 0,
    failed: int = 0,
    not_applicable: int = 0,
    used_half: int = 0,
    failed_half: int = 0,
) -> Verdict:
    """Return the verdict on so many answers, each of another administration."""
    kinds = [
        *[(Outcome.USED, False)] * used,
        *[(Outcome.USED, True)] * used_half,
        *[(Outcome.FAILED, False)] * failed,
        *[(Outcome.FAILED, True)] * failed_half,
        *[(Outcome.NOT_APPLICABLE, False)] * not_applicable,
    ]
    answers = [Answer(n, outcome, counts_half=half) for n, (outcome, half) in enumerate(kinds)]
    return confidence(Evidence(*evidence), answers)


@pytest.mark.parametrize(("strength", "use"), TRUTH)
def test_the_level_is_that_of_the_table(strength: str, use: str) -> None:
    calm, falling, contested = TRUTH[strength, use]
    for evidence, used, failed in product(STRENGTHS[strength], USES[use], range(14)):
        expected = calm if failed < 2 else falling if failed < used else contested
        assert verdict(evidence, used=used, failed=failed).level == expected


def test_every_evidence_stands_in_the_table() -> None:
    of_some = [e for e in product(range(3), repeat=4) if e[0] == 0 and e[1] < 2 and e[1] + e[2]]
    for evidence, used, failed in product(of_some, range(12), range(3)):
        of_truth = verdict((0, 0, 1, 0), used=used, failed=failed)
        assert verdict(evidence, used=used, failed=failed).level == of_truth.level
    assert len(STRENGTHS["strong"]) + len(of_some) + len(STRENGTHS["weak"]) == 3**4


SPACE = [
    {"used": used, "used_half": used_half, "failed": failed, "failed_half": failed_half}
    for used, used_half, failed, failed_half in product(
        range(12), range(3), range(5), range(4)
    )
]  # fmt: skip
SAMPLES = [(1, 0, 0, 0), (0, 2, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, 0, 0)]


@pytest.mark.parametrize("evidence", SAMPLES)
def test_another_answer_moves_the_level_its_own_way_only(evidence: tuple[int, ...]) -> None:
    for counts in SPACE:
        rank = verdict(evidence, **counts).level.rank

        def with_one(kind: str, counts: dict[str, int] = counts) -> int:
            return verdict(evidence, **counts | {kind: counts.get(kind, 0) + 1}).level.rank

        assert with_one("used") >= rank
        assert with_one("used_half") >= rank
        assert with_one("failed") <= rank
        assert with_one("failed_half") <= rank
        assert with_one("not_applicable") == rank


@pytest.mark.parametrize("grade", range(4))
def test_another_source_never_lowers_the_level(grade: int) -> None:
    for evidence, used, failed in product(product(range(3), repeat=4), range(0, 12, 2), range(4)):
        more = tuple(n + (place == grade) for place, n in enumerate(evidence))
        before, after = (verdict(e, used=used, failed=failed) for e in (evidence, more))
        assert after.level.rank >= before.level.rank


@pytest.mark.parametrize("evidence", SAMPLES)
def test_two_failures_always_lower_the_level_and_open_a_review(evidence: tuple[int, ...]) -> None:
    for used in range(15):
        before, after = (verdict(evidence, used=used, failed=failed) for failed in (1, 2))
        assert after.level.rank < before.level.rank
        assert (before.review_is_due, after.review_is_due) == (False, True)


def test_a_new_failure_that_lowers_the_level_opens_a_review() -> None:
    for counts in SPACE:
        after = verdict((1, 0, 0, 0), **counts | {"failed": counts["failed"] + 1})
        fell = after.level.rank < verdict((1, 0, 0, 0), **counts).level.rank
        assert after.review_is_due or not fell


def test_failures_that_a_review_has_dealt_with_count_half_and_open_none() -> None:
    assert verdict((1, 0, 0, 0), used=3, failed=2).level == Level.MODERATE
    assert verdict((1, 0, 0, 0), used=3, failed_half=2).level == Level.HIGH
    assert verdict((1, 0, 0, 0), used=3, failed_half=4).level == Level.MODERATE
    assert verdict(failed_half=6).review_is_due is False
    assert verdict(failed_half=2, failed=1).review_is_due is True


def test_contraindications_are_shared_by_two_and_by_nobody_who_uses_it() -> None:
    answers = [
        Answer(1, Outcome.FAILED, frozenset({"island", "low-volume", "civil-law"})),
        Answer(2, Outcome.NOT_APPLICABLE, frozenset({"island", "civil-law", "landlocked"})),
        Answer(3, Outcome.NOT_APPLICABLE, frozenset({"low-volume"}), counts_half=True),
        Answer(4, Outcome.USED, frozenset({"civil-law", "landlocked"})),
    ]

    assert confidence(Evidence(), answers).contraindications == ("island", "low-volume")


def test_an_administration_that_answers_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        confidence(Evidence(), [Answer(1, Outcome.USED), Answer(1, Outcome.FAILED)])


def test_the_page_explains_the_very_rule() -> None:
    shown = explanation()
    samples = [(1, 0, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)]

    assert [levels for _, levels in shown.rows] == [
        tuple(verdict(evidence, used=used).level for used in (0, 3, 10)) for evidence in samples
    ]
    assert len(shown.columns) == 3


def test_every_step_has_its_sentence() -> None:
    said = {}
    for evidence, counts in product(SAMPLES, SPACE):
        for reason in verdict(evidence, **counts).reasons:
            said[reason.code] = reason.sentence(tells_failures=True)

    assert said.keys() == SENTENCES.keys()
    assert all("%" not in sentence for sentence in said.values())


def test_reasons_tell_what_was_counted() -> None:
    with translation.override("en"):
        reasons = verdict((0, 0, 1, 0), used=3, used_half=3, failed=1).reasons

        said = [each.sentence(tells_failures=True) for each in reasons]
        assert [(*each, words) for each, words in zip(reasons, said, strict=True)] == [
            ("evidence-some", 1, "Some evidence: 1 source of grade B or C."),
            (
                "used-several", 4,
                "Three to nine administrations count as using it: the level rises one step.",
            ),
            ("failed-few", 1, "Fewer than two failures count; it takes two to lower the level."),
            (
                "half", 3,
                "Some answers count half: they are old, or a review has dealt with them.",
            ),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        ({}, ["evidence-some"]),
        ({"used_half": 5, "failed": 1}, ["evidence-some"]),
        ({"used": 3}, ["evidence-some", "used-several"]),
        ({"used": 10, "failed": 2}, ["evidence-some", "used-many", "failed-some"]),
        ({"failed": 2}, ["evidence-some", "failed-many"]),
    ],
)
def test_steps_that_move_the_level_are_the_short_answer(
    counts: dict[str, int], codes: list[str]
) -> None:
    reasons = verdict((0, 0, 1, 0), **counts).reasons

    assert [each.code for each in reasons if each.moves] == codes


@pytest.mark.parametrize("code", UNTOLD)
def test_no_step_says_how_many_failures_are_hidden(code: str) -> None:
    with translation.override("en"):
        told, untold = (Reason(code, 2).sentence(tells_failures=each) for each in (True, False))

    assert "Two failures or more" in told
    assert untold.startswith("Failures were reported")
