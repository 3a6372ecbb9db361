"""What owners change of a room, what was learned in it, and whom they attest."""

import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.markings.models import Marking
from portal.revision import RevisionForm
from workspaces.forms.asking import DATE, check_room
from workspaces.forms.members import future
from workspaces.models import Ending, Joining, Kind, Lesson, Workspace


class WorkspaceForm(RevisionForm):
    """What a room is called and who may know of it; its kind stays."""

    class Meta:
        model = Workspace
        fields = [
            "name", "purpose", "joining", "is_listed", "is_open_to_partners", "starts_on",
            "ends_on",
        ]  # fmt: skip
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "starts_on": forms.DateInput(attrs=DATE),
            "ends_on": forms.DateInput(attrs=DATE),
        }
        labels = {
            "is_listed": _("Officers of all Members may know that it exists"),
            "is_open_to_partners": _("Partner organisations may be let in"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind == Kind.BILATERAL:
            for name in ("joining", "is_listed", "is_open_to_partners"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Say what a room of this kind needs."""
        values: dict[str, Any] = super().clean() or {}
        hidden = {"joining": Joining.INVITATION} if self.instance.sides else {}
        check_room(self, hidden | values, self.instance.kind)
        return values


class LessonForm(RevisionForm):
    """What was learned, and who reads it."""

    marking = forms.ChoiceField(
        label=_("TLP label"),
        choices=[each for each in Marking.choices if each[0] != Marking.RED],
        initial=Marking.AMBER,
    )

    class Meta:
        model = Lesson
        fields = ["happened", "worked", "failed", "instead", "useful_for", "marking"]
        widgets = {
            name: forms.Textarea(attrs={"rows": 4})
            for name in ("happened", "worked", "failed", "instead", "useful_for")
        }

    @transaction.atomic
    def save_changes(self, *, by: Any) -> bool:
        """Save what differs. Whoever locks the room and its lesson locks the room first."""
        self.instance.workspace.lock()
        return super().save_changes(by=by)

    def revise(self, row: Lesson, changed: set[str], *, by: Any) -> None:
        """Write it anew."""
        self.write(row.workspace, by=by)

    def write(self, room: Workspace, *, by: Any) -> None:
        """Write what was learned in a room."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        Lesson.write(room, by=by, **values)


class ArchiveForm(forms.Form):
    """Why it ends."""

    why = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class EndingForm(forms.Form):
    """The answer to the side that wants the room archived, or the second thought of that side."""

    answer = forms.ChoiceField(
        choices=[("agree", ""), ("decline", ""), ("withdraw", "")], widget=forms.HiddenInput
    )
    why = forms.CharField(
        label=_("Reason, if you do not agree"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def carry_out(self, ending: Ending, *, by: Any) -> bool:
        """Do what was answered."""
        match self.cleaned_data["answer"]:
            case "agree":
                return ending.agree(by=by)
            case "decline":
                return ending.decline(by=by, answer=self.cleaned_data["why"])
            case _:
                return ending.withdraw(by=by)

    @property
    def said(self) -> str:
        """What is said to whoever answered, once it is done."""
        match self.cleaned_data["answer"]:
            case "agree":
                return gettext("This workspace is archived.")
            case "decline":
                return gettext("Your answer is sent. The workspace stays as it is.")
            case _:
                return gettext("Taken back. The other side is told.")


KEEP, REMOVE, EXTEND = "keep", "remove", "extend"


class AttestForm(forms.Form):
    """One answer for each row of the list of members."""

    until = forms.DateField(
        label=_("New last day of those you extend"),
        required=False,
        widget=forms.DateInput(attrs=DATE),
    )

    def __init__(self, *args: Any, rows: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[row.public_id] = forms.ChoiceField(
                choices=[(KEEP, ""), (REMOVE, ""), (EXTEND, "")], initial=KEEP
            )

    def clean_until(self) -> datetime.date | None:
        """Take no day that is past."""
        return future(self.cleaned_data["until"])

    def clean(self) -> dict[str, Any]:
        """Ask for a day where somebody is extended."""
        values: dict[str, Any] = super().clean() or {}
        if EXTEND in values.values() and not values.get("until") and "until" not in self.errors:
            self.add_error("until", gettext("Give the new last day."))
        return values
