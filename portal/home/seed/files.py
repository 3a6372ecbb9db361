"""Reads the content files; a broken one is named with its line, its column and what is accepted."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parent.parent / "content"


class ContentError(Exception):
    """A content file that cannot be loaded, said in a sentence."""


class Record:
    """One row of a file: reads fields and names the place of a bad one."""

    def __init__(self, place: str, values: dict[str, Any]) -> None:
        self.place = place
        self.values = values

    def __getitem__(self, field: str) -> Any:
        try:
            return self.values[field]
        except KeyError:
            raise ContentError(f"{self.place}: the column {field!r} is missing.") from None

    def convert[T](self, field: str, kind: Callable[[Any], T], accepted: str) -> T:
        """Return a field as another type, or say what is accepted."""
        try:
            return kind(self[field])
        except (ValueError, TypeError, KeyError):
            raise ContentError(
                f"{self.place}: {field} is {self[field]!r}. Accepted: {accepted}."
            ) from None

    def one_of[T](self, field: str, known: Mapping[str, T]) -> T:
        """Return what a code stands for."""
        return self.convert(field, known.__getitem__, ", ".join(sorted(known)))

    def some_of[T](self, field: str, known: Mapping[str, T]) -> list[T]:
        """Return what a list of codes stands for; a cell joins them by `|`."""
        value = self[field]
        codes = [code for code in value.split("|") if code] if isinstance(value, str) else value
        for code in codes:
            if code not in known:
                raise ContentError(
                    f"{self.place}: {field} names {code!r}. Accepted: {', '.join(sorted(known))}."
                )
        return [known[code] for code in codes]

    def optional(self, field: str) -> Any:
        """Return a field, or None where it is empty."""
        return self[field] or None


def rows(name: str, folder: Path = CONTENT) -> Iterator[Record]:
    """Yield the rows of a CSV file; every row has as many cells as the header."""
    with _opened(folder / name) as file:
        lines = csv.reader(file, strict=True)
        try:
            header = next(lines, [])
            for cells in lines:
                place = f"{name}, line {lines.line_num}"
                if len(cells) != len(header):
                    raise ContentError(
                        f"{place}: {len(cells)} cells, but the header has {len(header)}."
                    )
                yield Record(place, dict(zip(header, cells, strict=True)))
        except csv.Error as error:
            raise ContentError(f"{name}, line {lines.line_num}: {error}.") from error
        except UnicodeDecodeError as error:
            raise ContentError(f"{name}: not UTF-8 at byte {error.start}.") from error


def items(name: str, folder: Path = CONTENT) -> Iterator[Record]:
    """Yield the items of a JSON file `{"items": […]}`."""
    with _opened(folder / name) as file:
        try:
            content = json.load(file)
        except ValueError as error:
            raise ContentError(f"{name}: not JSON: {error}.") from error
    for number, values in enumerate(content["items"], start=1):
        yield Record(f"{name}, item {number}", values)


def _opened(path: Path) -> Any:
    try:
        return path.open(encoding="utf-8", newline="")
    except FileNotFoundError:
        raise ContentError(f"{path.name} is missing from {path.parent.name}/.") from None
