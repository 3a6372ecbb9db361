"""Records, the manuscripts that become their versions, and whose they are."""

from guidelines.models.briefing import Briefing
from guidelines.models.circumstances import Circumstances
from guidelines.models.comment import Comment
from guidelines.models.figures import Figures
from guidelines.models.identity import Identity
from guidelines.models.manuscript import Manuscript
from guidelines.models.outcome import Outcome
from guidelines.models.pair import Opinion, Pair
from guidelines.models.provenance import Provenance
from guidelines.models.record import Record
from guidelines.models.reexamination import Reexamination
from guidelines.models.relay import Relay, RelayText
from guidelines.models.review import Review
from guidelines.models.succession import Succession
from guidelines.models.translation import Translation
from guidelines.models.unsealing import Unsealing
from guidelines.models.version import Version
from guidelines.models.wording import Wording

__all__ = [
    "Briefing", "Circumstances", "Comment", "Figures", "Identity", "Manuscript", "Opinion",
    "Outcome", "Pair", "Provenance", "Record", "Reexamination", "Relay", "RelayText", "Review",
    "Succession", "Translation", "Unsealing", "Version", "Wording",
]  # fmt: skip
