"""Explicit grants to read one topic under TLP:RED, in a direct-foreign-key table of guardian."""

from django.db import models
from guardian.models import UserObjectPermissionBase

VIEW = "view_topic"


class TopicGrant(UserObjectPermissionBase):
    """A person of the room who is named to read one topic."""

    content_object = models.ForeignKey(
        "forums.Topic", on_delete=models.CASCADE, related_name="person_grants"
    )
