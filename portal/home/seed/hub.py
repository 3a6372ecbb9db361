"""News, meetings, deliverables and links, each from a source that its record names."""

import datetime
from typing import Any

from hub.models import Deliverable, Item, Link, Meeting, News, Precision, Verification
from portal.home.seed.files import Record, items
from portal.markings.models import Marking
from portal.taxonomy.models import Technology
from research.models import Work

MARKINGS = {"public": Marking.CLEAR, "members": Marking.GREEN}
PRECISIONS = {choice.value: choice for choice in Precision}
VERIFICATIONS = {choice.value: choice for choice in Verification}
MEETINGS = {choice.value: choice for choice in Meeting.Kind}
DELIVERABLES = {choice.value: choice for choice in Deliverable.Kind}
STATUSES = {choice.value: choice for choice in Deliverable.Status}
GROUPS = {choice.value: choice for choice in Link.Group}
ADDRESSES = {choice.value: choice for choice in Link.AddressStatus}
A_DATE = "a date such as 2024-12-18"


def load() -> None:
    """Load everything that the hub shows, published."""
    for item in items("news.json"):
        _add(News, item, **_news(item))
    for item in items("events.json"):
        _add(Meeting, item, **_meeting(item))
    technologies = {term.slug: term for term in Technology.objects.all()}
    works = {str(work.code): work for work in Work.objects.exclude(code=None)}
    for item in items("deliverables.json"):
        _add(
            Deliverable,
            item,
            technology=item.one_of("technology", technologies) if item["technology"] else None,
            work=item.one_of("work", works) if item["work"] else None,
            **_deliverable(item),
        )
    for item in items("links.json"):
        _add(Link, item, **_link(item))


def _add(model: type[Item], item: Record, **fields: Any) -> None:
    model.add(
        by=None,
        title_en=item["title_en"],
        title_fr=item["title_fr"],
        marking=item.one_of("audience", MARKINGS),
        french_is_working=item["french_status"] != "verified",
        **fields,
    ).publish(by=None)


def _texts(item: Record, *names: str) -> dict[str, Any]:
    return {field: item[field] for name in names for field in (f"{name}_en", f"{name}_fr")}


def _news(item: Record) -> dict[str, Any]:
    return _texts(item, "summary", "body") | {
        "date": item.convert("date", datetime.date.fromisoformat, A_DATE),
        "precision": item.one_of("date_precision", PRECISIONS),
        "source_title": item["source_title"],
        "source_url": item["source_url"],
    }


def _meeting(item: Record) -> dict[str, Any]:
    return _texts(item, "place", "note") | {
        "kind": item.one_of("type", MEETINGS),
        "start": item.convert("start", datetime.date.fromisoformat, A_DATE),
        "end": item.convert("end", datetime.date.fromisoformat, A_DATE),
        "precision": item.one_of("precision", PRECISIONS),
        "is_online": item["online"],
        "source_url": item["source_url"],
        "verification": item.one_of("verification", VERIFICATIONS),
    }


def _deliverable(item: Record) -> dict[str, Any]:
    dated = bool(item["date"])
    return _texts(item, "description") | {
        "kind": item.one_of("type", DELIVERABLES),
        "status": item.one_of("status", STATUSES),
        "date": item.convert("date", datetime.date.fromisoformat, A_DATE) if dated else None,
        "precision": item.one_of("date_precision", PRECISIONS) if dated else Precision.DAY,
        "url": item["url"],
        "source_url": item["source_url"],
        "verification": item.one_of("verification", VERIFICATIONS),
        "position": item.convert("order", int, "a whole number"),
    }


def _link(item: Record) -> dict[str, Any]:
    return _texts(item, "description") | {
        "group": item.one_of("group", GROUPS),
        "languages": item["language"],
        "url": item["url"],
        "address_status": item.one_of("url_status", ADDRESSES),
        "position": item.convert("order", int, "a whole number"),
    }
