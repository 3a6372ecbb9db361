"""What became of a topic or a lesson: shown there to whoever may read the record, too."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import Kind, State
from guidelines.models import Manuscript, Provenance, Record
from portal.compiled import Compiled
from portal.kept import Kept
from portal.markings.models import Marking, Reader
from portal.markings.panels import Panel
from portal.origins import Making


def _records(code: str, key: str, audiences: list[int]) -> QuerySet[Any, Any]:
    rows = Record.objects.readable_within(audiences).filter(
        provenance__code=code, provenance__key=key, provenance__is_open=True
    )
    texts = Manuscript.objects.filter(record=OuterRef("pk")).order_by("-pk")
    # A draft that was given up became nothing.
    open_texts = Manuscript.objects.open().filter(record=OuterRef("pk"))
    return (
        rows.exclude(state=State.WITHDRAWN)
        .filter(~Q(state=State.DRAFT) | Exists(open_texts))
        .annotate(manuscript_id=Subquery(texts.values("public_id")[:1]))
        .order_by("-pk")
        .values("public_id", "code", "kind", "state", "title", "title_fr", "marking",
                "manuscript_id")
    )  # fmt: skip


# Of what something was made, by code and key: most topics need no question of their own.
MADE = Kept(
    lambda: frozenset(Provenance.objects.filter(is_open=True).values_list("code", "key")),
    seconds=60,
    by_language=False,
)
RECORDS = Compiled(_records, code="?", key="??", audiences=[-1])


def became(code: str, key: str, reader: Reader) -> Panel | None:
    """Return the records that were made from an origin and that the reader may read."""
    if (code, key) not in MADE.now():
        return None
    rows = RECORDS.rows(code=code, key=key, audiences=reader.audience_ids)
    if not rows:
        return None
    is_french = get_language() == "fr"
    kinds = dict(Kind.choices)
    for row in rows:
        is_draft = row["state"] == State.DRAFT
        row["is_draft"] = is_draft
        row["title"] = (is_french and row["title_fr"]) or row["title"]
        row["kind"] = kinds[row["kind"]]
        row["label"] = Marking(row["marking"]).tag
        row["url"] = (
            reverse("guidelines:manuscript_detail", args=[row["manuscript_id"]])
            if is_draft
            else reverse("guidelines:record_detail", args=[row["public_id"]])
        )
    return Panel(title=_("Became"), template="guidelines/panel_became.html", rows=rows, place=20)


MAKING = Making(
    permission="guidelines.begin_record",
    label=_("Write guidance from this"),
    url=lambda code, key: reverse("guidelines:making", args=[code, key]),
    became=became,
)
