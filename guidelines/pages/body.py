"""The text of a version as HTML: the same for whoever reads it, so drawn once for each language."""

from collections.abc import Callable, Hashable, Iterator
from typing import Any, NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.text.sections import LEAD
from portal.kept import KeptEach
from portal.rows import drawn

# Said elsewhere on the page: at its head, beside it, or as far as its reader may read it.
ELSEWHERE = {"title", "strength", "progress", "root_cause", "grounds", "evidence", "practices"}
FIT = ("applies", "applies_note", "avoid", "avoid_note")

_BODIES: KeptEach[Hashable, SafeString] = KeptEach(seconds=600, most=1_000)


class Block(NamedTuple):
    """One section of the page: what it is called, how it looks, and what it says."""

    code: str
    title: str
    shape: str
    says: Any


def body_of(key: Hashable, language: str, text: Callable[[], Any]) -> SafeString:
    """Return a text in a page of the reader's language; `key` says which words it is made of."""
    return _BODIES.of(key, lambda: draw(text(), language))


def draw(text: Any, language: str) -> SafeString:
    """Return a text (`guidelines.pages.record`) as HTML; `language` is the one it is written in."""
    lang = "" if language == get_language() else language
    return drawn("guidelines/text.html", blocks=list(blocks(text)), lang=lang)


def blocks(text: Any) -> Iterator[Block]:
    """Yield the sections of a page in order, with short answers together in one box."""
    skipped = {*ELSEWHERE, LEAD[text.kind]}
    for part, title, sections in text.parts:
        if part == "filed":
            continue
        shown = {each["code"]: each for each in sections if each["code"] not in skipped}
        if any(code in shown for code in FIT):
            yield Block("fit", _("Is it for you?"), "fit", list(_fit(shown)))
        facts = [each for each in shown.values() if each["shape"] in ("choice", "flag")]
        if facts:
            says = [(each["label"], each["words"] or [_("Yes")]) for each in facts]
            yield Block(part, str(title), "box", says)
        for code, each in shown.items():
            if code not in FIT and each not in facts:
                yield Block(code, str(each["label"]), _shape(each), each)


def _fit(shown: dict[str, Any]) -> Iterator[tuple[str, bool, list[str], str]]:
    """Yield when it applies and when it does not: title, whether it does, words, and more words."""
    for code, does in (("applies", True), ("avoid", False)):
        note = shown.get(f"{code}_note", {}).get("html", "")
        words = shown.get(code, {}).get("words", [])
        if words or note:
            title = _("Applies when") if does else _("Do not apply when")
            yield title, does, words, note


def _shape(each: dict[str, Any]) -> str:
    if each["shape"] == "prose":
        return "prose"
    return "table" if each["rows"] else "list"
