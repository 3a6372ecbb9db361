"""Who meets what by feeds: a secret address opens one feed of one person, and the page makes it."""

from types import SimpleNamespace
from typing import Any

from portal.notifications.models import FeedToken
from tests.access.rows import COMMUNITY, EVERYBODY, PARTNERS, SIGNED_IN, Answer, Row
from tests.hub.items import for_members, make_meeting, make_news, published

FEEDS = ["news", "library", "meetings", "guidance"]
# Whoever has an address gets the answer to its person: here one who reads what everybody reads.
NOBODY: dict[str, Any] = {"visitors": Answer(status=404), "refuse": 404}
SECRET = Answer(status=200)


def build(world: SimpleNamespace) -> None:
    """Give a partner and a suspended officer an address of each feed."""
    world.feeds = {
        (kind, feed): FeedToken.renew(feed, by=world.people[kind])
        for kind in ("partner", "suspended", "unconfirmed", "ncp_without_factor")
        for feed in FEEDS
    }
    # Everybody asks with the partner's address: nobody meets what the partner may not read.
    for make, words in ((make_news, "Canary feed news"), (make_meeting, "Canary feed meeting")):
        published(make(world.secrets.add(words, MEMBERS_PAGES), **for_members()))


# Lists of the hub show them to Member officers; no feed of a partner does.
MEMBERS_PAGES = COMMUNITY - PARTNERS - {"auditor", "administrator"}


def token(kind: str, feed: str, path: str = "") -> Any:
    """Return the function that gives the address of somebody's feed, or a swapped one."""
    return lambda world: [path or feed, world.feeds[kind, feed]]


ROWS = [
    *[
        Row("feed", EVERYBODY, feed, args=token("partner", feed), visitors=SECRET)
        for feed in ("news", "meetings", "guidance")
    ],
    Row("feed", EVERYBODY, "post", "POST", token("partner", "news"), ok=405),
    Row("feed", state="swapped", args=token("partner", "news", "library"), **NOBODY),
    Row("feed", state="suspended", args=token("suspended", "news"), **NOBODY),
    Row("feed", state="unconfirmed", args=token("unconfirmed", "news"), **NOBODY),
    Row("feed", state="without-factor", args=token("ncp_without_factor", "news"), **NOBODY),
    Row("notifications:feed_list", SIGNED_IN),
    Row("notifications:feed_renew", COMMUNITY, "news", "POST", lambda world: ["news"]),
    Row("notifications:feed_renew", COMMUNITY, "get", args=lambda world: ["news"], ok=405),
    Row("notifications:feed_renew", COMMUNITY, "unknown", "POST", lambda world: ["nothing"],
        ok=404),
    Row("notifications:feed_end", SIGNED_IN, "news", "POST", lambda world: ["news"], ok=302),
    Row("notifications:feed_end", SIGNED_IN, "get", args=lambda world: ["news"], ok=405),
]  # fmt: skip
