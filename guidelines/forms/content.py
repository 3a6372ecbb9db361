"""The form of a text: one field for each section of its kind."""

import json
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines import terms
from guidelines.forms.fields import CodesField, RowsField
from guidelines.models import Manuscript
from guidelines.sections import PARTS, Content, Section, parts_of, sections_of, whole
from guidelines.wording import in_words
from portal.desk.registry import Refused
from portal.writing.differences import differences
from portal.writing.forms import ComposedForm, MarkdownField
from portal.writing.models import Fields

NEEDED = _("Needed before it goes on.")


def _line(section: Section, chosen: Any, **common: Any) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(max_length=section.most, widget=area, **common)


def _prose(section: Section, chosen: Any, **common: Any) -> forms.Field:
    if not section.hint and not section.is_needed:
        # The hint of every text in Markdown.
        del common["help_text"]
    return MarkdownField(max_length=section.most, **common)


def _one(section: Section, chosen: Any, **common: Any) -> forms.Field:
    offered = (
        section.choices.choices
        if section.choices
        else terms.choices(section.taxonomy, [chosen] if chosen else [])
    )
    return forms.ChoiceField(choices=[("", "–"), *offered], **common)


def _several(section: Section, chosen: Any, **common: Any) -> forms.Field:
    offered = (
        section.choices.choices
        if section.choices
        else terms.choices(section.taxonomy, chosen or [])
    )
    return forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple, **common)


def _rows(section: Section, chosen: Any, **common: Any) -> forms.Field:
    return RowsField(section.columns, **common)


def _codes(section: Section, chosen: Any, **common: Any) -> forms.Field:
    return CodesField(max_length=400, **common)


def _flag(section: Section, chosen: Any, **common: Any) -> forms.Field:
    return forms.BooleanField(**common)


FIELDS: dict[str, Callable[..., forms.Field]] = {
    "line": _line, "prose": _prose, "choice": _one, "term": _one, "choices": _several,
    "terms": _several, "rows": _rows, "sources": _rows, "records": _codes, "flag": _flag,
}  # fmt: skip


def field_of(section: Section, chosen: Any = None) -> forms.Field:
    """Return the field of a section. Nothing is required: a text is saved as far as it goes."""
    hint = format_lazy("{} {}", section.hint, NEEDED) if section.is_needed else section.hint
    return FIELDS[section.shape](
        section, chosen, label=section.label, help_text=hint, required=False
    )


class Merge(NamedTuple):
    """A section that a colleague changed too: their words, and how mine differ."""

    theirs: str
    differences: SafeString


class ContentForm(ComposedForm):
    """What a record says. What was typed stays when something is wrong."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    # The mark of each section as the writer found it; not of the hidden kind, for a draft keeps it.
    seen = forms.CharField(
        label="", widget=forms.Textarea(attrs={"hidden": True, "rows": 1}), required=False
    )
    note = forms.CharField(
        label=_("What changed"), max_length=500, required=False,
        help_text=_("One line for readers of the version before."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, manuscript: Manuscript | None = None, **kw: Any):
        super().__init__(*args, **kw)
        self.kind, self.manuscript = kind, manuscript
        self.conflicts: list[str] = []
        self._mine: dict[str, Any] = {}
        content: Content = manuscript.content if manuscript else {}
        for section in sections_of(kind):
            self.fields[section.code] = field_of(section, content.get(section.code))
        self.initial = {**whole(kind, content), **self.initial}
        if manuscript is None:
            self.initial.setdefault("token", uuid.uuid4())
        else:
            self.initial["seen"] = json.dumps(manuscript.seen(), separators=(",", ":"))
            self.initial["note"] = manuscript.note
        if manuscript is None or manuscript.base_id is None:
            del self.fields["note"]

    @property
    def parts(self) -> list[tuple[str, Any, list[tuple[forms.BoundField, Merge | None]]]]:
        """The parts of the form: id, title, and fields with what a colleague wrote meanwhile."""
        return [
            (
                part, PARTS[part],
                [(self[each.code], self.merge_of(each)) for each in sections],
            )
            for part, sections in parts_of(self.kind)
        ]  # fmt: skip

    def merge_of(self, section: Section) -> Merge | None:
        """Return what a colleague wrote in a section that is in conflict."""
        if section.code not in self.conflicts or self.manuscript is None:
            return None
        stored = self.manuscript.content.get(section.code) or section.empty
        theirs = in_words(section, stored)
        mine = in_words(section, self._mine[section.code])
        return Merge(theirs, differences(theirs, mine))

    def clean_title(self) -> str:
        """Ask for a title: nothing else can be called up again without one."""
        title = " ".join(str(self.cleaned_data["title"]).split())
        if not title:
            raise ValidationError(_("Give it a title."))
        return title

    def clean_seen(self) -> dict[str, str]:
        """Return what the writer found; a mark that cannot be read fits nothing."""
        try:
            seen = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    @property
    def content(self) -> dict[str, Any]:
        """The content as it was typed."""
        return {each.code: self.cleaned_data[each.code] for each in sections_of(self.kind)}

    def save(self, *, by: Any) -> bool:
        """Save the manuscript; False and errors at the sections that a colleague changed too."""
        assert self.manuscript is not None
        seen = self.cleaned_data["seen"]
        # The typed values before errors take them out of what is clean.
        self._mine = self.content
        try:
            with transaction.atomic():
                self.conflicts = self.manuscript.write(
                    by=by, content=self._mine, seen=seen, note=self.cleaned_data.get("note")
                )
                if not self.conflicts:
                    self.settle()
        except Refused as why:
            self.add_error(None, str(why))
            return False
        for code in self.conflicts:
            self.add_error(
                code,
                gettext(
                    "A colleague changed this section after you opened it. Both texts stand here:"
                    " put them together, then save again."
                ),
            )
        if self.conflicts:
            self._know(seen)
        return not self.conflicts

    def _know(self, seen: dict[str, str]) -> None:
        """Let the next press go over the sections that are shown, and over no other."""
        assert self.manuscript is not None
        now = self.manuscript.seen()
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = json.dumps(seen | {code: now[code] for code in self.conflicts})
        self.data = data

    def typed(self) -> Fields:
        """Return what is kept in a draft: the cells of tables too."""
        found = super().typed()
        lists = dict(self.data.lists())  # type: ignore[attr-defined]
        names = {
            f"{name}-{column.code}"
            for name, field in self.fields.items()
            if isinstance(field, RowsField)
            for column in field.columns
        }
        return found | {name: lists[name] for name in names if any(lists.get(name, ()))}

    def _open(self) -> None:
        """Show the draft, the cells of its tables too."""
        super()._open()
        typed = MultiValueDict(self.draft.fields if self.draft else {})
        for name, field in self.fields.items():
            if isinstance(field, RowsField) and not field.widget.value_omitted_from_data(
                typed, MultiValueDict(), name
            ):
                self.initial[name] = field.widget.value_from_datadict(typed, MultiValueDict(), name)
