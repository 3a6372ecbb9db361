"""A field that takes a file, and keeps it while the rest of the form is put right."""

import uuid
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from portal.files.models import StoredFile
from portal.files.purposes import Purpose, purpose_of
from portal.files.uploads import Kept, accepted_words, form_token, keep_upload
from portal.files.words import DAY_SPENT, day_spent


class Sent(NamedTuple):
    """What a browser sent for the field: a file, or the reference of one that is kept here."""

    file: File | None
    reference: str
    once: str


class UploadInput(forms.FileInput):
    """A file input beside what is kept already."""

    input_type = "file"
    needs_multipart_form = True
    template_name = "files/upload_input.html"
    purpose: Purpose
    # Set by the field once an upload was accepted: the next send needs no file.
    kept: Kept | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        """Return what came for the field."""
        return Sent(files.get(name), data.get(f"{name}_kept", ""), data.get(f"{name}_once", ""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Return whether the form had no such field."""
        return name not in files and f"{name}_kept" not in data and f"{name}_once" not in data

    def use_required_attribute(self, initial: Any) -> bool:
        """Let the browser ask for a file unless one is kept."""
        return self.kept is None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what is kept, and what the script needs to say no before anything is sent."""
        context = super().get_context(name, None, attrs)
        widget = context["widget"]
        widget["value"] = None
        widget["attrs"]["accept"] = ",".join(self.purpose.extensions)
        widget["kept"] = self.kept
        widget["once"] = self.kept.once if self.kept else str(uuid.uuid4())
        widget["most"] = self.purpose.max_bytes
        widget["most_words"] = filesizeformat(self.purpose.max_bytes)
        return context


class UploadField(forms.Field):
    """A file for a purpose. Its value is what `StoredFile.receive` takes, or None.

    A form for a signed-in person calls `belongs_to(person)`: what is kept is then theirs alone.
    """

    widget = UploadInput
    default_error_messages = {
        "required": _("Choose a file."),
        "gone": _("The file is no longer kept here. Choose it again."),
        "day_spent": DAY_SPENT,
    }
    owner = ""

    def __init__(self, *, purpose: str, **kwargs: Any) -> None:
        self.code = purpose
        # Lazy: purposes are registered once every room is loaded.
        kwargs.setdefault("help_text", lazy(lambda: str(accepted_words(self.purpose)), str)())
        super().__init__(**kwargs)

    @property
    def purpose(self) -> Purpose:
        """What the file is for."""
        return purpose_of(self.code)

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        """Give the control its purpose."""
        self.widget.purpose = self.purpose  # type: ignore[attr-defined]
        return super().get_bound_field(form, field_name)

    def belongs_to(self, person: Any) -> None:
        """Let nobody else use what this form keeps."""
        self.owner = str(person.pk or "")

    def let_go(self) -> None:
        """Keep nothing: the form asks for a file again, under another token."""
        self.widget.kept = None  # type: ignore[attr-defined]

    def clean(self, value: Sent | None) -> Kept | None:
        """Return the accepted upload, kept on disk until the whole form is."""
        kept = self._kept(value) if value else None
        if kept is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        self.widget.kept = kept  # type: ignore[attr-defined]
        return kept

    def _kept(self, sent: Sent) -> Kept | None:
        if sent.file is not None:
            self._check_day(int(sent.file.size or 0), once=sent.once)
            return keep_upload(sent.file, self.purpose, owner=self.owner, once=sent.once)
        if not sent.reference:
            return None
        kept = Kept.by_reference(sent.reference, purpose=self.code, owner=self.owner)
        if kept is None:
            raise ValidationError(self.error_messages["gone"], code="gone")
        self._check_day(kept.size, once=kept.once)
        return kept

    def _check_day(self, size: int, *, once: str) -> None:
        """Refuse what is more than its owner may send in a day, before any of it is kept."""
        most = self.purpose.a_day
        if not (most and self.owner) or size > self.purpose.max_bytes:
            return
        sent = StoredFile.objects.sent_lately(int(self.owner), self.code, but=form_token(once))
        if size > most - sent:
            raise ValidationError(
                self.error_messages["day_spent"],
                code="day_spent",
                params=day_spent(size=size, most=most, left=most - sent),
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether a file came."""
        return bool(data and (data.file is not None or data.reference))
