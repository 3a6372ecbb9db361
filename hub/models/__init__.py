"""News, meetings, deliverables of the project, links, announcements, the maintenance notice."""

from hub.models.announcement import Announcement
from hub.models.banner import Banner
from hub.models.dates import Precision
from hub.models.deliverable import Deliverable
from hub.models.item import Item, Verification
from hub.models.link import Link
from hub.models.meeting import Meeting
from hub.models.news import News

# What the Secretariat keeps, by the word that stands in addresses.
KINDS: dict[str, type[Item]] = {
    "news": News,
    "meetings": Meeting,
    "deliverables": Deliverable,
    "links": Link,
}

__all__ = [
    "KINDS",
    "Announcement",
    "Banner",
    "Deliverable",
    "Item",
    "Link",
    "Meeting",
    "News",
    "Precision",
    "Verification",
]
