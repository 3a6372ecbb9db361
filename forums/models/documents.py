"""What the search index keeps of a topic that others read."""

from typing import Any

from forums.models.kinds import PER_PAGE, State
from forums.models.result import results_of
from portal.search.models import Document, Kind


def document_of(topic: Any) -> Document:
    """Return its title, and the words of its first page."""
    words = topic.posts.filter(state=State.SHOWN).order_by("number").values_list("words", flat=True)
    line = f"{topic.workspace.name} · {topic.get_kind_display()}"
    return Document(
        kind=Kind.TOPIC,
        titles={topic.language: topic.title},
        bodies={topic.language: "\n".join([*words[:PER_PAGE], *results_of(topic)])},
        lines={"en": line, "fr": line},
        reference=topic.reference,
        path=f"topics/{topic.public_id}/",
        language=topic.language,
        technologies=topic.technologies,
        date=topic.started_at.date(),
    )
