"""What the Secretariat keeps of a word of a taxonomy."""

from typing import Any

from django import forms

from portal.revision import RevisionForm
from portal.taxonomy.models import Revisable

# In this order, where the model has them.
FIELDS = [
    "name_en", "name_fr", "endonym", "definition_en", "definition_fr", "french_is_working",
    "group", "status", "tfa_articles", "position", "is_right_to_left", "is_retired",
]  # fmt: skip


def _fields(model: type[Revisable]) -> list[str]:
    known = {field.name for field in model._meta.get_fields()}
    return [name for name in FIELDS if name in known]


def edit_form(model: type[Revisable]) -> type[RevisionForm]:
    """Return the form that edits a row of a taxonomy."""
    form: Any = forms.modelform_factory(model, form=RevisionForm, fields=_fields(model))
    return form


def add_form(model: type[Revisable]) -> type[forms.ModelForm]:  # type: ignore[type-arg]
    """Return the form that adds one, with its code."""
    return forms.modelform_factory(model, fields=[model.KEY, *_fields(model)])
