"""The rows of the desk: letters, work items with their history, texts for reasons, closing days."""

from portal.desk.models.holiday import Holiday
from portal.desk.models.letter import Letter
from portal.desk.models.queues import LEASE, Conflict
from portal.desk.models.reason import ReasonTemplate
from portal.desk.models.step import WorkStep
from portal.desk.models.work import WorkItem

__all__ = ["LEASE", "Conflict", "Holiday", "Letter", "ReasonTemplate", "WorkItem", "WorkStep"]
