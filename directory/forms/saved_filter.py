"""Keeping a filter of the list of people."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class KeepFilterForm(forms.Form):
    """The filter and the name under which it is found again."""

    name = forms.CharField(label=_("Name of the filter"), max_length=100)
    query = forms.CharField(widget=forms.HiddenInput, max_length=500)

    def clean_query(self) -> str:
        """Keep what filters the list, and neither the page nor the order of one visit."""
        query = QueryDict(self.cleaned_data["query"], mutable=True)
        for name in ("after", "before"):
            query.pop(name, None)
        if not any(query.values()):
            raise forms.ValidationError(_("Choose a filter first, then keep it."))
        return query.urlencode()
