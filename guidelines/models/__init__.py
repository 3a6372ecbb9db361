"""Records, the manuscripts that become their versions, and whose they are."""

from guidelines.models.figures import Figures
from guidelines.models.identity import Identity
from guidelines.models.manuscript import Manuscript
from guidelines.models.record import Record
from guidelines.models.relay import Relay, RelayText
from guidelines.models.translation import Translation
from guidelines.models.unsealing import Unsealing
from guidelines.models.version import Version

__all__ = ["Identity", "Manuscript", "Record", "Translation", "Version"]
__all__ += ["Figures", "Relay", "RelayText", "Unsealing"]
