"""What was still to be mailed because of a follow that is stopped or muted."""

from typing import Any

import pytest

from directory.models import Person
from portal.notifications.models import Follow, Mail, Notification
from portal.notifications.registry import Level
from tests.notifications.conftest import Say, follow
from tests.research.conftest import Make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_working_hours")]

DRONES, AI = "technology:drones", "technology:ai-ml"

HUSH: dict[str, Any] = {
    "stop": lambda person: Follow.stop(DRONES, by=person),
    "mute": lambda person: Follow.set(DRONES, by=person, level=Level.MUTED),
    "only in the inbox": lambda person: Follow.set(DRONES, by=person, level=Level.TRACKING),
}


@pytest.mark.parametrize("hush", HUSH)
def test_what_waits_because_of_a_follow_goes_with_it(
    say: Say, make_work: Make, ncp_a: Person, ncp_b: Person, hush: str
) -> None:
    for person in (ncp_a, ncp_b):
        follow(person)
    follow(ncp_a, AI)
    said = {
        "now": {},
        "digest": {"kind": "diary"},
        # Heard of because of another follow, by name, or because it has to be said.
        "both": {"subjects": [DRONES, AI]},
        "named": {"people": [ncp_a.pk]},
        "required": {"kind": "account"},
    }
    events = {name: _said(say, make_work, how) for name, how in said.items()}

    HUSH[hush](ncp_a)

    def states(person: Person) -> dict[str, str]:
        mails = dict(Mail.objects.filter(person=person).values_list("event", "state"))
        lines = dict(Notification.objects.filter(person=person).values_list("event", "frequency"))
        return {name: mails.get(pk, lines[pk]) for name, pk in events.items()}

    assert states(ncp_a) == {
        "now": "stopped", "digest": "portal", "both": "due", "named": "due", "required": "due",
    }  # fmt: skip
    assert states(ncp_b) == {
        "now": "due", "digest": "daily", "both": "due", "named": "due", "required": "due",
    }  # fmt: skip


def _said(say: Say, make_work: Make, how: dict[str, Any]) -> int:
    work = make_work()
    say(work, **how)
    return int(Notification.objects.order_by("-pk")[0].event_id)
