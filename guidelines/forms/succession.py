"""Which record follows another one, and why one is withdrawn."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.models import Record
from portal.desk.forms.queue import LONGEST_REASON


class FollowForm(forms.Form):
    """The record that replaces one, or that one is merged into."""

    successor = forms.CharField(
        label=_("Code of the other record"), max_length=10, help_text=_("Such as BP01.")
    )
    note = forms.CharField(
        label=_("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The old address says it to its readers."),
    )  # fmt: skip

    def __init__(self, *args: Any, record: Record, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.person = record, person

    def clean_successor(self) -> Record:
        """Return the published record of this code that the person reads."""
        code = self.cleaned_data["successor"].strip().upper()
        rows = Record.objects.readable_by(self.person).published()
        found: Record | None = rows.filter(code=code).exclude(pk=self.record.pk).first()
        if found is None:
            raise ValidationError(_("No other published record that you read has this code."))
        return found


class ReasonForm(forms.Form):
    """Why a record is withdrawn."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"), max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=pgettext_lazy("guidance", "The page of the record says it to its readers."),
    )  # fmt: skip
