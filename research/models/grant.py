"""Explicit grants to read one work, in direct-foreign-key tables."""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


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
