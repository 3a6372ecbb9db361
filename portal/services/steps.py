"""What is prepared before the web process, each step only when what it depends on changed."""

import hashlib
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from portal.services import places


@dataclass(frozen=True)
class Step:
    """A program that prepares something, and the files that tell whether it is due."""

    name: str
    says: str
    command: tuple[str, ...]
    depends: tuple[Path, ...] = ()
    makes: tuple[Path, ...] = ()
    # What the step changes besides files: the stamp is worth nothing for another database.
    target: str = ""

    @property
    def stamp(self) -> Path:
        """Where the last done state is kept."""
        return places.home() / "stamps" / self.name

    def is_due(self) -> bool:
        """Tell whether something changed since it was done."""
        if not all(path.exists() for path in self.makes):
            return True
        return not self.stamp.exists() or self.stamp.read_text() != self._state()

    def note_done(self) -> None:
        """Keep the state for which it was done."""
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(self._state())

    def _state(self) -> str:
        digest = hashlib.sha256(self.target.encode())
        for path in sorted(self.depends):
            digest.update(os.fsencode(path.relative_to(places.ROOT)) + b"\0")
            digest.update(path.read_bytes())
        return digest.hexdigest()


def steps(database: str) -> list[Step]:
    """Return the steps in their order; the database is named by something that changes with it."""
    root = places.ROOT
    packages = root / "requirements.txt"
    catalogues = _files(root.glob("locale/*/LC_MESSAGES/*.po"))
    migrations = _files([*root.glob("*/migrations/*.py"), *root.glob("portal/*/migrations/*.py")])
    return [
        Step(
            name="catalogues",
            says="Compiling translations",
            command=(sys.executable, "-m", "portal.services.catalogues"),
            depends=catalogues,
            makes=tuple(source.with_suffix(".mo") for source in catalogues),
        ),
        Step(
            name="static",
            says="Collecting static files",
            command=_manage("collectstatic", "--noinput", "--verbosity", "0"),
            depends=(packages, *_files([root / "portal/static.py", *root.glob("static/**/*")])),
            makes=(places.home() / "static" / "staticfiles.json",),
        ),
        Step(
            name="migrate",
            says="Bringing the database up to date",
            command=_manage("migrate", "--noinput", "--database", "owner"),
            depends=(packages, root / "portal" / "settings.py", *migrations),
            target=database,
        ),
        Step(
            name="seed",
            says="Filling an empty database with demo content",
            command=_manage("seed", "--if-empty"),
            target=database,
        ),
    ]


def _manage(*words: str) -> tuple[str, ...]:
    return (sys.executable, "manage.py", *words)


def _files(paths: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(path for path in paths if path.is_file())
