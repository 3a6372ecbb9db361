"""What everybody may know and what changes rarely: asked once in a while, not on every request."""

import time
from collections.abc import Callable
from typing import Any, ClassVar

from django.utils.translation import get_language

# A new technology is offered as a filter within a minute.
SECONDS = 60


class Kept[Answer]:
    """An answer in the reader's language. It may depend on nothing else of the reader."""

    _all: ClassVar[list["Kept[Any]"]] = []

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self._ask = ask
        self._answers: dict[str, tuple[float, Answer]] = {}
        self._all.append(self)

    def now(self) -> Answer:
        """Return the answer of the last minute."""
        language = get_language() or "en"
        kept = self._answers.get(language)
        if kept is None or time.monotonic() > kept[0]:
            kept = time.monotonic() + SECONDS, self._ask()
            self._answers[language] = kept
        return kept[1]

    @classmethod
    def forget(cls) -> None:
        """Ask everything again."""
        for each in cls._all:
            each._answers.clear()
