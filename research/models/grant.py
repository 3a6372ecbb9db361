"""Explicit grants to read one work, or to keep it, in direct-foreign-key tables."""

from typing import Any

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from guardian.shortcuts import assign_perm, remove_perm

VIEW = "view_work"
# Whoever keeps a record corrects it, names its readers and withdraws it.
KEEP = "change_work"


class PersonGrant(UserObjectPermissionBase):
    """An explicit grant of one work to one person."""

    content_object = models.ForeignKey(
        "research.Work", on_delete=models.CASCADE, related_name="person_grants"
    )


class AdministrationGrant(GroupObjectPermissionBase):
    """An explicit grant of one work to the group that stands for an administration."""

    content_object = models.ForeignKey(
        "research.Work", on_delete=models.CASCADE, related_name="administration_grants"
    )


def name_reader(work: Any, reader: Any, *, keeps: bool) -> None:
    """Write that a person, or a group, reads the work; only a person keeps it."""
    for permission in [VIEW, KEEP] if keeps else [VIEW]:
        assign_perm(permission, reader, work)


def forget_reader(work: Any, reader: Any) -> None:
    """Take off whatever a person or a group is named for."""
    for permission in (VIEW, KEEP):
        remove_perm(permission, reader, work)
