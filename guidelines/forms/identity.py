"""Asking an author, opening an identity, asking for an unsealing, and choosing figures."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guidelines.models import Identity
from guidelines.models.figures import FACETS
from guidelines.models.relay import LONGEST
from portal.search.texts import readable

PROLONG = "prolong"


class WordsForm(forms.Form):
    """A text to the other side."""

    text = forms.CharField(
        label=_("Your text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = hint

    def clean_text(self) -> str:
        """Leave out what nobody can read, line by line."""
        lines = [readable(line) for line in self.cleaned_data["text"].splitlines()]
        text = "\n".join(lines).strip()
        if not text:
            raise ValidationError(_("Write what you want to say."))
        return text


class ReasonForm(forms.Form):
    """Why it has to be known whose record it is."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The second officer reads it, and the administration whose record it is."),
    )  # fmt: skip

    def clean_reason(self) -> str:
        """Leave out what nobody can read."""
        reason = readable(self.cleaned_data["reason"])
        if not reason:
            raise ValidationError(_("Give a reason."))
        return reason


class OpenForm(forms.Form):
    """What is opened, or until when a seal lasts longer."""

    level = forms.ChoiceField(label=_("From now on"), choices=[], widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Sealed until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.identity = identity
        choices = [*identity.levels]
        if identity.may_prolong:
            choices.append((PROLONG, _("Keep it sealed longer, once")))
        else:
            del self.fields["until"]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a longer seal."""
        cleaned = super().clean() or {}
        if cleaned.get("level") == PROLONG and not cleaned.get("until"):
            self.add_error("until", _("Give the new day."))
        return cleaned

    def save(self, *, by: Any) -> None:
        """Open or prolong."""
        level = self.cleaned_data["level"]
        if level == PROLONG:
            self.identity.prolong(self.cleaned_data["until"], by=by)
        else:
            self.identity.open_to(level, by=by)


class FiguresForm(forms.Form):
    """Which two facets a table shows."""

    rows = forms.ChoiceField(label=_("Rows"), choices=list(FACETS.items()))
    columns = forms.ChoiceField(label=_("Columns"), choices=list(FACETS.items()))

    def clean(self) -> dict[str, Any]:
        """Ask for two different ones."""
        cleaned = super().clean() or {}
        if cleaned.get("rows") and cleaned.get("rows") == cleaned.get("columns"):
            self.add_error("columns", _("Choose another one than for the rows."))
        return cleaned


class RunningForm(forms.Form):
    """Whether an experience still runs."""

    answer = forms.ChoiceField(
        choices=[("yes", _("Yes")), ("ended", _("It ended")), ("changed", _("It changed"))]
    )
