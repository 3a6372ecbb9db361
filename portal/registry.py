"""Tables that rooms fill from their `apps.py`: one code, one thing."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured


class Registry[Thing](dict[str, Thing]):
    """What rooms registered, by code. `noun` is what such a thing is called in errors.

    A code that is taken, and one that nobody registered, are mistakes in the code.
    """

    def __init__(self, noun: str, advice: str = "Register it in apps.py.") -> None:
        super().__init__()
        self.noun, self.advice = noun, advice

    def __missing__(self, code: str) -> Any:
        known = ", ".join(sorted(self))
        raise ImproperlyConfigured(f"No {self.noun} {code!r}. Known: {known}. {self.advice}")

    def register(self, code: str, thing: Thing) -> None:
        """Add a thing; raise ImproperlyConfigured, naming both, where its code is taken."""
        if code in self:
            raise ImproperlyConfigured(
                f"The {self.noun} {code!r} is registered twice: as {self[code]!r} and as {thing!r}."
                " Give one of them another code."
            )
        self[code] = thing
