"""The buttons of the page that stops mails, and the one press of a mail program."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from portal.notifications import stopping
from portal.notifications.registry import Kind, kinds, shown_subjects


@dataclass(frozen=True)
class Choice:
    """Something that can be stopped: the words of its button, and what is said afterwards."""

    code: str
    label: str
    done: str
    note: str = ""


class StopForm(forms.Form):
    """One press: on a button of the page, on undo, or in a mail program (RFC 8058)."""

    one_click = forms.ChoiceField(required=False, choices=[("One-Click", "")])
    what = forms.ChoiceField(required=False)
    undo = forms.CharField(required=False, max_length=4000)

    def __init__(
        self, *args: Any, asked: stopping.Stop, person: Any, reader: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.person = asked, person
        # A name is told only to a reader who may see it anyway: mails are forwarded.
        self.names = {
            subject: shown.title for subject, shown in shown_subjects(self._follows, reader).items()
        }
        what: Any = self.fields["what"]
        what.choices = [(choice.code, choice.label) for choice in self.choices]
        self.done, self.note, self.undo_note = "", "", ""

    def add_prefix(self, field_name: str) -> str:
        """Return the name of a field as it is sent; a mail program's name has a hyphen."""
        return "List-Unsubscribe" if field_name == "one_click" else super().add_prefix(field_name)

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one press."""
        data = self.cleaned_data
        if not self.errors and sum(map(bool, data.values())) != 1:
            raise forms.ValidationError("", code="one_press")
        return data

    def save(self) -> None:
        """Do what was pressed; without the person, there is nothing left to do."""
        data = self.cleaned_data
        if data["undo"]:
            if self.person and stopping.undo(data["undo"], self.person):
                self.done = _("Taken back. You get these mails again.")
            else:
                self.done = _("This can no longer be taken back. Change what we send instead.")
            return
        code = data["what"] or self.asked.what
        for choice in self.choices:
            if choice.code == code:
                self.done, self.note = choice.done, choice.note
        if self.person and self.done:
            self.undo_note = stopping.stop(code, self.person)

    @property
    def is_required(self) -> bool:
        """Whether the mail is of a kind that cannot be stopped."""
        kind = self._kind
        return bool(kind and kind.is_required)

    @property
    def choices(self) -> list[Choice]:
        """Return what can be stopped, the narrowest first."""
        follows = [self._follow(subject) for subject in self._follows]
        return [*follows, *self._list(), self._all()]

    @property
    def _follows(self) -> list[str]:
        what = self.asked.what
        of_list = what.removeprefix(stopping.FOLLOW) if what.startswith(stopping.FOLLOW) else ""
        return [subject for subject in dict.fromkeys([of_list, self.asked.subject]) if subject]

    @property
    def _kind(self) -> Kind | None:
        return next((each for each in kinds() if self.asked.what == f"kind:{each.code}"), None)

    def _follow(self, subject: str) -> Choice:
        code, name = f"{stopping.FOLLOW}{subject}", self.names.get(subject)
        if name is None:
            return Choice(
                code,
                _("Stop following what this mail was about"),
                _("You no longer follow what this mail was about."),
            )
        return Choice(
            code,
            _("Stop following %(name)s") % {"name": name},
            _("You no longer follow %(name)s.") % {"name": name},
        )

    def _list(self) -> list[Choice]:
        what, kind, note = self.asked.what, self._kind, _("The news stays in your inbox.")
        if what == "daily":
            done = _("You get no more daily summaries.")
            return [Choice(what, _("Stop the daily summary"), done, note)]
        if what == "weekly":
            done = _("You get no more weekly summaries.")
            return [Choice(what, _("Stop the weekly summary"), done, note)]
        if kind is None or kind.is_required:
            return []
        label = _("Stop mails about: %(kind)s") % {"kind": kind.title}
        done = _("You get no more mails about: %(kind)s")
        return [Choice(what, label, done % {"kind": kind.title}, note)]

    def _all(self) -> Choice:
        return Choice(
            stopping.ALL,
            _("Stop all optional mail"),
            _("You get no more optional mails."),
            _("Mails about security and duties are still sent."),
        )
