"""Who meets announcements: those who publish, and for the approval nobody who prepared them."""

from types import SimpleNamespace
from typing import Any

from hub.models import Announcement
from tests.access.rows import Answer, Row
from tests.hub.items import make_news, published

SENDERS = {"secretariat", "publisher"}
GONE = dict.fromkeys(SENDERS, Answer(status=404))


def build(world: SimpleNamespace) -> None:
    """Prepare announcements of public news, whose audience only senders may meet, in each state."""
    by = world.people["secretariat"]
    news = published(make_news("Open announced news"))
    draft = make_news("Draft that is not announced", by=world.people["editor"])

    def made() -> Announcement:
        return Announcement.prepare(by=by, news=news, reach=["secretariat"])

    waiting, sent = made(), made()
    Announcement.objects.filter(pk=waiting.pk).update(state="waiting", recipients=600)
    sent.schedule(by=by)
    assert sent.send()
    world.announcements = {"draft": made(), "waiting": waiting, "sent": sent}
    world.announced = {"published": news, "draft": draft}


def made(state: str) -> Any:
    """Return the function that gives the address of an announcement."""
    return lambda world: [world.announcements[state].public_id]


def about(state: str) -> Any:
    """Return the function that gives the address of news."""
    return lambda world: [world.announced[state].public_id]


ROWS = [
    Row("hub:announcement_list", SENDERS),
    Row("hub:announcement_add", SENDERS, args=about("published")),
    Row("hub:announcement_add", set(), "draft", args=about("draft")),
    Row("hub:announcement_add", SENDERS, "sent", "POST", about("published"),
        lambda world: {"reach": "members"}, ok=302),
    *[
        Row("hub:announcement_detail", SENDERS, state, args=made(state))
        for state in ("draft", "waiting", "sent")
    ],
    Row("hub:announcement_detail", state="random", args=lambda world: ["q" * 12], others=GONE),
    Row("hub:announcement_schedule", SENDERS, "draft", "POST", made("draft"), ok=302),
    Row("hub:announcement_approve", {"publisher"}, "waiting", "POST", made("waiting"), ok=302),
    Row("hub:announcement_cancel", SENDERS, "draft", "POST", made("draft"), ok=302),
    Row("hub:announcement_cancel", SENDERS, "sent", "POST", made("sent"), ok=302),
    Row("hub:announcement_test", SENDERS, "draft", "POST", made("draft"), ok=302),
    *[
        Row(f"hub:announcement_{verb}", SENDERS, "get", args=made("draft"), ok=405)
        for verb in ("schedule", "approve", "cancel", "test")
    ],
]  # fmt: skip
