"""The form of a text: one field for each section of its kind."""

import json
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guidelines import terms
from guidelines.forms.fields import CodesField, RowsField
from guidelines.models import Manuscript
from guidelines.sections import PARTS, Content, Section, parts_of, sections_of, whole
from portal.writing.forms import MarkdownField


def _line(section: Section, chosen: Any, **common: Any) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(max_length=section.most, widget=area, **common)


def _prose(section: Section, chosen: Any, **common: Any) -> forms.Field:
    if not section.hint:
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
    return FIELDS[section.shape](
        section, chosen, label=section.label, help_text=section.hint, required=False
    )


class ContentForm(forms.Form):
    """What a record says. What was typed stays when something is wrong."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    # The digest of each section as the writer found it.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=_("What changed"), max_length=500, required=False,
        help_text=_("One line for readers of the version before."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, manuscript: Manuscript | None = None, **kw: Any):
        super().__init__(*args, **kw)
        self.kind, self.manuscript = kind, manuscript
        self.conflicts: list[str] = []
        content: Content = manuscript.content if manuscript else {}
        for section in sections_of(kind):
            self.fields[section.code] = field_of(section, content.get(section.code))
        self.initial = {**whole(kind, content), **self.initial}
        if manuscript is None:
            self.initial.setdefault("token", uuid.uuid4())
        else:
            self.initial["seen"] = json.dumps(manuscript.seen())
            self.initial["note"] = manuscript.note
        if manuscript is None or manuscript.base_id is None:
            del self.fields["note"]

    @property
    def parts(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """The parts of the form: id, title and fields."""
        return [
            (part, PARTS[part], [self[section.code] for section in sections])
            for part, sections in parts_of(self.kind)
        ]

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
        self.conflicts = self.manuscript.write(
            by=by, content=self.content, seen=self.cleaned_data["seen"]
        )
        for code in self.conflicts:
            self.add_error(
                code,
                _now(
                    "A colleague changed this section after you opened it. Both texts stand below:"
                    " put them together, then save again."
                ),
            )
        if self.conflicts:
            # Saved again, it goes over the other text knowingly.
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data["seen"] = json.dumps(self.manuscript.seen())
            self.data = data
        return not self.conflicts
