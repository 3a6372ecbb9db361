"""Who meets what of the inbox: one's own lines about what one may read now, and nothing else."""

from types import SimpleNamespace
from typing import Any

from portal.markings.models import Marking
from portal.notifications.models import Event, Notification, tell
from portal.taxonomy.models import Language
from research.models import Work
from tests.access.rows import SIGNED_IN, Row

TABLE = "notifications_notification"


def build(world: SimpleNamespace) -> None:
    """Tell the named reader of a record, and somebody who may read it no longer."""
    title = world.secrets.add("Canary of an inbox", {"grantee", "secretariat", "editor"})
    # A language of its own: the library's table brings English.
    language = Language.objects.create(code="xn", name_en="N", name_fr="N", endonym="N")
    work = Work.add(
        by=None, authors=[], title=title, year=2026, kind=Work.Type.REPORT, language=language,
        abstract="Words.", marking=Marking.RED,
    )  # fmt: skip
    work.publish(by=None)
    work.grant(world.people["grantee"], by=None)
    tell("research.edit_work", kind="library", on=work, by=world.people["editor"])
    world.lines = {
        kind: Notification.objects.create(
            event=Event.objects.latest("pk"), person=world.people[kind], frequency="portal"
        )
        for kind in ("grantee", "officer")
    }


def line(kind: str) -> Any:
    """Return the function that gives the address of somebody's line."""
    return lambda world: [world.lines[kind].pk]


def mark(kind: str) -> Any:
    """Return the function that gives what marks somebody's line."""
    return lambda world: {"read": world.lines[kind].pk}


ROWS = [
    Row("notifications:inbox", SIGNED_IN),
    Row("notifications:inbox", SIGNED_IN, "unread", query="show=unread&kind=library&sort=old"),
    Row("notifications:digest_preview", SIGNED_IN),
    Row("notifications:digest_preview", SIGNED_IN, "post", "POST", ok=405),
    Row("notifications:inbox", SIGNED_IN, "jump", query="kind=library&jump=on", ok=302),
    Row("notifications:inbox", SIGNED_IN, "post", "POST", ok=405),
    Row(
        "notifications:notification_open", {"grantee"}, "named", args=line("grantee"),
        ok=302, refuse=404, writes={TABLE},
    ),
    # Whose line it is may read the record no longer.
    Row("notifications:notification_open", set(), "unreadable", args=line("officer"), refuse=404),
    Row("notifications:inbox_mark", SIGNED_IN, "named", "POST", data=mark("grantee"), ok=302),
    Row("notifications:inbox_mark", SIGNED_IN, "get", ok=405),
    # Marks only lines of one's own.
    Row(
        "notifications:inbox_mark", SIGNED_IN, "all", "POST", data=lambda world: {"everything": 1},
        ok=302,
    ),
]  # fmt: skip
