"""Topics in the activity of their rooms."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from forums.models import Topic
from portal.markings.models import Marking
from workspaces.activity import Thing

WORDS = {
    "forums.start_topic": _("began a topic"),
    "forums.accept_answer": _("accepted an answer"),
    "forums.close_topic": _("closed a topic"),
    "forums.conclude_question": _("said how a question ended"),
    "forums.label_topic": _("put a topic under another label"),
}


def topics(keys: Iterable[int], person: Any) -> dict[int, Thing]:
    """Return the topics that a person reads; nothing under TLP:RED stands in a list of news."""
    found = Topic.objects.readable_by(person).shown().exclude(marking=Marking.RED)
    return {each.pk: thing_of(each) for each in found.filter(pk__in=keys)}


def thing_of(topic: Topic) -> Thing:
    """Return a topic as a line names it."""
    label = topic.get_marking_display()
    return Thing(topic.title, topic.get_absolute_url(), topic.marking, label)
