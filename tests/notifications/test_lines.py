"""Why a line came: what is followed is named once."""

import pytest
from django.test import Client

from directory.models import Person
from portal.notifications.dispatch import dispatch_waiting
from portal.taxonomy.models import Technology
from tests.notifications.conftest import Say, follow
from tests.research.conftest import Make

pytestmark = pytest.mark.django_db


def test_line_names_what_is_followed_where_its_sentence_does_not(
    client: Client, officer: Person, say: Say, make_work: Make, drones: Technology
) -> None:
    follow(officer, "technology:drones")
    for title in ("Cameras in ports", "Drones in ports"):
        say(make_work(title))
    dispatch_waiting()
    client.force_login(officer)

    lines = {row.sentence: row.why for row in client.get("/en/notifications/").context["rows"]}

    (plain,) = (why for sentence, why in lines.items() if "Cameras" in sentence)
    (repeated,) = (why for sentence, why in lines.items() if "Drones" in sentence)
    assert plain == "You follow Drones"
    assert repeated.startswith("You follow: ")
