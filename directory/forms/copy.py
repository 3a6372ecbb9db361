"""Why a list of people is copied, in which format, and with which fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import Export
from portal.search.texts import readable

FIELDS = {
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "mobile": _("Mobile"),
    "office": _("Mailbox of the office"),
    "languages": _("Languages"),
    "topics": _("Topics"),
    "hours": _("Office hours and zone"),
}


class CopyForm(forms.Form):
    """What stands in the ledger of copies."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What you need this list for. It is kept with your name."),
    )
    format = forms.ChoiceField(
        label=_("Format"),
        choices=[(each.value, each.label) for each in Export.Format][:3],
        initial=Export.Format.XLSX,
        widget=forms.RadioSelect,
    )
    fields_kept = forms.MultipleChoiceField(
        label=_("Fields beside name, post, organisation and seats"),
        choices=list(FIELDS.items()),
        initial=["email", "office", "languages"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of each card you get what you see of it, and nothing else."),
    )

    def __init__(self, *args: Any, rows: int, most: int, left: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.most, self.left = rows, most, left

    def clean_reason(self) -> str:
        """Leave out what nobody can read."""
        return readable(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        """Refuse an empty list and one that is too long; the budget is counted by the verb."""
        if self.rows == 0:
            raise forms.ValidationError(_("Nobody fits these filters."))
        if self.rows > self.most:
            raise forms.ValidationError(
                _("This list is too long: one copy has at most %(most)s rows. Narrow the filters."),
                params={"most": self.most},
            )
        return self.cleaned_data
