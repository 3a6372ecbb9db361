"""Records, the manuscripts that become their versions, and whose they are."""

from guidelines.models.identity import Identity
from guidelines.models.likeness import Opinion, Pair
from guidelines.models.manuscript import Manuscript
from guidelines.models.provenance import Provenance
from guidelines.models.record import Record
from guidelines.models.succession import Succession
from guidelines.models.translation import Translation
from guidelines.models.version import Version

__all__ = [
    "Identity",
    "Manuscript",
    "Opinion",
    "Pair",
    "Provenance",
    "Record",
    "Succession",
    "Translation",
    "Version",
]
