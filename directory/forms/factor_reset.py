"""Asking for a reset of a second factor, and deciding it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """Why the officer is sure who asks."""

    reason = forms.CharField(
        label=_("How did you check that it is this person?"),
        help_text=_(
            "For example: called back on the number of the administration."
            " Your colleague reads this."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecideForm(forms.Form):
    """The decision of the second officer."""

    decision = forms.ChoiceField(choices=[("confirm", _("Confirm")), ("refuse", _("Refuse"))])
