"""How texts are read, alike when they are indexed and when they are asked for."""

import re
import unicodedata

# What encloses a hit in a snippet: private-use characters, taken out of every text before.
HIT_START, HIT_END = "\ue000", "\ue001"

# PostgreSQL reads "UN/CEFACT" as the name of a file.
_JOINTS = re.compile(r"[/\\_'’ʼ`]")
# Private use, control, lone surrogates and what could not be decoded: nothing anybody reads.
_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd]+")
# All but those that do not break: French writes them before its colons.
_SPACES = re.compile("[^\\S\u00a0\u202f]+")
_NO_WORD = re.compile(r"[\W_]+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,30}")


def readable(text: str) -> str:
    """Return a text without characters that nobody reads, on one line."""
    return _SPACES.sub(" ", _UNREADABLE.sub(" ", text)).strip()


def plain(text: str) -> str:
    """Return a text in the form that the word parser reads well."""
    return _JOINTS.sub(" ", unicodedata.normalize("NFKC", text))


def key(text: str) -> str:
    """Return a text without accents, case and punctuation: what an exact title is compared by."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NO_WORD.sub(" ", bare).strip()


def long_words(text: str) -> set[str]:
    """Return the words that are long enough to be misspelt, in lower case."""
    return set(_LONG_WORD.findall(text.lower()))
