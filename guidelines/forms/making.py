"""The form that begins a record from a topic or a lesson."""

from typing import Any

from django.db import transaction

from guidelines.becoming import MADE
from guidelines.forms.begin import BeginForm
from guidelines.kinds import Attribution
from guidelines.making import prefilled
from guidelines.models import Manuscript, Provenance
from guidelines.models.labels import labels_for
from portal.markings.models import Marking
from portal.origins import Source


class MakingForm(BeginForm):
    """Begin a record with the words of a source; its label is never milder than the source's."""

    def __init__(
        self, *args: Any, kind: str, person: Any, source: Source, origin: tuple[str, str], **kw: Any
    ) -> None:
        initial = prefilled(kind, source) | {"language": source.language}
        super().__init__(*args, kind=kind, person=person, initial=initial, **kw)
        self.origin = origin
        labels = labels_for(source, person)
        self.fields["marking"].choices = labels  # type: ignore[attr-defined]
        self.initial["marking"] = labels[-1][0]
        if source.marking == Marking.AMBER and "attribution" in self.fields:
            named = (Attribution.NAMED, Attribution.NAMED.label)
            self.fields["attribution"].choices = [named]  # type: ignore[attr-defined]

    @transaction.atomic
    def begin(self) -> Manuscript:
        """Begin the record once, and keep what it was made from."""
        manuscript = super().begin()
        code, key = self.origin
        Provenance.keep(manuscript.record, code=code, key=key)
        # Other processes follow within a minute.
        MADE.forget()
        return manuscript
