"""Asking to be let in, answering an invitation, leaving."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workspaces.models import JoinRequest


class JoinRequestForm(forms.ModelForm):  # type: ignore[type-arg]
    """Why somebody wants to be let in."""

    class Meta:
        model = JoinRequest
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}


class AppealForm(forms.Form):
    """Why a decision should be another one."""

    words = forms.CharField(
        label=_("Why it should be decided otherwise"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AnswerForm(forms.Form):
    """The answer to an invitation."""

    answer = forms.ChoiceField(choices=[("accept", ""), ("decline", "")])
    reason = forms.CharField(
        label=_("Reason, if you decline"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    """Why something is done to a room."""

    why = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
