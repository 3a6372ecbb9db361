"""The rows of notifications: events, inboxes, follows, settings and mails."""

from portal.notifications.models.event import (
    Event,
    readers_changed,
    readers_of_many_changed,
    tell,
)
from portal.notifications.models.feed import FeedToken
from portal.notifications.models.follow import Follow, TooManyFollowsError, follow_by_itself
from portal.notifications.models.mail import Mail
from portal.notifications.models.notification import Notification
from portal.notifications.models.setting import MailSetting, Preference
from portal.notifications.models.volume import Volume

__all__ = [
    "Event",
    "FeedToken",
    "Follow",
    "Mail",
    "MailSetting",
    "Notification",
    "Preference",
    "TooManyFollowsError",
    "Volume",
    "follow_by_itself",
    "readers_changed",
    "readers_of_many_changed",
    "tell",
]
