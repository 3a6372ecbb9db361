"""Has pages set by a process of their own, within time; nothing of ours is in its memory."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

SECONDS = 20


class NoPagesError(Exception):
    """The process took too long, or no setting of the text fits."""


def typeset(template: Path, variants: Sequence[dict[str, Any]], *, most_pages: int) -> bytes:
    """Return a PDF of the first variant that fits; text in it is data, never instructions."""
    job = {
        "template": str(template), "root": str(template.parent), "settings": list(variants),
        "most_pages": most_pages,
    }  # fmt: skip
    try:
        done = subprocess.run(
            [sys.executable, "-E", "-s", "-m", "portal.press"],
            input=json.dumps(job).encode(), capture_output=True, cwd=settings.ROOT, env={},
            timeout=SECONDS, check=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NoPagesError("too long") from None
    except subprocess.CalledProcessError as error:
        raise NoPagesError(error.stderr.decode(errors="replace")[-500:]) from None
    return done.stdout
