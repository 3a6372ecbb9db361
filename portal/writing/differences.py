"""What changed between two versions of a text, in words: readable, and said to screen readers."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LETTER = re.compile(r"\w")
# A line of which less stayed was written anew: word beside word nobody could read it.
STAYED = 1 / 3
# Comparing takes as long as one list times the other: beyond this, all is removed and added.
MOST_COMPARED = 1_000_000
# Unchanged lines beside a change; the rest is counted.
AROUND = 2

type Step = tuple[str, str]


def differences(old: str, new: str) -> SafeString:
    """Return two versions as one text with what was removed and what was added."""
    # A sentence that every change needs again and again is translated once.
    words = {"removed": _("Removed:"), "added": _("Added:")}
    parts = [_line(each, words) for each in _folded(list(_lines(old, new)))]
    return format_html_join("\n", "{}", ((part,) for part in parts))


def _lines(old: str, new: str) -> Iterator[list[Step]]:
    """Yield each line as its steps: what is the same, what is gone, what is new."""
    before, after = old.splitlines(), new.splitlines()
    for kind, a, b, c, d in _compared(before, after):
        if kind == "equal":
            yield from ([("same", line)] for line in before[a:b])
            continue
        paired = min(b - a, d - c)
        for one, other in zip(before[a : a + paired], after[c : c + paired], strict=True):
            yield list(_words(one, other))
        yield from ([("gone", line)] for line in before[a + paired : b])
        yield from ([("new", line)] for line in after[c + paired : d])


def _words(old: str, new: str) -> Iterator[Step]:
    """Yield what stayed and what changed; what only parts two changes is changed with them."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    steps = [
        (kind == "equal", "".join(before[a:b]), "".join(after[c:d]))
        for kind, a, b, c, d in _compared(before, after)
    ]
    if _is_written_anew(steps):
        steps = [(False, old, new)]
    gone = added = between = ""
    for is_same, text, other in steps:
        if not is_same:
            gone, added, between = gone + between + text, added + between + other, ""
        elif (gone or added) and not _LETTER.search(text):
            between += text
        else:
            yield from _changed(gone, added, between)
            yield "same", text
            gone = added = between = ""
    yield from _changed(gone, added, between)


def _is_written_anew(steps: list[tuple[bool, str, str]]) -> bool:
    """Return whether so few words stayed that the two lines are read one after the other."""
    old = sum(len(text.strip()) for _same, text, _other in steps)
    new = sum(len(text.strip()) for _same, _other, text in steps)
    stayed = sum(len(text.strip()) for is_same, text, _other in steps if is_same)
    return stayed < STAYED * min(old, new)


def _changed(gone: str, added: str, between: str) -> Iterator[Step]:
    """Yield one change, and what stands between it and what stayed."""
    for kind, text in (("gone", gone), ("new", added), ("same", between)):
        if text:
            yield kind, text


def _compared(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield the steps from one list to another; what both begin and end with is set aside."""
    start = _shared(before, after)
    rest = min(len(before), len(after)) - start
    end = _shared(before[::-1], after[::-1], most=rest)
    a, b, c, d = start, len(before) - end, start, len(after) - end
    if start:
        yield "equal", 0, start, 0, start
    if (b - a) * (d - c) > MOST_COMPARED:
        yield "replace", a, b, c, d
    elif b > a or d > c:
        matcher = SequenceMatcher(None, before[a:b], after[c:d], autojunk=False)
        for kind, *at in matcher.get_opcodes():
            yield kind, at[0] + a, at[1] + a, at[2] + c, at[3] + c
    if end:
        yield "equal", b, len(before), d, len(after)


def _shared(before: Sequence[str], after: Sequence[str], most: int | None = None) -> int:
    """Return with how many the same both begin."""
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other or count == most:
            break
        count += 1
    return count


def _folded(lines: list[list[Step]]) -> Iterator[list[Step]]:
    """Yield the changed lines with their neighbours; in the place of the rest, a mark."""
    changed = [at for at, line in enumerate(lines) if any(kind != "same" for kind, _text in line)]
    near = {at + step for at in changed for step in range(-AROUND, AROUND + 1)}
    is_left_out = False
    for at, line in enumerate(lines):
        if at in near:
            yield line
        elif not is_left_out:
            yield [("rest", "")]
        is_left_out = at not in near


def _line(line: list[Step], words: dict[str, str]) -> SafeString:
    drawn = format_html_join("", "{}", ((_step(kind, text, words),) for kind, text in line if text))
    if not drawn:
        return SafeString('<p class="mute">…</p>' if line == [("rest", "")] else "")
    return format_html('<p dir="auto">{}</p>', drawn)


def _step(kind: str, text: str, words: dict[str, str]) -> SafeString | str:
    if kind == "gone":
        return format_html('<del><span class="vh">{} </span>{}</del>', words["removed"], text)
    if kind == "new":
        return format_html('<ins><span class="vh">{} </span>{}</ins>', words["added"], text)
    return text
