"""What is to be translated: read from code and templates without the gettext programs."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

from portal.services import places

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
ROWS = "rows"
CODE = ["directory", "forums", "guidelines", "hub", "portal", "research", "workspaces"]


def catalogue_path(language: str) -> Path:
    """Return the catalogue of a language."""
    return places.ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[Path]:
    """Yield every file that may hold words for a reader."""
    for folder in CODE:
        yield from sorted((places.ROOT / folder).rglob("*.py"))
    for ending in ("html", "txt"):
        yield from sorted((places.ROOT / "templates").rglob(f"*.{ending}"))
    yield from sorted((places.ROOT / ROWS).rglob("*.html"))


def extracted() -> Catalog:
    """Return every message of code and templates, with the files it stands in."""
    catalogue = Catalog(charset="utf-8")
    for path in sources():
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        place = path.relative_to(places.ROOT)
        method: Any = babel_extract if place.parts[0] == ROWS else "python"
        if path.suffix != ".py" and method == "python":
            # Words outside the tags are blanked out; indentation would be read as Python's.
            text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
        source = BytesIO(text.encode())
        for _line, message, comments, context in extract(method, source, keywords=KEYWORDS):
            if message and message != ("", ""):
                catalogue.add(
                    message, None, [(place.as_posix(), 0)], auto_comments=comments, context=context
                )
    return catalogue


def known(language: str) -> Catalog:
    """Return the catalogue as it stands."""
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language)


def missing(language: str) -> list[str]:
    """Return one line per message that has no translation, a doubtful one, or no use any more."""
    catalogue, found = known(language), extracted()
    faults = []
    for message in found:
        if not message.id:
            continue
        translation = catalogue.get(message.id, message.context)
        texts = [] if translation is None else translation.string
        whole = all(texts) if isinstance(texts, tuple | list) else bool(texts)
        if translation is None or not texts or not whole or translation.fuzzy:
            faults.append(f"not translated: {message.id!r} ({message.locations[0][0]})")
        elif not placeholders_agree(message.id, texts):
            faults.append(f"its placeholders differ: {message.id!r}")
    faults += [
        f"no longer used: {message.id!r}"
        for message in catalogue
        if message.id and found.get(message.id, message.context) is None
    ]
    return faults


def placeholders_agree(source: str | Sequence[str], texts: str | Sequence[str]) -> bool:
    """Return whether a translation names what its source names, such as %(count)s."""
    original = source if isinstance(source, str) else source[-1]
    translated = texts if isinstance(texts, str) else texts[-1]
    return _names(original) == _names(translated)


def _names(text: str) -> set[str]:
    return {part.split(")")[0] for part in text.split("%(")[1:]}


def update(language: str) -> None:
    """Add what is new to a catalogue and drop what is no longer used."""
    catalogue, found = known(language), extracted()
    fresh = Catalog(locale=language, charset="utf-8", header_comment="# French of the portal.")
    for message in found:
        if message.id:
            old = catalogue.get(message.id, message.context)
            text = old.string if old is not None else None
            fresh.add(message.id, text, message.locations, context=message.context)
    with catalogue_path(language).open("wb") as file:
        write_po(file, fresh, width=100, sort_by_file=True, include_lineno=False, omit_header=False)
