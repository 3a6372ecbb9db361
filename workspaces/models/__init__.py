"""Rooms that officers work in, who is let in, and what stands in them."""

from workspaces.models.admission import Admission
from workspaces.models.appeal import JoinAppeal
from workspaces.models.ending import Ending
from workspaces.models.happening import Happening
from workspaces.models.invitation import Invitation
from workspaces.models.item import RoomItem, RoomItemQuerySet
from workspaces.models.join_request import JoinRequest
from workspaces.models.kinds import Joining, Kind, Role, State
from workspaces.models.labels import assert_not_lower, highest, is_lower
from workspaces.models.lesson import Lesson
from workspaces.models.room_export import RoomExport
from workspaces.models.room_request import RoomRequest
from workspaces.models.workspace import Workspace

__all__ = [
    "Admission",
    "Ending",
    "Happening",
    "Invitation",
    "JoinAppeal",
    "JoinRequest",
    "Joining",
    "Kind",
    "Lesson",
    "Role",
    "RoomExport",
    "RoomItem",
    "RoomItemQuerySet",
    "RoomRequest",
    "State",
    "Workspace",
    "assert_not_lower",
    "highest",
    "is_lower",
]
