"""Labelled sample items of every kind that wait on the desk, put there by the ordinary verbs."""

import uuid
from collections.abc import Callable
from typing import Any

from django.utils.translation import override

from forums.models import HELD, Appeal, Post, Topic
from portal.desk.models import Letter, WorkItem
from portal.home.seed.files import ContentError, Record, items
from portal.home.seed.rooms import sample_people
from workspaces import appeals
from workspaces.models import Admission, Joining, Kind, Role, Workspace
from workspaces.requests import JOINING, ask_for_room, ask_to_join

# Who decides in the rooms of the sample, and the room that takes requests.
DECIDER, ASKED_ROOM = "ke-ncp", "Corridor e-seals drafting group"
People = dict[str, Any]


def load() -> None:
    """Let sample persons write, report, ask and appeal; nobody has answered yet."""
    people = sample_people()
    for item in items("sample_desk.json"):
        try:
            with override(item.values.get("language", "en")):
                item.one_of("what", KINDS)(item, people)
        except KeyError as error:
            raise ContentError(f"{item.place}: {error} is missing or unknown.") from None


def _written(item: Record, people: People) -> Post:
    """Write the first words of somebody in an open room: they wait."""
    topic, by = _topic(item), people[item["by"]]
    if not Admission.objects.current().filter(workspace=topic.workspace, person=by).exists():
        Admission.admit(topic.workspace, by, role=Role.CONTRIBUTOR, by=by, is_quiet=True)
    post: Post = topic.reply(
        by=by, source=item["text"], language=item["language"], token=uuid.uuid4(), is_sample=True
    )
    return post


def _rejected(item: Record, people: People) -> None:
    post = _written(item, people)
    WorkItem.objects.about(HELD, post).get().decide(
        "reject", by=people[DECIDER], reason=item["reason"]
    )
    row = Post.objects.select_related("topic__workspace").get(pk=post.pk)
    Appeal.lodge(row, by=people[item["by"]], words=item["appeal"])


def _reported(item: Record, people: People) -> None:
    post = Post.objects.select_related("topic__workspace").get(
        topic=_topic(item), number=item["number"]
    )
    for each in item["reports"]:
        post.flag(by=people[each["by"]], reason=each["reason"], why=each["why"])


def _asked(item: Record, people: People) -> Any:
    room = Workspace.objects.get(name=ASKED_ROOM)
    return ask_to_join(room, by=people[item["by"]], reason=item["text"])


def _refused(item: Record, people: People) -> None:
    asked = _asked(item, people)
    WorkItem.objects.about(JOINING, asked).get().decide(
        "refuse", by=people[DECIDER], reason=item["reason"]
    )
    asked.refresh_from_db()
    appeals.appeal(asked, by=people[item["by"]], words=item["appeal"])


def _room(item: Record, people: People) -> None:
    is_listed = item["kind"] != Kind.BILATERAL
    ask_for_room(
        by=people[item["by"]], second_owner=people[item["second"]], kind=item["kind"],
        name=item["name"], purpose=item["text"], reason=item["reason"], is_listed=is_listed,
        joining=Joining.REQUEST if is_listed else Joining.INVITATION,
    )  # fmt: skip


def _letter(item: Record, people: People) -> None:
    Letter.write(item["kind"], by=people[item["by"]], text=item["text"], page="/en/")


def _topic(item: Record) -> Topic:
    found = Topic.objects.filter(is_sample=True, title__startswith=item["topic"])
    topic = found.select_related("workspace").first()
    if topic is None:
        raise ContentError(f"{item.place}: no sample topic begins with {item['topic']!r}.")
    return topic


KINDS: dict[str, Callable[[Record, People], Any]] = {
    "first": _written,
    "rejected": _rejected,
    "report": _reported,
    "join": _asked,
    "refused": _refused,
    "room": _room,
    "letter": _letter,
}
