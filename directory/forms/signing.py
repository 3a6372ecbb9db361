"""What a signature is given for, and the words of an amendment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import Signing
from portal.revision import again_with


class SignForm(forms.Form):
    """The digest of the text that the signer has read."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class DeclineForm(forms.Form):
    """Why a draft is not signed."""

    reason = forms.CharField(
        label=_("Why is it not signed?"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Whoever drafted it reads this."),
    )  # fmt: skip


class AmendForm(forms.Form):
    """Another text in the place of a signed one."""

    text = forms.CharField(
        label=_("Text"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8})
    )

    # The digest of the draft on the page; nothing where none waited.
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, signing: Signing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = signing.waiting_draft
        shown = self.draft or signing
        self.initial = {"text": shown.text, "seen": self.draft.digest if self.draft else ""}

    def keep(self, words: str) -> None:
        """Say why it was not saved; what was typed stays, and pressed again it is saved."""
        self.add_error(None, words)
        again_with(self, seen=self.initial["seen"])
