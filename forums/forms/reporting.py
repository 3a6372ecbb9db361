"""What readers report of a post, and what a moderator puts on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.forms.compose import LABELS
from forums.models import Flag, Post
from workspaces.models.labels import highest, is_lower


class ReportForm(forms.Form):
    """What is wrong with a post."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Flag.Reason, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("In your words"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class LabelForm(forms.Form):
    """A stricter label of a post."""

    marking = forms.ChoiceField(label=_("TLP label"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = highest(post.marking, post.topic.marking)
        labels = [each for each in LABELS if is_lower(now, each)]
        self.fields["marking"].choices = [(each.value, each.label) for each in labels]  # type: ignore[attr-defined]
