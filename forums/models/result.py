"""What came out of a poll, in words for the search index and for copies."""

from typing import Any

from forums.models.kinds import Kind


def results_of(topic: Any) -> list[str]:
    """Return the options of a closed poll with their count; nothing of any other topic."""
    poll = getattr(topic, "poll", None) if topic.kind == Kind.POLL else None
    if poll is None or not poll.is_over or not poll.shows_results(has_voted=False):
        return []
    options = poll.options.order_by("place").values_list("text", flat=True)
    return [f"{text}: {n}" for text, n in zip(options, poll.points, strict=False)]
