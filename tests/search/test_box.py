"""What can be typed, and what it is searched by."""

import pytest

from portal.search.box import MOST_LETTERS, MOST_WORDS, Box

pytestmark = pytest.mark.django_db


def parts(raw: str) -> tuple[tuple[str, ...], ...]:
    box = Box.read(raw)
    return box.words, box.phrases, box.excluded


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("fraud detection", (("fraud", "detection"), (), ())),
        ('"single window" trade', (("trade",), ("single window",), ())),
        ("«guichet unique»", ((), ("guichet unique",), ())),
        ("“one” two", (("one", "two"), (), ())),
        ('"not closed words', (("not", "closed", "words"), (), ())),
        ("blockchain -bitcoin", (("blockchain",), (), ("bitcoin",))),
        ('seal -"single window"', (("seal",), (), ("single", "window"))),
        ("UN/CEFACT l’origine", (("UN", "CEFACT", "l", "origine"), (), ())),
        ("e-seal (transit)!", (("e-seal", "transit"), (), ())),
        ("8471.30 & | ! :*", (("8471.30",), (), ())),
        ("\x00\x07 \ue000\ud800\ufffd", ((), (), ())),
        ('"" - -- "', ((), (), ())),
    ],
)
def test_box_reads_what_was_typed(raw: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert parts(raw) == expected


def test_long_text_is_cut_and_says_so() -> None:
    letters, words = Box.read("x" * 10_000), Box.read("a b " * MOST_WORDS)

    assert (len(letters.text), letters.was_cut) == (MOST_LETTERS, True)
    assert (len(words.words), words.was_cut) == (MOST_WORDS, True)
    assert Box.read("short").was_cut is False


def test_words_are_joined_by_or_in_every_language() -> None:
    query = Box.read("risks analysis").query("en")

    assert query.find == query.rank
    assert set(query.find.split(" | ")) == {
        "'risk'", "'analysi'", "'analys'", "'analysis'", "'risks'"
    }  # fmt: skip


def test_accents_make_no_difference() -> None:
    assert Box.read("evaluation").query("fr") == Box.read("Évaluation").query("fr")


def test_words_passed_over_by_the_readers_language_are_left_out() -> None:
    assert not Box.read("the of and").query("en")
    assert Box.read("the fraud").query("en") == Box.read("fraud").query("en")
    assert Box.read("la fraude de").query("fr") == Box.read("fraude").query("fr")


def test_phrases_are_required_and_words_rank() -> None:
    query = Box.read('"risk management" corridor').query("en")

    assert "'risk' <-> 'manag'" in query.find
    assert "corridor" not in query.find
    assert "'corridor'" in query.rank


def test_excluded_words_alone_find_nothing() -> None:
    assert not Box.read("-fraud").query("en")
    assert "!(" in Box.read("customs -fraud").query("en").find


@pytest.mark.parametrize("raw", ["it's", r"back\slash", "quote'", "a'b\\'c", "'; DROP TABLE x; --"])
def test_quotes_and_backslashes_stay_words(raw: str) -> None:
    Box.read(f"{raw} word").query("en")
    Box.read(f'"{raw} word"').query("en")
