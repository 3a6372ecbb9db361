"""Files beside a text that is written: taken in at every press, kept with the draft, ticked off."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.models.attachment import MOST, PURPOSE, Attachment, too_many
from portal.files.purposes import purpose_of
from portal.files.uploads import accepted_words, keep_upload
from portal.identifiers import is_public_id
from portal.refusals import Refused
from portal.writing.forms import ComposedForm

# The files that a browser sends, beside the ids of those that are kept.
NEW = "attached_new"


def help_words() -> str:
    """Return which files are taken, and how many."""
    words = _("Up to %(most)s files. %(accepted)s")
    return words % {"most": MOST, "accepted": accepted_words(purpose_of(PURPOSE))}


class FilesInput(forms.Widget):
    """Files that are kept, each with a box to take it off, and an input for more."""

    template_name = "forums/files_input.html"
    needs_multipart_form = True
    mine: Any = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the ids of the files that stay."""
        return list(data.getlist(name)) if hasattr(data, "getlist") else []

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Return whether the form had no such field: boxes that are off are not sent."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the files that are kept, and what the script needs to say no."""
        context = super().get_context(name, None, attrs)
        purpose = purpose_of(PURPOSE)
        context["widget"] |= {
            "kept": found(self.mine, value or []), "new": NEW, "most": purpose.max_bytes,
            "most_words": filesizeformat(purpose.max_bytes),
            "accept": ",".join(purpose.extensions),
        }  # fmt: skip
        return context


class FilesField(forms.Field):
    """The files of a post, as ids of rows that its author sent before."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        # Lazy: purposes are registered once every room is loaded.
        kwargs.setdefault("label", gettext_lazy("Files"))
        super().__init__(required=False, help_text=lazy(help_words, str)(), **kwargs)

    def clean(self, value: Any) -> list[Attachment]:
        """Return the rows; what was refused meanwhile, or is too much, is said here."""
        rows = found(self.widget.mine, value or [])  # type: ignore[attr-defined]
        refused = [each.file for each in rows if each.file.is_refused]
        faults = [
            _("%(name)s: %(why)s Take it off.")
            % {"name": file.name, "why": file.get_refusal_display()}
            for file in refused
        ]
        if len(rows) > MOST:
            faults.append(too_many())
        if faults:
            raise ValidationError(faults)
        return rows


def found(mine: Any, ids: list[str]) -> list[Attachment]:
    """Return the files of this person that still stand, in the order in which they came."""
    if mine is None or not ids:
        return []
    rows = mine.filter(public_id__in=filter(is_public_id, ids[: 2 * MOST]))
    return list(rows.standing().select_related("file"))


class WithFiles(ComposedForm):
    """A composed form with files. They are taken in at each press, so that no draft loses one."""

    attached = FilesField()
    by: Any
    room: Any
    _faults: list[str]

    def keep_files_of(self, by: Any, room: Any) -> None:
        """Let the form show and take what this person sent into this room."""
        self._faults = []
        mine = Attachment.objects.filter(by=by.pk, workspace=room, file__erased_at=None)
        self.fields["attached"].widget.mine = mine

    def arrive(self) -> None:
        """Take in the files that came with this press, whatever becomes of the rest of it."""
        ids = list(self.data.getlist("attached"))  # type: ignore[attr-defined]
        # Of the form, as Django calls them: what the browser sent.
        sent: Any = self.files
        for number, upload in enumerate(sent.getlist(NEW)):
            if len(ids) >= MOST:
                self._faults.append(too_many())
                break
            try:
                kept = keep_upload(
                    upload, purpose_of(PURPOSE), owner=str(self.by.pk), once=self._once(number)
                )
                ids.append(Attachment.receive(kept, room=self.room, by=self.by).public_id)
            except (ValidationError, Refused) as fault:
                said = fault.messages[0] if isinstance(fault, ValidationError) else str(fault)
                self._faults.append(_name_first(upload.name, said))
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data.setlist("attached", list(dict.fromkeys(ids)))
        self.data = data

    def full_clean(self) -> None:
        """Say at the field which files were not taken; no other press checks more."""
        super().full_clean()
        for fault in getattr(self, "_faults", []):
            self.add_error("attached", fault)

    def _once(self, number: int) -> str:
        """Return the token of one file of this form: pressed twice, it arrives once."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.data.get('token', '')}:{number}"))


def _name_first(name: Any, words: str) -> str:
    """Return what is wrong with a file after its name, unless the words say it."""
    return words if str(name) in words else f"{name}: {words}"
