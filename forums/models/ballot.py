"""Votes: that somebody voted, and apart from that, only where votes have names, what was chosen."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q

from directory.models import Administration, Person
from forums.models.electorate import missing_in


class Voter(models.Model):
    """That somebody voted, or an administration by somebody. It knows neither when nor what."""

    poll = models.ForeignKey("forums.Poll", on_delete=models.CASCADE, related_name="voters")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "person"],
                condition=Q(administration=None),
                name="forums_one_vote_each",
            ),
            models.UniqueConstraint(
                fields=["poll", "administration"], name="forums_one_vote_per_administration"
            ),
        ]

    def __str__(self) -> str:
        return f"voter of poll {self.poll_id}"

    @staticmethod
    def keys(poll: Any, person: Any) -> dict[str, Any]:
        """Return what a vote of this person is unique by."""
        if poll.asks_administrations:
            return {"administration": person.administration}
        return {"administration": None, "person": person}

    @staticmethod
    def of(person: int, home: int) -> Q:
        """Return the condition that is true for the vote of a person, or of their home; 0: none."""
        return Q(administration=None, person=person) | Q(administration=home)


def silent_in(room: int) -> Any:
    """Return how many of those asked did not vote, as a column of polls of a room."""
    return missing_in(room, Voter.objects.filter(poll=OuterRef(OuterRef("pk"))))


class Ballot(models.Model):
    """What was chosen by name: options by their place, in a ranking the first one first."""

    voter = models.OneToOneField(Voter, on_delete=models.CASCADE, related_name="ballot")
    choices = ArrayField(models.PositiveSmallIntegerField())
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"ballot of {self.voter_id}"
