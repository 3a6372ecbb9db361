"""What the Secretariat keeps for the desk: texts for reasons, and closing days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.desk.models import Holiday, ReasonTemplate
from portal.desk.registry import reviewables


class ReasonForm(forms.ModelForm):  # type: ignore[type-arg]
    """One text in both languages."""

    kind = forms.ChoiceField(label=_("Kind of work"), required=False)

    class Meta:
        model = ReasonTemplate
        fields = ["kind", "name", "text_en", "text_fr"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [("", _("Every kind")), *((kind.code, kind.title) for kind in reviewables())]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def keep(self, *, by: Any) -> None:
        """Add the text, or change it."""
        if self.instance.pk:
            self.instance.revise(by=by, **self.cleaned_data)
        else:
            ReasonTemplate.add(by=by, **self.cleaned_data)


class HolidayForm(forms.Form):
    """One closing day."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    name = forms.CharField(label=_("Name of the day"), max_length=100, required=False)

    def keep(self, *, by: Any) -> Holiday:
        """Note the day."""
        return Holiday.keep(by=by, **self.cleaned_data)
