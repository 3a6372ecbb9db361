"""One figure: what was measured, against what, and the limit it must keep."""

from collections.abc import Sequence
from dataclasses import dataclass

HEADINGS = ("figure", "value", "unit", "ratio", "limit")
_WIDTHS = (58, 9, 12, 20, 8)


class BenchError(Exception):
    """A bench cannot measure; the message says what is wrong."""


@dataclass(frozen=True)
class Figure:
    """One line of the report.

    `value` is in `unit`. `ratio` compares it with `base`, measured in the same rounds. `limit` is
    the most that is accepted: of the ratio where there is one, else of the value; None is none.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    base: str = ""
    limit: float | None = None

    @property
    def is_missed(self) -> bool:
        """Whether the limit is passed."""
        judged = self.value if self.ratio is None else self.ratio
        return self.limit is not None and judged > self.limit

    def line(self) -> str:
        """Return the figure as a line of the report."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} x {self.base}"
        limit = "" if self.limit is None else f"{self.limit:g}"
        text = line((self.name, _number(self.value), self.unit, ratio, limit))
        return f"{text}  MISSED" if self.is_missed else text


def line(words: Sequence[str]) -> str:
    """Return words in the columns of the report."""
    name, value, unit, ratio, limit = (
        word.ljust(width) for word, width in zip(words, _WIDTHS, strict=True)
    )
    return f"{name} {value.strip():>9} {unit} {ratio} {limit}".rstrip()


def _number(value: float) -> str:
    """Return a number with three digits that count, never as a power of ten."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
