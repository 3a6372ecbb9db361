"""What somebody who leaves decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import Leaving


class LeavingForm(forms.Form):
    """What stays of the person, and whether drafts go."""

    choice = forms.ChoiceField(
        label=_("What stays in the portal"), choices=Leaving.Choice, widget=forms.RadioSelect
    )
    drops_drafts = forms.BooleanField(
        label=_("Delete drafts that nobody else worked on"), required=False
    )
    is_sure = forms.BooleanField(
        label=_("I understand that this cannot be undone after seven days"),
        error_messages={"required": _("Tick this box to go on.")},
    )
