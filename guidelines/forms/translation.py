"""The form of one translated section. What a colleague saved meanwhile is shown, never lost."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.forms.fields import CellsField
from guidelines.models import Record, Wording
from guidelines.models.translation import MOST, Translation
from guidelines.text.sections import Section, digest_of, text_of
from portal.refusals import Refused
from portal.revision import again_with
from portal.taxonomy.models import Language
from portal.writing.forms import MarkdownField


class TranslationForm(forms.Form):
    """A section in another language."""

    # The digest of the translation, and of the source, as the writer found them.
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    source = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, record: Record, section: Section, language: Language,
        found: Translation | None, person: Any, may_replace: bool, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.record, self.section, self.language = record, section, language
        # Whether the writer's words take the place of checked ones at once.
        self.may_replace = may_replace
        self.is_proposed = False
        # What a colleague saved after the form was opened.
        self.other: Translation | Wording | None = None
        rows = 2 if section.shape == "line" else 12
        attrs = {"rows": rows, "lang": language.code, "dir": "auto"}
        if section.shape == "line":
            area = forms.Textarea(attrs=attrs)
            self.fields["text"] = forms.CharField(
                label=_("Translation"), max_length=section.most, widget=area
            )
        elif section.worded:
            rows_now = self._value() or []
            self.fields["text"] = CellsField(section, rows_now, language.code)
        else:
            field = MarkdownField(label=_("Translation"), max_length=MOST)
            field.widget.attrs |= attrs
            self.fields["text"] = field
        self._show(self._last(found, by=person))

    def _show(self, last: Translation | Wording | None) -> None:
        self.initial.setdefault("text", last.text if last else "")
        self.initial["seen"] = digest_of(last.text if last else "")
        self.initial["source"] = digest_of(self._words())
        # Whether it starts from words that do not stand yet.
        self.goes_on = isinstance(last, Wording)

    def _last(self, found: Translation | None, *, by: Any) -> Translation | Wording | None:
        """Return what the writer's words take the place of: what waits already, or what stands."""
        if found and self._waits(found):
            return Wording.objects.waiting().of(found, by=by).first() or found
        return found

    def _waits(self, found: Translation) -> bool:
        """Return whether words in the place of these wait until somebody accepts them."""
        return not found.is_working and not self.may_replace

    def _value(self) -> Any:
        """Return the section as it is now."""
        content = self.record.version.content if self.record.version else {}
        return content.get(self.section.code)

    def _words(self) -> str:
        """Return the words of the source as they are now."""
        return text_of(self.section, self._value())

    def save(self, *, by: Any) -> bool:
        """Save it; False and an error where a colleague saved another one, or the source changed.

        Saved again, it goes over the other one knowingly.
        """
        try:
            return self._save(by=by)
        except Refused as why:
            self.add_error(None, str(why))
            return False

    @transaction.atomic
    def _save(self, *, by: Any) -> bool:
        self.record.lock()
        rows = self.record.translations.filter(section=self.section.code, language=self.language)
        found = rows.first()
        last = self._last(found, by=by)
        cleaned = self.cleaned_data
        stored = digest_of(last.text if last else "")
        if cleaned["seen"] != stored and digest_of(cleaned["text"]) != stored:
            self.other = last
            return self._again(
                gettext("A colleague saved another translation meanwhile. It stands above yours.")
            )
        if cleaned["source"] != digest_of(self._words()):
            return self._again(
                gettext(
                    "A new version was published meanwhile. Compare with the source, save again."
                )
            )
        if found and self._waits(found):
            Wording.propose(found, cleaned["text"], by=by)
            self.is_proposed = True
            return True
        self.record.translate(self.section.code, cleaned["text"], language=self.language, by=by)
        return True

    def _again(self, why: str) -> bool:
        self.add_error("text", why)
        seen = {"seen": digest_of(self.other.text)} if self.other else {}
        again_with(self, source=digest_of(self._words()), **seen)
        return False


class CheckForm(forms.Form):
    """The translation that was checked."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class WordingForm(CheckForm):
    """Whether proposed words take the place of checked ones."""

    answer = forms.ChoiceField(choices=[("take", ""), ("leave", "")])
