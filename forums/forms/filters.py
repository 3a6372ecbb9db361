"""What the list of topics is narrowed to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.models.kinds import Kind

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

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by the name of the field; nothing of what cannot be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
