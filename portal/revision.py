"""Forms that change a row: only what differs is saved, and nobody's change is lost unseen."""

import datetime
import hashlib
import json
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.forms.models import model_to_dict
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

# A moment at which no row was ever changed.
NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)


class SeenField(forms.Field):
    """The moment of the text on the page; what is no moment is that of no text."""

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> Any:
        """Return the moment with all its digits."""
        return value.isoformat() if isinstance(value, datetime.datetime) else value

    def to_python(self, value: Any) -> datetime.datetime:
        """Return the moment, or NEVER."""
        try:
            return datetime.datetime.fromisoformat(value or "")
        except ValueError:
            return NEVER


class SeenForm(forms.Form):
    """Which text somebody has read before letting others read it."""

    seen = SeenField(required=False)

    @property
    def moment(self) -> datetime.datetime:
        """The moment of the text that was read."""
        self.full_clean()
        moment: datetime.datetime = self.cleaned_data["seen"]
        return moment


class RevisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of a row that exists, with a mark of the values it showed.

    `save_changes` locks the row and compares: values that stand there already are a second press of
    the button and need nothing; values that somebody else put there come back to the form.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    error_title = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = mark(self.stored(self.instance))

    def stored(self, row: models.Model) -> dict[str, Any]:
        """Return the values of the fields as they stand in a row."""
        names = [name for name in self._meta.fields or [] if name in self.fields]
        return {name: _plain(value) for name, value in model_to_dict(row, fields=names).items()}

    def given(self) -> dict[str, Any]:
        """Return the values of the fields as the form gives them."""
        names = [name for name in self._meta.fields or [] if name in self.fields]
        return {name: _plain(self.cleaned_data[name]) for name in names}

    def revise(self, row: Any, changed: set[str], *, by: Any) -> None:
        """Call the row's verb with what changed."""
        row.revise(by=by, **{name: self.cleaned_data[name] for name in changed})

    @transaction.atomic
    def save_changes(self, *, by: Any) -> bool:
        """Save what differs and return True; False if the form needs another look."""
        # Other rows may point at it meanwhile.
        rows = type(self.instance).objects.select_for_update(no_key=True, of=("self",))
        row = rows.get(pk=self.instance.pk)
        stored, given = self.stored(row), self.given()
        changed = {name for name, value in given.items() if stored[name] != value}
        if changed and self.cleaned_data["seen"] != mark(stored):
            self._show_conflict(changed, mark(stored))
            return False
        if changed:
            self.revise(row, changed, by=by)
        return True

    def _show_conflict(self, changed: set[str], seen: str) -> None:
        labels = [str(self.label_of(name)) for name in sorted(changed)]
        self.error_title = gettext("This is not saved yet. Nothing you typed is lost.")
        self.add_error(
            None,
            gettext(
                "Somebody changed this after you opened it. Nothing is saved yet. What you typed"
                " differs from what is there now in: %(fields)s. Compare, then save again."
            )
            % {"fields": ", ".join(labels)},
        )
        again_with(self, seen=seen)

    def label_of(self, name: str) -> Any:
        """Return what the form calls a value."""
        return self.fields[name].label


def again_with(form: Any, **hidden: str) -> None:
    """Let the next press of a form know what stands there now."""
    data = form.data.copy()
    for name, value in hidden.items():
        data[form.add_prefix(name)] = value
    form.data = data


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, even nothing; None where the form is only shown."""
    return request.POST if request.method == "POST" else None


def mark(values: dict[str, Any]) -> str:
    """Return a digest of values: the same for the same values, on every machine."""
    text = json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Return a value as it compares: rows by key, sets in order."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.QuerySet | list | tuple):
        return sorted(str(_plain(each)) for each in value)
    return value
