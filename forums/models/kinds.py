"""The kinds and states of topics and posts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a topic is for."""

    QUESTION = "question", pgettext_lazy("topic", "Question")
    EXPERIENCE = "experience", pgettext_lazy("topic", "Experience")
    IDEA = "idea", pgettext_lazy("topic", "Idea")
    ANNOUNCEMENT = "announcement", pgettext_lazy("topic", "Announcement")
    POLL = "poll", pgettext_lazy("topic", "Poll")


class Outcome(models.TextChoices):
    """How a question stands."""

    NONE = "", pgettext_lazy("topic", "No question")
    OPEN = "open", _("Waits for an answer")
    ANSWERED = "answered", _("Answered")
    PARTLY = "partly", _("Answered in part")
    MOVED = "moved", _("Answered elsewhere")
    EXPIRED = "expired", _("Not answered in time")


class State(models.TextChoices):
    """Whether others read it. What is held triggers nothing: no mail, no count, no index."""

    HELD = "held", _("Waits for a moderator")
    UNSIGNED = "unsigned", _("Waits for the holder of the seat")
    DROPPED = "dropped", _("Not signed by its administration")
    RETURNED = "returned", _("Returned to its author")
    REJECTED = "rejected", _("Rejected")
    SHOWN = "shown", _("Shown")
    REMOVED = "removed", _("Removed")
    # Of a topic: its posts stand in another one, and nobody reads it.
    MERGED = "merged", _("Merged into another topic")


# What its author and the moderators alone read.
UNSEEN = frozenset({State.HELD, State.UNSIGNED, State.DROPPED, State.RETURNED, State.REJECTED})


class Voice(models.TextChoices):
    """Who speaks in a post."""

    PERSONAL = "personal", _("personal view")
    POSITION = "position", _("position of the administration")


# Languages that people write in; the portal itself speaks two of them.
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("ar", _("Arabic")),
    ("ru", _("Russian")),
    ("zh", _("Chinese")),
]
RIGHT_TO_LEFT = frozenset({"ar"})

# Posts of one page; page n holds the numbers from PER_PAGE * (n - 1) + 1 on.
PER_PAGE = 20
