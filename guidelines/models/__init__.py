"""Records, the manuscripts that become their versions, and whose they are."""

from guidelines.models.comment import Comment
from guidelines.models.identity import Identity
from guidelines.models.manuscript import Manuscript
from guidelines.models.record import Record
from guidelines.models.review import Review
from guidelines.models.translation import Translation
from guidelines.models.version import Version

__all__ = [
    "Comment", "Identity", "Manuscript", "Record", "Review", "Translation", "Version",
]  # fmt: skip
