"""How hard a text is to read."""

import pytest

from hub.reading_level import level_of, syllables_of

PLAIN = "We meet on Monday. Please send your plan. It is short. Ask us if you need help."
HARD = (
    "The aforementioned intergovernmental harmonisation deliverables necessitate comprehensive"
    " multilateral interoperability considerations notwithstanding organisational particularities."
)
FACILE = "Nous nous voyons lundi. Le plan est court. Dites-nous si vous avez besoin d’aide."
DIFFICILE = (
    "L’harmonisation intergouvernementale susmentionnée nécessite une considération approfondie"
    " des particularités organisationnelles et de l’interopérabilité multilatérale."
)


@pytest.mark.parametrize(
    ("language", "easy", "hard"), [("en", PLAIN, HARD), ("fr", FACILE, DIFFICILE)]
)
def test_long_words_and_sentences_are_hard(language: str, easy: str, hard: str) -> None:
    simple, difficult = level_of(easy, language), level_of(hard, language)

    assert simple is not None
    assert difficult is not None
    assert simple.score >= 60
    assert difficult.score < 25
    assert str(simple.words).startswith("Plain")
    assert str(difficult.words).startswith("Very hard")
    assert simple.words_per_sentence < difficult.words_per_sentence


@pytest.mark.parametrize(
    ("word", "language", "syllables"),
    [
        ("customs", "en", 2), ("trade", "en", 1), ("table", "en", 2), ("the", "en", 1),
        ("stopped", "en", 1), ("wanted", "en", 2), ("declaration", "en", 4),
        ("frontière", "fr", 2), ("marché", "fr", 2), ("parlent", "fr", 1), ("été", "fr", 2),
        ("déclaration", "fr", 4), ("le", "fr", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, language: str, syllables: int) -> None:
    assert syllables_of(word, language) == syllables


def test_known_sentence_has_the_score_of_the_formula() -> None:
    # 6 words, 1 sentence, 6 syllables: 206.835 - 1.015 * 6 - 84.6 = 116.1, shown as 100.
    level = level_of("The cat sat on the mat.", "en")

    assert level is not None
    assert (level.score, level.words_per_sentence) == (100, 6)


@pytest.mark.parametrize("text", ["", " \n ", "12 345. 6!", "…?!", "\x00"])
def test_text_without_words_has_no_level(text: str) -> None:
    assert level_of(text, "en") is None


def test_long_text_is_read_quickly() -> None:
    assert level_of("a" * 100_000, "en") is not None
    assert level_of("word. " * 20_000, "fr") is not None
