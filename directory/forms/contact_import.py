"""A list of contacts as the Secretariat sends it in, and the rows that are shown of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.nomination import READERS, LetterForm
from directory.models.contact_import import ContactImport, ImportRow
from portal.files.forms import UploadField
from portal.files.models import StoredFile
from portal.markings.models import Marking

PURPOSE = "directory.import"


class ImportForm(LetterForm):
    """The list: the file, who sent it, how it came, its date."""

    file = UploadField(label=_("List"), purpose=PURPOSE)
    sender = forms.CharField(
        label=_("Who sent it"),
        max_length=200,
        help_text=_("Name and post: they vouch for everybody on the list."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dated"].label = _("Date of the list")

    def receive(self) -> ContactImport:
        """Store the list; it is read when it was looked into."""
        values = self.cleaned_data
        file = StoredFile.receive(
            values["file"], by=self.by, purpose=PURPOSE, marking=Marking.AMBER, readers=READERS
        )
        names = ("sender", "channel", "dated", "reference")
        return ContactImport.receive(file, by=self.by, **{name: values[name] for name in names})


class RowFilter(forms.Form):
    """Which rows of a list are shown."""

    state = forms.ChoiceField(required=False, choices=[("", ""), *ImportRow.State.choices])

    @property
    def chosen(self) -> str:
        """The state to show; empty for all."""
        return self.cleaned_data.get("state", "") if self.is_valid() else ""
