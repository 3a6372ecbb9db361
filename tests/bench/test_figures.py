"""The lines of the report, and when a limit counts as missed."""

import pytest

from bench.__main__ import BENCHES, main
from bench.figures import HEADINGS, Figure, line


@pytest.mark.parametrize(
    ("figure", "missed"),
    [
        (Figure("statements", 10, "", limit=10), False),
        (Figure("statements", 11, "", limit=10), True),
        (Figure("list", 16.4, "CPU ms", 1.99, "floor", 2), False),
        (Figure("list", 1.5, "CPU ms", 2.01, "floor", 2), True),
        (Figure("search", 400, "CPU ms", 50, "floor"), False),
    ],
)
def test_limit_judges_the_ratio_where_there_is_one(figure, missed):
    assert figure.is_missed is missed
    assert figure.line().endswith("MISSED") is missed


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (7, "7"),
        (3.14159, "3.14"),
        (12.345, "12.3"),
        (1234.5, "1,234"),
        (100_000, "100,000"),
    ],
)
def test_number_keeps_three_digits(value, shown):
    assert Figure("x", value, "s").line().split() == ["x", shown, "s"]


def test_line_names_everything():
    figure = Figure("library: list, 10k", 9.87, "CPU ms", 1.234, "floor", 2)

    assert figure.line().split() == [
        "library:", "list,", "10k", "9.87", "CPU", "ms", "1.23", "x", "floor", "2"
    ]  # fmt: skip
    assert line(HEADINGS).split() == ["figure", "value", "unit", "ratio", "limit"]


def test_list_says_every_bench_in_a_line(capsys):
    assert main(["--list"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [words.split()[0] for words in lines] == list(BENCHES)
    assert [words for words in lines if not words.endswith(".")] == []


@pytest.mark.parametrize("words", [["nowhere"], ["--scale", "2"], ["--scale", "x"]])
def test_unknown_words_are_refused(words, capsys):
    with pytest.raises(SystemExit) as refused:
        main(words)

    assert refused.value.code == 2
    assert words[-1] in capsys.readouterr().err
