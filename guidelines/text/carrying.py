"""What a record rests on beside its own text: the rows that came with merged records."""

from typing import Any

from guidelines.text.sections import Content

# Sections whose rows go on with the record that is kept.
CARRIED = ("evidence", "practices")


def lacking(rows: list[Any], kept: list[Any], *, codes: set[str | None]) -> list[Any]:
    """Return the rows that name a source which the others do not, nor the two records."""
    known = {_name(row) for row in kept} | codes
    found = []
    for row in rows:
        if _name(row) not in known:
            known.add(_name(row))
            found.append(row)
    return found


def _name(row: Any) -> str:
    return str(row.get("source") or row.get("title") or "") if isinstance(row, dict) else str(row)


def joined(content: Content, carried: Content) -> dict[str, Any]:
    """Return a content with the rows that came with merged records, as far as it lacks them."""
    return dict(content) | {
        code: [*(content.get(code) or []), *lacking(rows, content.get(code) or [], codes=set())]
        for code, rows in carried.items()
        if code in CARRIED
    }
