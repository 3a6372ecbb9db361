"""What a list of rooms is narrowed to."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workspaces.models import Kind, State
from workspaces.models.workspace import WorkspaceQuerySet

STATES = [
    ("", _("Active and frozen")),
    (State.ARCHIVED, pgettext_lazy("workspaces", "Archived")),
]


class RoomFilterForm(forms.Form):
    """Kind, state and words of the name; what cannot be read narrows nothing."""

    q = forms.CharField(label=_("Words of the name"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Every kind")), *Kind.choices], required=False
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)

    def narrow(self, rooms: WorkspaceQuerySet) -> WorkspaceQuerySet:
        """Return the rooms that fit."""
        self.is_valid()
        values = self.cleaned_data
        if words := values.get("q"):
            rooms = rooms.filter(name__icontains=words)
        if kind := values.get("kind"):
            rooms = rooms.filter(kind=kind)
        if values.get("state") == State.ARCHIVED:
            return rooms.filter(state=State.ARCHIVED)
        return rooms.standing()
