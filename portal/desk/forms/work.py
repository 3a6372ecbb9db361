"""What an officer decides about an item, and to whom it is assigned."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from portal.desk.forms.queue import LONGEST_REASON, MOST_DIGITS
from portal.desk.models import ReasonTemplate, WorkItem
from portal.markings.sources import holders_of


class DecisionForm(forms.Form):
    """A decision with its reason. `decision` is the name of the button that was pressed."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text = forms.ModelChoiceField(
        label=_("Kept text"), queryset=ReasonTemplate.objects.none(), required=False
    )
    checked = forms.TypedMultipleChoiceField(label=_("Checklist"), coerce=int, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    decision = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, item: WorkItem, language: str) -> None:
        super().__init__(data, initial={"seen": item.turn})
        self.texts = ReasonTemplate.objects.of(item.kind)
        self.language = language
        # Where every decision says why, the field does not call itself optional.
        verbs = [each for each in item.reviewable.decisions if each.verb]
        is_open = item.state == WorkItem.State.OPEN
        self.fields["reason"].required = is_open and all(each.needs_reason for each in verbs)
        points = list(enumerate(item.reviewable.checklist))
        self.fields["checked"].choices = points  # type: ignore[attr-defined]
        self.fields["text"].queryset = self.texts  # type: ignore[attr-defined]

    @property
    def ticked(self) -> set[int]:
        """The points of the checklist that stay ticked when the form is drawn again."""
        sent = self.data.getlist("checked") if self.is_bound else []  # type: ignore[attr-defined]
        return {int(place) for place in sent if place.isdecimal() and len(place) < MOST_DIGITS}

    def with_text(self) -> "DecisionForm":
        """Return the form with the chosen text at the end of the reason."""
        self.full_clean()
        chosen = self.cleaned_data.get("text")
        data = self.data.copy()  # type: ignore[attr-defined]
        if chosen:
            parts = [data.get("reason", "").strip(), chosen.text_in(self.language)]
            data["reason"] = "\n\n".join(part for part in parts if part)
        self.data = data
        self._errors = None
        self.full_clean()
        return self


class AssignForm(forms.Form):
    """Who is to do it: an officer who handles its kind, or nobody."""

    to = forms.ModelChoiceField(
        label=_("Assign to"),
        queryset=get_user_model()._default_manager.none(),
        required=False,
        empty_label=_("Nobody: free for everybody"),
        to_field_name="public_id",
    )
    # Who had it when the form was drawn, and its turn then.
    seen = forms.CharField(widget=forms.HiddenInput, max_length=12, required=False)
    turn = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1, required=False
    )

    def __init__(self, data: Any = None, *, item: WorkItem) -> None:
        self.now = item.assigned_to.public_id if item.assigned_to else ""
        self.turn_now = item.turn
        initial = {"to": item.assigned_to, "seen": self.now, "turn": item.turn}
        super().__init__(data, initial=initial)
        people = get_user_model()._default_manager.filter(holders_of(item.audience.tokens))
        barred = [
            person.pk for person in (item.opened_by, item.first_by)
            if person and item.waits_for_others(person)
        ]  # fmt: skip
        self.fields["to"].queryset = people.exclude(pk__in=barred).order_by("pk")  # type: ignore[attr-defined]

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody assigned it, or took a step with it, after the form was drawn."""
        if not self.is_bound:
            return False
        known = {"seen": self.now, "turn": None} | self.cleaned_data
        return known["seen"] != self.now or known["turn"] not in (None, self.turn_now)
