"""What the Secretariat fills in: items, the notice, announcements."""

from hub.forms.announcement import AnnouncementForm
from hub.forms.item import FORMS, BannerForm, KeeperFilter

__all__ = ["FORMS", "AnnouncementForm", "BannerForm", "KeeperFilter"]
