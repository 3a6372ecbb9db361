"""The field for a text in Markdown, and forms whose text is kept as a draft while it is written."""

import json
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from portal.compiled import Compiled
from portal.identifiers import new_public_id
from portal.revision import again_with
from portal.writing.models import (
    Draft,
    DraftConflictError,
    DraftTooLargeError,
    Fields,
)
from portal.writing.rendering import Rendered, render
from portal.writing.text import MOST_CHARACTERS, Text, clean

# Names of what a form carries for its draft; `portal.home.held` shows none of them.
SEEN, WINDOW, PRESS = "draft_seen", "draft_window", "press"
# Asked by every page that takes a text.
DRAFT = Compiled(
    lambda person, key: Draft.objects.filter(person=person, key=key).order_by(),
    person=-1, key="?",
)  # fmt: skip
KEY = r"[a-z0-9:_-]{1,100}"
ADDRESS = r"/(?![/\\])[!-\[\]-~]{0,499}"


class MarkdownInput(forms.Textarea):
    """A textarea with a counter, and the preview where one was asked for."""

    template_name = "writing/markdown_input.html"
    preview: SafeString | None = None
    most = MOST_CHARACTERS

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the count and the preview."""
        context = super().get_context(name, value, attrs)
        count = len(clean(str(value or "")))
        context["widget"] |= {"count": count, "most": self.most, "preview": self.preview}
        return context


class MarkdownField(forms.CharField):
    """A text in Markdown, as typed; what is too much of it is said, and nothing of it is lost."""

    widget = MarkdownInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            gettext_lazy(
                "Plain text or Markdown. No names of traders or passengers, no risk criteria."
            ),
        )
        super().__init__(strip=False, **kwargs)
        self.widget.attrs |= {"dir": "auto", "rows": 10}
        self.widget.most = self.max_length or MOST_CHARACTERS

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser cut nothing off a text that is pasted: what is too much is said."""
        return {
            key: value for key, value in super().widget_attrs(widget).items() if key != "maxlength"
        }

    def to_python(self, value: Any) -> str:
        """Return the text without what no reader can see; without a word it is empty."""
        typed = clean(str(value or "")).rstrip().lstrip("\n")
        return typed if typed.strip() else ""

    def validate(self, value: str) -> None:
        """Refuse what would take too long to show, or to read."""
        super().validate(value)
        if fault := Text(value).fault:
            raise ValidationError(fault, code="too_much")


class ComposedForm(forms.Form):
    """A form whose fields are kept as a draft of one person under one key.

    A view asks `compose(request, key=…)` for it, does its verb when `is_sent()`, then `settle()`s
    the draft in the same transaction. The buttons beside the one that sends are `press` = preview,
    save, take (what another window kept) and discard; none of them asks for a complete form.
    """

    draft_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    draft_window = forms.SlugField(widget=forms.HiddenInput, max_length=12, required=False)
    press = "send"
    person: Any = None
    key = address = notice = ""
    draft: Draft | None = None
    conflict: Draft | None = None

    @classmethod
    def compose(cls, request: HttpRequest, *, key: str, address: str = "", **kwargs: Any) -> Self:
        """Return the form of this request with its draft; the buttons of drafts do their work.

        `address` is kept with the draft in the place of that of the request.
        """
        address = address or request.get_full_path()[:500]
        files = request.FILES if request.method == "POST" else None
        form = cls(request.POST if request.method == "POST" else None, files, **kwargs)
        form.person, form.key, form.address = request.user, key, address
        form.draft = next(iter(DRAFT.found(person=request.user.pk, key=key)), None)
        if not form.is_bound:
            form._open()
            return form
        form.press = str(form.data.get(PRESS, "send"))
        if form.press != "discard":
            form.arrive()
        if form.press == "discard":
            if form.draft:
                form.draft.discard()
            form = cls(None, **kwargs)
            form.person, form.key, form.address = request.user, key, address
            form.notice = gettext("The draft is discarded.")
            form._open()
        elif form.press == "take":
            form._take()
        elif form.press == "save":
            form._keep()
        return form

    def arrive(self) -> None:
        """Take in what came beside the texts; a form that takes files overrides it."""

    def is_sent(self) -> bool:
        """Return whether the form is complete and was meant to be sent."""
        return self.is_bound and self.press == "send" and self.is_valid()

    def settle(self) -> None:
        """Empty the draft of what was sent now, in the transaction of the verb."""
        Draft.settle(by=self.person, key=self.key, seen=self._seen, window=self._window)

    def rendered(self, text: Text) -> Rendered:
        """Return a text as it will be shown; a room adds the people and posts that it knows."""
        return render(text, key="preview")

    @property
    def draft_attributes(self) -> dict[str, str]:
        """What the script needs to keep the draft while somebody types."""
        return draft_attributes(self.key, self.address)

    @property
    def is_resumed(self) -> bool:
        """Whether the form opened with a draft in it."""
        return bool(not self.is_bound and self.draft and self.draft.fields)

    @property
    def conflict_text(self) -> str:
        """What the other window kept, for reading beside one's own."""
        return self.conflict.longest if self.conflict else ""

    def full_clean(self) -> None:
        """Check a form that is sent; of any other, only whether its text can be shown."""
        if not self.is_bound or self.press == "send":
            super().full_clean()
            return
        self._errors, self.cleaned_data = ErrorDict(), {}
        for name, field in self.fields.items():
            if isinstance(field, MarkdownField) and self.press == "preview":
                self._preview(name, field)

    def _preview(self, name: str, field: MarkdownField) -> None:
        text = Text(field.to_python(self.data.get(self.add_prefix(name))))
        if text.fault:
            self.add_error(name, text.fault)
        elif text.source:
            field.widget.preview = self.rendered(text).html  # type: ignore[attr-defined]

    @property
    def _seen(self) -> int:
        typed = str(self.data.get(SEEN, ""))
        return int(typed) if typed.isdecimal() and len(typed) < 10 else 0

    @property
    def _window(self) -> str:
        return str(self.data.get(WINDOW, ""))[:12]

    def _open(self) -> None:
        """Show the draft in a form that is opened."""
        self.initial[WINDOW] = new_public_id()
        if self.draft is None:
            return
        self.initial[SEEN] = self.draft.revision
        typed = MultiValueDict(self.draft.fields)
        for name, field in self.fields.items():
            if name in typed:
                self.initial[name] = field.widget.value_from_datadict(typed, MultiValueDict(), name)

    def typed(self) -> Fields:
        """Return what is kept of the form: what people typed, no files and no machinery."""
        names = [
            name
            for name, field in self.fields.items()
            if not isinstance(field, forms.FileField) and not field.widget.is_hidden
        ]
        lists = dict(self.data.lists())  # type: ignore[attr-defined]
        return {
            name: [clean(each) for each in lists[name]]
            for name in names
            if any(lists.get(name, ()))
        }

    def _keep(self) -> None:
        try:
            self.draft = Draft.keep(
                by=self.person, key=self.key, fields=self.typed(), seen=self._seen,
                window=self._window, address=self.address,
            )  # fmt: skip
            self.notice = gettext("The draft is saved. It is kept for 90 days.")
            self._show_seen(self.draft.revision)
        except DraftConflictError as error:
            self.conflict = error.draft
            # Whoever presses again has seen both.
            self._show_seen(error.draft.revision)
        except DraftTooLargeError:
            self.notice = too_large()

    def _take(self) -> None:
        """Put what another window kept in the place of what stands here."""
        if self.draft:
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            for name, values in self.draft.fields.items():
                data.setlist(name, values)
            self.data = data
            self._show_seen(self.draft.revision)

    def _show_seen(self, revision: int) -> None:
        again_with(self, **{SEEN: str(revision)})


def draft_attributes(key: str, address: str) -> dict[str, str]:
    """Return what the script needs to keep a draft of this key."""
    return {
        "data-draft": reverse("writing:draft_save"),
        "data-draft-key": key,
        "data-draft-address": address,
        "data-draft-away": gettext(
            "Not saved: no connection, or you are signed out. Your text stays here."
            " Press Save draft."
        ),
    }


def too_large() -> str:
    """Return what is said where a draft is not kept."""
    return gettext("The draft is not saved: it is too long, or you have 100 drafts already.")


class DraftForm(forms.Form):
    """What the script sends while somebody types."""

    key = forms.RegexField(rf"^{KEY}\Z", strip=False)
    address = forms.RegexField(rf"^{ADDRESS}\Z", strip=False)
    window = forms.SlugField(max_length=12)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    fields_typed = forms.JSONField(max_length=2 * Draft.LIMIT)

    @classmethod
    def of(cls, body: bytes) -> Self:
        """Return the form of a request's body; what cannot be read is an empty form."""
        try:
            sent = json.loads(body)
        except (ValueError, RecursionError):
            sent = None
        if not isinstance(sent, dict):
            return cls({})
        return cls(sent | {"fields_typed": json.dumps(sent.get("fields"))})

    def clean_fields_typed(self) -> Fields:
        """Take names with lists of words, and nothing else."""
        typed = self.cleaned_data["fields_typed"]
        is_plain = isinstance(typed, dict) and all(
            isinstance(values, list) and all(isinstance(each, str) for each in values)
            for values in typed.values()
        )
        if not is_plain:
            raise ValidationError("shape", code="shape")
        return _plain(typed)


def _plain(typed: Fields) -> Fields:
    """Return what somebody typed, without empty fields and without what no reader can see."""
    return {name: [clean(each) for each in values] for name, values in typed.items() if any(values)}
