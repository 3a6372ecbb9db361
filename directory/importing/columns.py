"""The columns of a list, by every name that people give them in English and French."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.models.administration import sort_key


class Column(NamedTuple):
    """A column: what it is called here, what else it may be called, how long a cell may be."""

    code: str
    title: str | Promise
    names: tuple[str, ...]
    longest: int
    is_needed: bool = False


COLUMNS = {
    column.code: column
    for column in (
        Column(
            "family_name",
            _("Family name"),
            ("family name", "last name", "surname", "nom de famille", "nom"),
            100,
            is_needed=True,
        ),
        Column(
            "given_name",
            _("Given name"),
            ("given name", "given names", "first name", "forename", "prenom", "prenoms"),
            100,
        ),
        Column(
            "email",
            _("E-mail"),
            ("e mail", "email", "mail", "email address", "e mail address", "courriel",
             "adresse electronique", "adresse e mail", "adresse courriel", "adresse de courriel"),
            254,
            is_needed=True,
        ),
        Column(
            "office",
            _("Administration"),
            ("administration", "member", "member administration", "organisation", "organization",
             "partner", "partner organisation", "code", "iso", "iso2", "iso 2", "iso3", "iso code",
             "membre", "administration membre", "partenaire",
             "organisation partenaire", "code iso"),
            200,
            is_needed=True,
        ),
        Column("seat", _("Seat"), ("seat", "role", "siege"), 100),
        Column(
            "post",
            _("Post"),
            ("post", "job title", "title", "position", "function", "poste", "fonction", "titre"),
            200,
        ),
        Column(
            "phone",
            _("Telephone"),
            ("telephone", "phone", "phone number", "tel", "numero de telephone"),
            40,
        ),
        Column(
            "language",
            _("Language of the portal"),
            ("language", "language of the portal", "langue", "langue du portail"),
            40,
        ),
    )
}  # fmt: skip
_BY_NAME = {name: column.code for column in COLUMNS.values() for name in column.names}
# What lists say where they mean an administration; no page of ours says so.
_BY_NAME |= {"country": "office", "pays": "office"}
NEEDED = tuple(column.code for column in COLUMNS.values() if column.is_needed)


def plain(text: str) -> str:
    """Return words without accents, case and marks: how headers and names are compared."""
    return " ".join(re.findall(r"\w+", sort_key(text).replace("_", " ")))


def places(header: Iterable[str]) -> dict[str, int]:
    """Return where each known column stands; the first of two with one meaning counts."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        if code := _BY_NAME.get(plain(name)):
            found.setdefault(code, place)
    return found


def missing(header: Iterable[str]) -> list[str]:
    """Return the needed columns that a header lacks."""
    found = places(header)
    return [code for code in NEEDED if code not in found]
