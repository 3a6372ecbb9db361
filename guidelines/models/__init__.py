"""Records, the manuscripts that become their versions, and whose they are."""

from guidelines.models.briefing import Briefing
from guidelines.models.identity import Identity
from guidelines.models.manuscript import Manuscript
from guidelines.models.record import Record
from guidelines.models.translation import Translation
from guidelines.models.version import Version

__all__ = ["Briefing", "Identity", "Manuscript", "Record", "Translation", "Version"]
