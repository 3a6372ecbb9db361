"""Fields that the forms of the library share."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.taxonomy.models import in_language

MOST_KEYWORDS = 30


class KeywordsField(forms.CharField):
    """Keywords with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """Return the keywords as they are typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the keywords, each once."""
        text = super().clean(value)
        words = dict.fromkeys(" ".join(word.split()) for word in re.split(r"[,;\n]", text))
        keywords = [word for word in words if word]
        if any(len(word) > 100 for word in keywords):
            raise ValidationError(_("A keyword has at most 100 characters. Put commas between."))
        if len(keywords) > MOST_KEYWORDS:
            raise ValidationError(_("Give at most %(most)s.") % {"most": MOST_KEYWORDS})
        return keywords


class LocalNames(forms.ModelChoiceField):
    """One row of a named model, by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        return in_language(obj, "name")
