"""Files of the tests: a private folder, real bytes, and a room that carries them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.files.models import StoredFile
from portal.files.purposes import Purpose, register_carrier, register_purpose
from tests.files import samples

LETTER = Purpose(
    code="test_letter",
    title="Letter",
    accepts={"pdf", "png", "jpeg", "docx", "odt"},
    max_bytes=2_000_000,
)
PAPERS = Purpose(
    code="test_papers",
    title="Papers",
    accepts={"pdf", "xlsx", "txt", "csv", "eml"},
    max_bytes=2_000_000,
    tolerates=frozenset({"embedded"}),
)
# What the carrier was told: the public ids, and what became of them.
told: list[tuple[str, str]] = []
for _purpose in (LETTER, PAPERS):
    register_purpose(_purpose)
register_carrier(
    "test_letter",
    on_released=lambda file: told.append((file.public_id, "released")),
    on_refused=lambda file: told.append((file.public_id, file.refusal)),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """The private folder, empty at the start of every test."""
    place = tmp_path / "stored"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(place)},
        }
    }
    told.clear()
    return place


def upload(name: str = "letter.pdf", body: bytes = b"") -> SimpleUploadedFile:
    """Return an upload as a browser would send it."""
    return SimpleUploadedFile(name, body or samples.pdf(), "application/octet-stream")


def received(by: Any, name: str = "letter.pdf", body: bytes = b"", **fields: Any) -> StoredFile:
    """Return a file that somebody sent."""
    given = {"purpose": "test_letter", "marking": "amber", "readers": ["secretariat"]}
    return StoredFile.receive(upload(name, body), by=by, **given | fields)


def released(by: Any, **fields: Any) -> StoredFile:
    """Return a file that was looked into and released."""
    file = received(by, **fields)
    assert file.release(
        kind="pdf", scanner="built-in: EICAR only", pages=1, width=None, height=None
    )
    return file
