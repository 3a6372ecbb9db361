"""Who runs the servers: PostgreSQL refuses root, so root hands both to a lesser account."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.services import places
from portal.services.errors import ServiceError


@dataclass(frozen=True)
class Account:
    """A system account that servers run as."""

    name: str
    uid: int
    gid: int

    def can_reach(self, path: Path) -> bool:
        """Tell whether every folder on the way to an existing path is open to this account."""
        real = path.resolve()
        return all(self._may_enter(step.stat()) for step in (real, *real.parents))

    def _may_enter(self, status: os.stat_result) -> bool:
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def servers_account() -> Account | None:
    """Return the account for servers started by root, or None: then they run as their starter."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise ServiceError(
        "PostgreSQL cannot run as root, and neither the account postgres nor nobody exists. "
        "Start the portal as a normal user, or set DATABASE_URL."
    )


def spawn_as(account: Account | None) -> dict[str, Any]:
    """Return the arguments that make subprocess run a program as this account."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def private_folder(path: Path, account: Account | None) -> Path:
    """Return a folder that only the account (and root) can enter; refuse somebody else's."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    uid, gid = (account.uid, account.gid) if account else (os.geteuid(), os.getegid())
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in (uid, os.geteuid()):
        raise ServiceError(
            f"{path} belongs to somebody else (user id {status.st_uid}). Start the portal as that "
            "user, or remove it (a folder of data: with all the data in it)."
        )
    if account and status.st_uid != uid:
        os.chown(path, uid, gid, follow_symlinks=False)
    path.chmod(0o700)
    return path


def servers_home(account: Account | None) -> Path:
    """Return the folder of server data: in the checkout, unless the account cannot reach it."""
    home = places.home()
    # Others may pass through to what is theirs, but list and read nothing on the way.
    home.mkdir(mode=0o711 if account else 0o700, exist_ok=True)
    if account:
        home.chmod(0o711)
    if account is None or account.can_reach(home):
        return home
    elsewhere = places.system_home()
    elsewhere.mkdir(parents=True, exist_ok=True)
    for folder in (elsewhere.parent, elsewhere):
        folder.chmod(0o711)
    return elsewhere
