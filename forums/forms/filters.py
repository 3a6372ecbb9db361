"""What the list of topics is narrowed to."""

from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from forums.models import Poll, TopicQuerySet
from forums.models.kinds import Kind, Outcome

SHOWN = [
    ("", _("All topics")),
    ("unanswered", _("Questions without an answer")),
    ("unvoted", _("Polls without my vote")),
    ("unread", _("Unread")),
    ("mine", _("Begun by me")),
]


class TopicFilterForm(forms.Form):
    """Kind and standing; what cannot be read narrows nothing."""

    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Every kind")), *Kind.choices], required=False
    )

    def narrow(self, topics: TopicQuerySet, person: Any) -> TopicQuerySet:
        """Return the topics that fit; they carry what the person read."""
        self.is_valid()
        values = self.cleaned_data
        if kind := values.get("kind"):
            topics = topics.filter(kind=kind)
        match values.get("show"):
            case "unanswered":
                topics = topics.filter(outcome=Outcome.OPEN)
            case "unvoted":
                topics = topics.filter(pk__in=Poll.objects.unvoted_by(person).values("topic"))
            case "unread":
                topics = topics.filter(last_number__gt=F("read"))
            case "mine":
                topics = topics.filter(author=person)
        return topics
