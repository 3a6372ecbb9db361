"""How long the server takes to post a reply in a topic that 500 members of its room follow."""

import json
import sys
import time
from statistics import median

from bench.figures import BenchError
from bench.inside import visit
from bench.inside.followers import followers
from bench.inside.people import contact_point
from forums.models import Topic
from portal.home.seed.scale_topics import NAME
from portal.markings.models import Marking
from portal.notifications.models import Follow
from workspaces.models import Admission, Role, Workspace

FOLLOWERS = 500
REPLIES = 25
WORDS = "We check **seven** of a hundred, and ten where the seal is new.\n\n" * 8


def follow(topic: Topic, people: list[int]) -> None:
    """Let people into the room of a topic, and let them follow it."""
    room = topic.workspace
    Admission.objects.bulk_create(
        Admission(
            workspace=room, person_id=pk, role=Role.READER, marking=Marking.AMBER,
            audience_id=room.audience_id,
        )
        for pk in people
    )  # fmt: skip
    Follow.objects.bulk_create(Follow(person_id=pk, subject=topic.subject) for pk in people)


if __name__ == "__main__":
    person = contact_point()
    room = Workspace.objects.filter(name__startswith=NAME).order_by("name")[0]
    if not room.admissions.current().filter(person=person).exists():
        Admission.admit(room, person, role=Role.CONTRIBUTOR, by=None)
    # Not the long one: it has a page of its own in this bench.
    topic = Topic.objects.filter(workspace=room).select_related("workspace").order_by("pk")[1]
    follow(topic, followers(person, FOLLOWERS)[:FOLLOWERS])
    client, seconds = visit.visitor(person), []
    for number in range(REPLIES):
        values = {"body": f"{WORDS}{number}", "language": "en", "voice": "personal"}
        began = time.perf_counter()
        response = client.post(topic.get_absolute_url(), values | {"marking": topic.marking})
        seconds.append(time.perf_counter() - began)
        if response.status_code != 302:
            raise BenchError(f"A reply was answered {response.status_code}.")
    json.dump({"milliseconds": median(seconds) * 1000, "replies": REPLIES}, sys.stdout)
