"""The kinds, the states and the roles of rooms."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The kind of work on the desk that a request to join is.
JOINING = "workspaces.join_request"


class Kind(models.TextChoices):
    """What a room is for; it says which rules bind it."""

    STANDING = "standing", _("Standing group")
    MISSION = "mission", _("Mission room")
    BILATERAL = "bilateral", _("Bilateral room")
    DRAFTING = "drafting", _("Drafting room")


class Joining(models.TextChoices):
    """How somebody gets in."""

    OPEN = "open", _("Open: every officer may join")
    REQUEST = "request", _("By request: a moderator decides")
    INVITATION = "invitation", _("By invitation only")


class State(models.TextChoices):
    """Where a room is in its life."""

    ACTIVE = "active", pgettext_lazy("workspace", "Active")
    FROZEN = "frozen", pgettext_lazy("workspace", "Frozen")
    ARCHIVED = "archived", pgettext_lazy("workspace", "Archived")


class Role(models.IntegerChoices):
    """What somebody may do in a room; a higher one may all that a lower one may."""

    READER = 0, pgettext_lazy("workspace", "Reader")
    CONTRIBUTOR = 1, pgettext_lazy("workspace", "Contributor")
    MODERATOR = 2, pgettext_lazy("workspace", "Moderator")
    OWNER = 3, pgettext_lazy("workspace", "Owner")

    def token(self, room: int) -> str:
        """Return the token of whoever has this role, or a higher one, in a room."""
        return f"{TOKENS[self]}:{room}"


# What the token of whoever is asked into a room begins with, while they may answer.
INVITED = "invited"

# What the token of a role begins with: whoever is let in at all holds the first.
TOKENS = {
    Role.READER: "workspace",
    Role.CONTRIBUTOR: "contributor",
    Role.MODERATOR: "moderator",
    Role.OWNER: "owner",
}


def named(room: int, person: int) -> str:
    """Return the token of a person who is let into a room today: what is for named members alone.

    Whoever leaves the room holds it no longer, however they were named.
    """
    return f"named:{room}-{person}"
