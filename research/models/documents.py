"""What the search index keeps of a record."""

import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from portal.search.models import Document, Kind


def document_of(work: Any) -> Document:
    """Return title, text, line, facets and date of a record."""
    own = work.language.code if work.language.code in ("en", "es") else "simple"
    authors = ", ".join(author.name for author in work.authors.all())
    line = f"{work.byline} · {work.venue}" if work.venue else work.byline
    titles = {"en": work.title, "fr": work.title_fr} if own != "es" else {"es": work.title}
    french_line = line
    if work.french_is_working and titles.get("fr"):
        with translation.override("fr"):
            french_line = f"{line} · {gettext('working translation')}"
    return Document(
        kind=Kind.WORK,
        titles=titles,
        bodies={
            "en": f"{work.abstract} {' '.join(work.keywords)}",
            "fr": f"{work.abstract_fr} {' '.join(work.keywords_fr)}",
            "simple": f"{authors} {work.venue} {work.doi} {work.code or ''}",
        },
        lines={"en": line, "fr": french_line},
        reference=str(work.year),
        path=f"research/works/{work.public_id}/",
        language=work.language.code,
        date=datetime.date(work.year, 1, 1),
        technologies=work.codes_of("technology"),
        regions=work.codes_of("region"),
    )
