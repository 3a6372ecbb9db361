"""What the Secretariat keeps for the desk: texts for reasons, and closing days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.desk.models import Holiday, ReasonTemplate
from portal.desk.registry import reviewables
from portal.revision import RevisionForm


class ReasonForm(RevisionForm):
    """One text in both languages; of two officers who edit it, the second sees the first."""

    kind = forms.ChoiceField(label=_("Kind of work"), required=False)

    class Meta:
        model = ReasonTemplate
        fields = ["kind", "name", "text_en", "text_fr"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # A new text was seen by nobody; of an old one, no mark at all is not the mark of now.
        self.fields["seen"].required = False
        kinds = [("", _("Every kind")), *((kind.code, kind.title) for kind in reviewables())]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def keep(self, *, by: Any) -> bool:
        """Add the text, or change it; False if the form needs another look."""
        if self.instance.pk:
            return self.save_changes(by=by)
        names = self._meta.fields or []
        ReasonTemplate.add(by=by, **{name: self.cleaned_data[name] for name in names})
        return True


class HolidayForm(forms.Form):
    """One closing day."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    name = forms.CharField(label=_("Name of the day"), max_length=100, required=False)

    def keep(self, *, by: Any) -> Holiday:
        """Note the day."""
        return Holiday.keep(by=by, **self.cleaned_data)
