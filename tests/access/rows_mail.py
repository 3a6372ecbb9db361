"""Who meets what of mails: one's own settings and log; states and numbers for who watches."""

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from portal.notifications import stopping
from portal.notifications.models import Mail, MailSetting
from portal.notifications.models.mail import message_id
from tests.access.rows import EVERYBODY, SIGNED_IN, Answer, Row

WATCHERS = {"secretariat", "administrator"}


def build(world: SimpleNamespace) -> None:
    """Let a mail to a contact point fail, and another's address send mails back."""
    said = world.secrets.add("Canary of a mail server", WATCHERS | {"ncp_a"})
    world.dead_mail = Mail.objects.create(
        person=world.people["ncp_a"], kind=Mail.Kind.DAILY, period=timezone.now().date(),
        state=Mail.State.DEAD, error=said, tries=6, message_id=message_id("access"),
    )  # fmt: skip
    world.unreachable = world.people["ncp_b"]
    for _time in range(2):
        MailSetting.bounced(person=world.unreachable, status="5.1.1", is_hard=True)


def token(world: SimpleNamespace) -> list[Any]:
    """Return the token of a mail to a contact point: whoever holds it may stop the list."""
    return [stopping.token_for(world.people["ncp_a"], stopping.ALL)]


def forged(world: SimpleNamespace) -> list[Any]:
    """Return a token that nobody signed."""
    return [token(world)[0][:-4] + "AAAA"]


def data(**values: str) -> Any:
    """Return the function that gives these fields."""
    return lambda world: values


NOT_FOUND = Answer(status=404)
ONE_CLICK = data(**{"List-Unsubscribe": "One-Click"})
ROWS = [
    Row("stop", EVERYBODY, args=token),
    Row("stop", EVERYBODY, "one click", "POST", token, ONE_CLICK),
    Row("stop", EVERYBODY, "button", "POST", token, data(what="all")),
    Row("stop", EVERYBODY, "other", "POST", token, data(what="kind:news"), ok=400),
    Row("stop", state="forged", args=forged, refuse=404, visitors=NOT_FOUND),
    Row("stop", frozenset(), "forged", "POST", forged, ONE_CLICK, refuse=404, visitors=NOT_FOUND),
    Row("notifications:preferences", SIGNED_IN),
    Row("notifications:preferences", SIGNED_IN, "wrong", "POST", ok=400),
    Row("notifications:preferences_stop", SIGNED_IN, "get", ok=405),
    Row(
        "notifications:preferences_stop", SIGNED_IN, "stop", "POST",
        data=data(is_stopped="yes"), ok=302,
    ),
    Row("notifications:try_again", SIGNED_IN, "get", ok=405),
    Row("notifications:try_again", SIGNED_IN, "again", "POST", ok=302),
    Row("notifications:mail_list", SIGNED_IN),
    Row("notifications:delivery", WATCHERS),
    Row("notifications:delivery_try_again", WATCHERS, "get", ok=405),
    Row(
        "notifications:delivery_try_again", WATCHERS, "mail", "POST",
        data=lambda world: {"mail": world.dead_mail.pk}, ok=302,
    ),
    Row("notifications:unreachable_list", WATCHERS),
    Row("notifications:address_works", WATCHERS, "get", ok=405),
    Row(
        "notifications:address_works", WATCHERS, "works", "POST",
        data=lambda world: {"person": world.unreachable.public_id}, ok=302,
    ),
]  # fmt: skip
