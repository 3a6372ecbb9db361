"""What everybody may know and what changes rarely: asked once in a while, not on every request.

Each process keeps its own answers, as objects: a cache of Django would pickle and unpickle them
for every page, and most of these answers are rows that a page names dozens of times.
"""

import time
from collections.abc import Callable

from django.utils.translation import get_language


class Kept[Answer]:
    """An answer that depends on nothing of its reader but, if `by_language`, the language."""

    def __init__(
        self, ask: Callable[[], Answer], *, seconds: float, by_language: bool = True
    ) -> None:
        self._ask = ask
        self._seconds = seconds
        self._by_language = by_language
        # Until when, and what, by language.
        self._answers: dict[str, tuple[float, Answer]] = {}

    def now(self) -> Answer:
        """Return the answer, as known within the last seconds."""
        language = (get_language() or "en") if self._by_language else ""
        kept = self._answers.get(language)
        if kept is None or time.monotonic() > kept[0]:
            kept = time.monotonic() + self._seconds, self._ask()
            self._answers[language] = kept
        return kept[1]

    def forget(self) -> None:
        """Ask again at the next page of this process; others follow within the seconds."""
        self._answers.clear()


class KeptEach[Key, Answer]:
    """Answers by key and language, so many at most; each is what it was within the last seconds."""

    def __init__(self, *, seconds: float, most: int) -> None:
        self._seconds = seconds
        self._most = most
        self._answers: dict[tuple[str, Key], tuple[float, Answer]] = {}

    def of(self, key: Key, ask: Callable[[], Answer]) -> Answer:
        """Return the answer to a key, as known within the last seconds."""
        known = self.known(key)
        return self.keep(key, ask()) if known is None else known

    def known(self, key: Key) -> Answer | None:
        """Return the answer to a key, if it is known."""
        until, answer = self._answers.get((get_language() or "en", key), (0.0, None))
        return answer if time.monotonic() < until else None

    def keep(self, key: Key, answer: Answer) -> Answer:
        """Keep the answer to a key, and return it."""
        if len(self._answers) >= self._most:
            self._answers.clear()
        self._answers[get_language() or "en", key] = time.monotonic() + self._seconds, answer
        return answer

    def forget(self) -> None:
        """Know nothing any more."""
        self._answers.clear()


class Noted[Key]:
    """Keys of which something was found within the last seconds, so many at most."""

    def __init__(self, *, seconds: float, most: int) -> None:
        self._seconds = seconds
        self._most = most
        # Until when.
        self._keys: dict[Key, float] = {}

    def note(self, key: Key) -> None:
        """Keep in mind that it was found now; what is known already lasts no longer for it."""
        if not self.holds(key):
            if len(self._keys) >= self._most:
                self._keys.clear()
            self._keys[key] = time.monotonic() + self._seconds

    def holds(self, key: Key) -> bool:
        """Return whether it was found within the last seconds."""
        return time.monotonic() < self._keys.get(key, 0)

    def forget(self) -> None:
        """Know of none."""
        self._keys.clear()
