"""From received to released: claimed by a lease, looked into by a child process, scanned."""

import contextlib
import datetime
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from copy import copy
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.files import storing
from portal.files.kinds import KINDS
from portal.files.models import LEASE, StoredFile
from portal.files.names import extension_of
from portal.files.scanning import ScannerAwayError, scan

logger = logging.getLogger(__name__)

Refusal = StoredFile.Refusal
# A look that came to no end, because the process died, is tried so often.
MOST_LOOKS = 2
LOOK_SECONDS = 20
MOST_ANSWER = 4096
# Of pages, and of pixels of a side.
MOST_SIZE = 10**9
AGAIN = datetime.timedelta(seconds=5)
# While the scanner is away, and while a room cannot take a file: each time twice as long.
PAUSE = datetime.timedelta(seconds=15)
LONGEST_PAUSE = datetime.timedelta(minutes=15)


class NoAnswerError(Exception):
    """The inspecting process died, took too long, or said nothing that can be read."""


def inspect_waiting(*, seconds: float = 50) -> int:
    """Look into what is due for about so many seconds; return how many files were settled."""
    settled, end = 0, time.monotonic() + seconds
    while time.monotonic() < end and (file := claim()):
        # As it was claimed: a verb that fails half-way leaves the object changed, not the row.
        claimed = copy(file)
        try:
            settled += _settled(file)
        except NoAnswerError as error:
            put_off(claimed, str(error), AGAIN, is_look=True)
        except ScannerAwayError as error:
            logger.warning("The scanner does not answer (%s): files wait.", error)
            put_off(claimed, f"scanner: {error}", pause(file))
            # The others would find it away too; the next sweep asks again.
            break
        except Exception as error:  # a room that cannot take one file must not keep others waiting
            logger.exception("File %s cannot be settled.", file.public_id)
            put_off(claimed, type(error).__name__, pause(file))
    return settled


@transaction.atomic
def claim() -> StoredFile | None:
    """Claim the file that waits longest; nobody else looks into it until the lease ends."""
    now = timezone.now()
    due = StoredFile.objects.waiting().filter(due_at__lte=now).exclude(leased_until__gt=now)
    file = due.select_for_update(skip_locked=True, no_key=True).order_by("due_at", "pk").first()
    if file:
        file.state, file.leased_until = StoredFile.State.INSPECTING, now + LEASE
        file.tries += 1
        file.save(update_fields=["state", "leased_until", "tries"])
    return file


def _settled(file: StoredFile) -> bool:
    """Look into one claimed file and settle it; False when somebody else has."""
    if file.tries > MOST_LOOKS:
        return file.refuse(Refusal.UNINSPECTABLE)
    if not storing.exists(file.key):
        logger.error("The bytes of file %s are gone.", file.public_id)
        return file.refuse(Refusal.LOST)
    with storing.find(file.key) as source:
        try:
            seen = look_into(source, extension_of(file.name))
        except NoAnswerError as error:
            logger.warning("File %s could not be looked into (%s).", file.public_id, error)
            if file.tries < MOST_LOOKS:
                raise
            return file.refuse(Refusal.UNINSPECTABLE)
        if reason := reason_against(seen, file):
            return file.refuse(reason)
        source.seek(0)
        verdict = scan(source)
    if verdict.found:
        return file.refuse(Refusal.MALWARE, scanner=verdict.scanner, found=verdict.found)
    sizes = {name: seen.get(name) for name in ("pages", "width", "height")}
    return file.release(kind=seen["kind"], scanner=verdict.scanner, **sizes)


def pause(file: StoredFile) -> datetime.timedelta:
    """Return how long a file waits that has waited before: as long again, up to a limit."""
    waited = timezone.now() - file.received_at
    return min(max(PAUSE, waited), LONGEST_PAUSE)


def put_off(
    file: StoredFile, error: str, after: datetime.timedelta, *, is_look: bool = False
) -> None:
    """Let a file wait; only a look that came to no end counts as one of its tries."""
    StoredFile.objects.waiting().filter(pk=file.pk, leased_until=file.leased_until).update(
        leased_until=None,
        due_at=timezone.now() + after,
        error=error[:200],
        tries=file.tries if is_look else file.tries - 1,
    )


def reason_against(seen: dict[str, Any], file: StoredFile) -> str:
    """Return why a file is refused, or nothing, by what it is and what its purpose takes."""
    if fault := seen.get("fault"):
        return str(fault)
    if seen["kind"] not in file.use.accepts:
        return Refusal.WRONG_TYPE
    against = set(seen["findings"]) - file.use.tolerates
    return next((code for code in Refusal.values if code in against), "")


def look_into(source: BinaryIO, ending: str) -> dict[str, Any]:
    """Return what the inspecting process says of a file. It inherits no setting and no secret."""
    command = [sys.executable, "-E", "-s", "-m", "portal.files.inspector", ending]
    return _understood(said_by(command, source, seconds=LOOK_SECONDS))


def said_by(command: list[str], source: BinaryIO, *, seconds: float) -> bytes:
    """Return what a process says within some seconds; it ends with everything that it began."""
    process = subprocess.Popen(  # noqa: S603 our own module; the ending is letters of a clean name
        command,
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=settings.ROOT,
        env={},
        start_new_session=True,
    )
    timer = threading.Timer(seconds, _end, [process.pid])
    timer.start()
    try:
        return process.stdout.read(MOST_ANSWER) if process.stdout else b""
    finally:
        timer.cancel()
        timer.join()
        # It has said what it had to say; what still runs runs for nobody.
        _end(process.pid)
        process.wait()
        if process.stdout:
            process.stdout.close()


def _end(group: int) -> None:
    """End every process of a group; its first is not waited for yet, so the number is its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _understood(answer: bytes) -> dict[str, Any]:
    """Return an answer whose every part is one that may be; a broken parser may say anything."""
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        raise NoAnswerError("no answer") from None
    if not isinstance(said, dict) or "error" in said:
        raise NoAnswerError(str(said)[:100])
    if "fault" in said:
        if _are_codes([said["fault"]]):
            return {"fault": said["fault"]}
        raise NoAnswerError("an unknown fault")
    sizes = {name: said.get(name) for name in ("pages", "width", "height")}
    findings, kind = said.get("findings"), said.get("kind")
    if not (all(map(_is_size, sizes.values())) and _are_codes(findings) and isinstance(kind, str)):
        raise NoAnswerError("an unknown answer")
    if kind not in KINDS:
        return {"fault": Refusal.WRONG_TYPE}
    return {"kind": kind, "findings": findings} | sizes


def _is_size(size: Any) -> bool:
    is_number = isinstance(size, int) and not isinstance(size, bool)
    return size is None or (is_number and 0 < size < MOST_SIZE)


def _are_codes(codes: Any) -> bool:
    return isinstance(codes, list) and all(
        isinstance(code, str) and code in Refusal.values for code in codes
    )
