"""How hard a text is to read: one number per language, from the length of sentences and words.

English: Flesch's reading ease, R. Flesch, "A new readability yardstick", Journal of Applied
Psychology 32 (1948), 221-233. French: its adaptation by L. Kandel and A. Moles, "Application de
l'indice de Flesch à la langue française", Cahiers d'Études de Radio-Télévision 19 (1958), 253-274.
Both run from 0 (very hard) to 100 (very easy). Syllables are counted by groups of vowels, which is
right on the average of a text. The libraries that do the same bring dictionaries of many megabytes.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCE = re.compile(r"[.!?…:]+(?=\s|$)|\n\s*\n")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
# What is written and not spoken at the end of a word.
_SILENT = {
    "en": re.compile(r"(?<![aeiouyl])e$|(?<=[^aeiouytd])ed$"),
    "fr": re.compile(r"(?:e|es|ent)$"),
}
# Constant, weight of words per sentence, weight of syllables per word.
_WEIGHTS = {"en": (206.835, 1.015, 84.6), "fr": (207.0, 1.015, 73.6)}

# From which score on a text is called so, the easiest first.
LEVELS: list[tuple[int, str | Promise]] = [
    (60, _("Plain: most readers understand it at once")),
    (45, _("Fairly hard: fit for officers who know the subject")),
    (25, _("Hard: shorter sentences would reach more readers")),
    (0, _("Very hard: few will read it to the end")),
]


@dataclass(frozen=True)
class Level:
    """The reading level of a text."""

    score: int
    words_per_sentence: int
    words: str | Promise


def level_of(text: str, language: str) -> Level | None:
    """Return the reading level of a text in English or French, or None where it has no word."""
    spoken = _WORD.findall(text)
    if not spoken:
        return None
    sentences = sum(1 for part in _SENTENCE.split(text) if _WORD.search(part))
    length = len(spoken) / sentences
    syllables = sum(syllables_of(word, language) for word in spoken) / len(spoken)
    constant, per_sentence, per_word = _WEIGHTS[language]
    score = round(min(100, max(0, constant - per_sentence * length - per_word * syllables)))
    said = next(words for least, words in LEVELS if score >= least)
    return Level(score, round(length), said)


def syllables_of(word: str, language: str) -> int:
    """Return about how many syllables a word has, at least one."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    # A final é is spoken; without its accent it would look silent.
    if not word.lower().endswith(("é", "és")):
        shorter = _SILENT[language].sub("", letters)
        letters = shorter if _VOWELS.search(shorter) else letters
    return max(1, len(_VOWELS.findall(letters)))
