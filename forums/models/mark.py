"""How far somebody read a topic: one row per reader and topic."""

from typing import Any

from django.db import models
from django.db.models.functions import Greatest, Now

from directory.models import Person


class ReadMark(models.Model):
    """The number of the last post that somebody had on the page."""

    topic = models.ForeignKey("forums.Topic", on_delete=models.CASCADE, related_name="marks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="forums_one_mark")]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.topic_id} to {self.number}"

    @classmethod
    def put(cls, topic: Any, *, by: Any, number: int) -> None:
        """Say that somebody read so far; never back."""
        mark, is_new = cls.objects.get_or_create(
            topic=topic, person=by, defaults={"number": number, "at": Now()}
        )
        if not is_new and mark.number < number:
            cls.objects.filter(pk=mark.pk).update(number=Greatest("number", number), at=Now())
