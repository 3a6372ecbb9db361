"""Message catalogues, compiled without gettext's programs; a step of a start and of the tests."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from portal.services import places
from portal.services.errors import ServiceError


def compile_catalogues(root: Path = places.ROOT / "locale") -> list[Path]:
    """Compile every catalogue that is newer than its compiled form; return those written."""
    return [
        _compile(source) for source in sorted(root.glob("*/LC_MESSAGES/*.po")) if is_stale(source)
    ]


def is_stale(source: Path) -> bool:
    """Tell whether a catalogue has no compiled form as new as itself."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    try:
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise ServiceError(f"{source} is no valid catalogue: {error}") from error
    compiled = source.with_suffix(".mo")
    # Renamed into place: a process that reads meanwhile sees the old one or the new one.
    unfinished = source.with_suffix(f".mo.{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    unfinished.replace(compiled)
    return compiled


if __name__ == "__main__":
    compile_catalogues()
