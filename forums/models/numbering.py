"""Posts that change their place: numbers without gaps, and read marks that mean the same."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F

from forums.models.mark import ReadMark
from forums.models.post import Post

# Far beyond every number: rows pass through it, so that no two meet on their way.
AWAY = 1_000_000_000


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield first, last and how many stand before of each unbroken run of these numbers."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], numbers[at - 1], start
            start = at


def take_out(topic: Any, new: Any, numbers: Sequence[int]) -> None:
    """Give these posts of a topic to a new one, from 1 on, and close the gaps behind them."""
    for first, last, before in runs(numbers):
        going = Post.objects.filter(topic=topic, number__gte=first, number__lte=last)
        going.update(
            topic=new, workspace=new.workspace_id, number=F("number") - (first - 1 - before)
        )
    ends = [*numbers[1:], AWAY]
    for gone, (number, end) in enumerate(zip(numbers, ends, strict=True), start=1):
        staying = Post.objects.filter(topic=topic, number__gt=number, number__lt=end)
        if end > number + 1 and staying.update(number=F("number") + AWAY):
            moved = Post.objects.filter(topic=topic, number__gt=AWAY)
            moved.update(number=F("number") - (AWAY + gone))
    _split_marks(topic, new, numbers)


def put_behind(topic: Any, into: Any) -> None:
    """Give the posts of a topic to another one, after its own."""
    # What waits there has numbers, too; nobody but its keepers knows them.
    last = into.next_number - 1
    Post.objects.filter(topic=topic).update(
        topic=into, workspace=into.workspace_id, number=F("number") + last
    )
    read = dict(ReadMark.objects.filter(topic=topic).values_list("person", "number"))
    # Whoever had read the other topic to its end read on into this one as far as they were.
    for mark in ReadMark.objects.filter(topic=into, number__gte=into.last_number, person__in=read):
        ReadMark.objects.filter(pk=mark.pk).update(number=last + read[mark.person_id])
    ReadMark.objects.filter(topic=topic).delete()


def _split_marks(topic: Any, new: Any, numbers: Sequence[int]) -> None:
    """Say of everybody how far they read both topics: as far as before, neither more nor less."""
    marks = list(ReadMark.objects.filter(topic=topic, number__gte=numbers[0]))
    began = []
    for mark in marks:
        gone = bisect_right(numbers, mark.number)
        began.append(ReadMark(topic=new, person_id=mark.person_id, number=gone, at=mark.at))
        mark.number -= gone
    ReadMark.objects.bulk_update(marks, ["number"], batch_size=500)
    ReadMark.objects.bulk_create(began, batch_size=500)
