"""Static files as they are sent: hashed, compressed, style sheets without their comments."""

import re
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

COMMENT = re.compile(r"\s*/\*.*?\*/", re.DOTALL)


class BareStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Comments are for those who write: they would be a seventh of the style sheets on the line."""

    def file_hash(self, name: str | None, content: "File[Any] | None" = None) -> str:
        """Return the hash of what is sent."""
        return str(super().file_hash(name, content and _bare(name, content)))

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the address of a file; what the manifest says of it never changes."""
        key = name, force
        if key not in self._addresses:
            self._addresses[key] = str(super().url(name, force))
        return self._addresses[key]

    @cached_property
    def _addresses(self) -> dict[tuple[str | None, bool], str]:
        return {}

    def _save(self, name: str, content: "File[Any]") -> str:
        return str(super()._save(name, _bare(name, content)))


def _bare(name: str | None, content: "File[Any]") -> "File[Any]":
    # The manifest is hashed without a name.
    if not name or not name.endswith(".css"):
        return content
    content.seek(0)
    return ContentFile(COMMENT.sub("", content.read().decode()).encode())
