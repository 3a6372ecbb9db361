"""Items of the hub for tests: complete, in both languages."""

import datetime
from typing import Any

from hub.models import Deliverable, Item, Link, Meeting, News
from portal.markings.models import Marking


def titles(words: str) -> dict[str, str]:
    """Return a title in both languages."""
    return {"title_en": words, "title_fr": f"{words} (fr)"}


def make_news(words: str = "Pilot ends", *, by: Any = None, **fields: Any) -> News:
    """Return a draft of news."""
    return News.add(
        by=by,
        **titles(words)
        | {
            "date": datetime.date(2026, 4, 13),
            "summary_en": f"{words} in one sentence.",
            "summary_fr": f"{words} en une phrase.",
            "body_en": f"{words}, the text.\n\nA second paragraph.",
            "body_fr": f"{words}, le texte.\n\nUn second paragraphe.",
        }
        | fields,
    )


def make_meeting(words: str = "Plenary", *, by: Any = None, **fields: Any) -> Meeting:
    """Return a draft of a meeting that comes in some days."""
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=10)
    return Meeting.add(
        by=by,
        **titles(words)
        | {"kind": Meeting.Kind.CONTACT_POINTS, "start": day, "end": day}
        | {"place_en": "Online", "place_fr": "En ligne"}
        | fields,
    )


def make_deliverable(words: str = "Report", *, by: Any = None, **fields: Any) -> Deliverable:
    """Return a draft of a deliverable."""
    return Deliverable.add(
        by=by,
        **titles(words)
        | {
            "kind": Deliverable.Kind.REPORT,
            "status": Deliverable.Status.PUBLISHED,
            "description_en": f"{words}, described.",
            "description_fr": f"{words}, décrit.",
        }
        | fields,
    )


def make_link(words: str = "Site", *, by: Any = None, **fields: Any) -> Link:
    """Return a draft of a link."""
    return Link.add(
        by=by,
        **titles(words)
        | {
            "group": Link.Group.WCO,
            "description_en": f"{words}, described.",
            "description_fr": f"{words}, décrit.",
            "url": "https://customs.example/",
            "languages": ["en"],
        }
        | fields,
    )


MAKERS = {
    "news": make_news,
    "meetings": make_meeting,
    "deliverables": make_deliverable,
    "links": make_link,
}


def published[I: Item](item: I) -> I:
    """Return the item, now published."""
    assert item.publish(by=None)
    return item


def for_members() -> dict[str, Any]:
    """Return the fields of what only Member officers read."""
    return {"marking": Marking.GREEN}
