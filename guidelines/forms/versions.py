"""Which two versions of a record are compared."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.models import Version


class ChangesForm(forms.Form):
    """Two versions, by number."""

    old = forms.TypedChoiceField(label=_("From version"), coerce=int)
    new = forms.TypedChoiceField(label=_("To version"), coerce=int)

    def __init__(self, *args: Any, versions: Sequence[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {each.number: each for each in versions}
        offered = [
            (number, gettext("Version %(number)s") % {"number": number}) for number in self.versions
        ]
        for field in self.fields.values():
            field.choices = offered  # type: ignore[attr-defined]
        last = [*self.versions][:2]
        self.initial = {"old": last[-1], "new": last[0]}

    @property
    def pair(self) -> tuple[Version, Version]:
        """The two that were asked for; the last two where that makes no sense."""
        chosen = self.cleaned_data if self.is_valid() else self.initial
        return self.versions[chosen["old"]], self.versions[chosen["new"]]
