"""The form of a text that was never published: its words, and what was chosen at the beginning."""

import datetime
import json
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from guidelines.forms.begin import AboutForm
from guidelines.forms.content import ContentForm
from guidelines.kinds import Attribution, State
from guidelines.models import Manuscript
from guidelines.models.framing import Frame, frame_of, may_open, mildest, reframe
from guidelines.models.labels import AMBER, LABELS
from guidelines.models.telling import is_hidden
from portal.markings.models import Marking
from portal.refusals import Refused
from portal.revision import again_with
from portal.taxonomy.models import Language
from workspaces.models.labels import is_lower


def writing_form(request: HttpRequest, row: Manuscript, public_id: str) -> ContentForm:
    """Return the form of a text: of a new record with what was chosen about it.

    Its draft is that of the address: of a text begun anew, what was typed for the first one.
    """
    about: dict[str, Any] = {"key": draft_key(public_id, request.user), "kind": row.kind}
    if is_hidden(row.record):
        # Its address would say which text it is.
        about["address"] = reverse("guidelines:manuscript_list")
    if row.record.state != State.DRAFT:
        return ContentForm.compose(request, manuscript=row, **about)
    return FrameForm.compose(request, manuscript=row, person=request.user, **about)


def draft_key(public_id: str, person: Any) -> str:
    """Return what a draft of a text is kept under: it stands beside a person and names no text."""
    words = f"{public_id}|{person.pk}"
    mark = salted_hmac("guidelines.draft", words, algorithm="sha256")
    return f"guidance:{mark.hexdigest()}"


class FrameForm(AboutForm):
    """Write in a text that was never published, and correct what was chosen about it."""

    # What was chosen as the writer found it: a colleague's choice is not undone unseen.
    framed = forms.CharField(
        label="", widget=forms.Textarea(attrs={"hidden": True, "rows": 1}), required=False
    )

    def __init__(self, *args: Any, manuscript: Manuscript, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, manuscript=manuscript, **kwargs)
        now = _plain(frame_of(manuscript))
        self.standing_seal = manuscript.record.sealed_until
        self.initial = {**now, "framed": json.dumps(now), **self.initial}
        for name in now:
            self.fields[name].required = False
        self._offer(manuscript, person)

    def _offer(self, manuscript: Manuscript, person: Any) -> None:
        """Offer the labels that fit where it comes from, and who learns whose it is.

        Amber ones name whose they are. What is hidden is opened by its author, or who signs.
        """
        is_amber = manuscript.marking == Marking.AMBER
        floor, labels = mildest(manuscript, by=person), [*LABELS, *([AMBER] if is_amber else [])]
        field: Any = self.fields["marking"]
        field.choices = [each for each in labels if not is_lower(each[0], floor)]
        row = manuscript.record
        if not row.attribution or is_amber or not may_open(row, person):
            del self.fields["attribution"], self.fields["sealed_until"]

    def clean_framed(self) -> dict[str, str]:
        """Return what the writer found; what cannot be read is what stands."""
        try:
            found = json.loads(self.cleaned_data["framed"] or "{}")
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def save(self, *, by: Any) -> bool:
        """Save what was chosen and what was written, both or neither."""
        row = self.manuscript
        assert row is not None
        try:
            with transaction.atomic():
                row.lock()
                if not row.is_open:
                    # Says what became of the text, not what cannot be chosen any more.
                    return super().save(by=by)
                self.manuscript = reframe(row, by=by, frame=self._chosen(row))
                if not self.errors and super().save(by=by):
                    return True
                transaction.set_rollback(True)
        except Refused as why:
            self.add_error(None, str(why))
        self.manuscript = row
        row.refresh_from_db()
        return False

    def _chosen(self, row: Manuscript) -> Frame:
        """Return what is chosen now: of each, whichever of the two changed it."""
        row.lock()
        stored = _plain(frame_of(row))
        found, result = self.cleaned_data["framed"], dict(stored)
        for name in stored:
            given, before = _word(self.cleaned_data.get(name)), found.get(name, stored[name])
            if not given or given in (before, stored[name]):
                continue
            if stored[name] != before:
                found[name] = stored[name]
                self._again(name, found)
            result[name] = given
        return _frame(result)

    def _again(self, name: str, found: dict[str, str]) -> None:
        """Say that a colleague chose something else; sent again, this goes over it knowingly."""
        words = gettext("A colleague chose something else meanwhile. Look at it again.")
        self.add_error(name, words)
        again_with(self, framed=json.dumps(found))


def _word(value: Any) -> str:
    """Return what was chosen as the form carries it."""
    if isinstance(value, Language):
        return value.code
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")


def _plain(frame: Frame) -> dict[str, str]:
    return {name: _word(value) for name, value in frame._asdict().items()}


def _frame(chosen: dict[str, str]) -> Frame:
    is_sealed = chosen["attribution"] == Attribution.SEALED and chosen["sealed_until"]
    return Frame(
        chosen["marking"], Language.objects.get(code=chosen["language"]), chosen["attribution"],
        datetime.date.fromisoformat(chosen["sealed_until"]) if is_sealed else None,
    )  # fmt: skip
