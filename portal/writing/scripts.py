"""The language of a block, where its script says it: so that it is read aloud and drawn as it."""

import re

# Letters of each script, and the language it is taken for. One in several languages stands for the
# one most read here; an author may say another: {lang=fa} on the line above.
_SCRIPTS = (
    ("ar", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("ru", "\u0400-\u052f"),
    ("el", "\u0370-\u03ff"),
    ("he", "\u0590-\u05ff"),
    ("ja", "\u3040-\u30ff"),
    ("ko", "\uac00-\ud7af\u1100-\u11ff"),
    ("zh", "\u4e00-\u9fff\u3400-\u4dbf"),
    ("th", "\u0e00-\u0e7f"),
    ("hi", "\u0900-\u097f"),
    ("ka", "\u10a0-\u10ff"),
    ("hy", "\u0530-\u058f"),
)
_FINDERS = tuple((code, re.compile(f"[{letters}]")) for code, letters in _SCRIPTS)
# Languages whose own script is one of these: their texts need no mark.
_WRITTEN_IN = {
    "fa": "ar", "ur": "ar", "ps": "ar", "uk": "ru", "bg": "ru", "sr": "ru", "mk": "ru",
    "kk": "ru", "ky": "ru", "mn": "ru", "tg": "ru", "be": "ru", "ne": "hi", "yi": "he",
}  # fmt: skip
_LETTER = re.compile(r"[^\W\d_]")


def language_of(words: str, language: str) -> str:
    """Return the language that the script of a block tells, unless the text's own is written so."""
    if words.isascii():
        return ""
    letters = len(_LETTER.findall(words))
    # Japanese mixes its own letters with Chinese ones.
    found = {code: len(finder.findall(words)) for code, finder in _FINDERS}
    if found["ja"]:
        found["ja"] += found.pop("zh", 0)
    code = max(found, key=lambda each: found[each])
    if 2 * found[code] <= letters or _WRITTEN_IN.get(language[:2], language[:2]) == code:
        return ""
    return code
