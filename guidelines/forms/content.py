"""The form of a text: one field for each section of its kind."""

import json
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.forms.citing import codes_in, readable_codes
from guidelines.forms.fields import CodesField, RowsField
from guidelines.kinds import Attribution
from guidelines.models import Manuscript
from guidelines.models.manuscript import NOTE
from guidelines.text import terms
from guidelines.text.sections import PARTS, Content, Section, parts_of, sections_of, whole
from guidelines.text.words import in_words
from portal.refusals import Refused
from portal.revision import again_with
from portal.writing.differences import differences
from portal.writing.forms import ComposedForm, MarkdownField
from portal.writing.models import Fields

# Named in one message.
MOST_UNKNOWN = 10
# More choices than this stand in columns.
MANY = 8
NEEDED = _("Needed before it goes on.")
MORE_ROWS = _("After each save there are two more rows.")
BETRAYS = _("The text itself may betray you: a place, a date or a figure can tell whose it is.")


def _line(section: Section, chosen: Any, **common: Any) -> forms.Field:
    # A title is an input; a sentence of two lines grows.
    area = None if section.code == "title" else forms.Textarea(attrs={"rows": 2})
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
    # Many short names stand in columns.
    attrs = {"class": "names"} if len(offered) > MANY else {}
    widget = forms.CheckboxSelectMultiple(attrs=attrs)
    return forms.MultipleChoiceField(choices=offered, widget=widget, **common)


def _rows(section: Section, chosen: Any, **common: Any) -> forms.Field:
    common["help_text"] = format_lazy("{} {}", common["help_text"], MORE_ROWS)
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
    field = FIELDS[section.shape](
        section, chosen, label=section.label, help_text=hint, required=False
    )
    if section.is_needed:
        field.is_needed = True  # type: ignore[attr-defined]
    return field


class Merge(NamedTuple):
    """A section that a colleague changed too: their words, and how mine differ."""

    theirs: str
    differences: SafeString


class Part(NamedTuple):
    """A part of the form: what is needed, then more, open where somebody filled it or must look.

    Each field stands with what a colleague wrote meanwhile.
    """

    code: str
    title: Any
    needed: list[tuple[forms.BoundField, Merge | None]]
    more: list[tuple[forms.BoundField, Merge | None]]
    is_open: bool


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

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of the form."""
        return [self._part(part, sections) for part, sections in parts_of(self.kind)]

    def _part(self, part: str, sections: list[Section]) -> Part:
        needed = [(self[each.code], self.merge_of(each)) for each in sections if each.is_needed]
        more = [(self[each.code], self.merge_of(each)) for each in sections if not each.is_needed]
        is_open = any(field.errors or field.value() for field, _merge in more)
        return Part(part, PARTS[part], needed, more, is_open)

    @property
    def warning(self) -> str:
        """What whoever writes in a text without a name is told."""
        level = self.manuscript.record.attribution if self.manuscript else ""
        return str(BETRAYS) if level not in ("", Attribution.NAMED) else ""

    def merge_of(self, section: Section) -> Merge | None:
        """Return what a colleague wrote in a section that is in conflict."""
        if section.code not in self.conflicts or self.manuscript is None:
            return None
        stored = self.manuscript.content.get(section.code) or section.empty
        theirs = in_words(section, stored)
        mine = in_words(section, self._mine[section.code])
        return Merge(theirs, differences(theirs, mine))

    def clean(self) -> dict[str, Any]:
        """Refuse a code that names nothing its writer may read, in the words for one unknown.

        What stood there before stays: a colleague may read it.
        """
        cleaned = super().clean() or {}
        before: Content = self.manuscript.content if self.manuscript else {}
        typed = {
            each: codes_in(each, cleaned) - codes_in(each, before)
            for each in sections_of(self.kind)
        }
        if not any(typed.values()):
            return cleaned
        records, works = readable_codes(set().union(*typed.values()), self.person)
        for section, codes in typed.items():
            known = records if section.shape == "records" else records | works
            if unknown := sorted(codes - known)[:MOST_UNKNOWN]:
                words = _("Nothing that you may read has this code: %(codes)s.")
                self.add_error(section.code, words % {"codes": ", ".join(unknown)})
        return cleaned

    @property
    def note_merge(self) -> Merge | None:
        """What a colleague said of what changed, where that is in conflict."""
        if NOTE not in self.conflicts or self.manuscript is None:
            return None
        mine = self.data.get(self.add_prefix(NOTE), "")
        return Merge(self.manuscript.note, differences(self.manuscript.note, mine))

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
        except (ValueError, RecursionError):
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
        again_with(self, seen=json.dumps(seen | {code: now[code] for code in self.conflicts}))

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
