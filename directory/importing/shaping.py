"""What one row means by itself: its cells checked, its office and its seat found by their names."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from directory.importing.columns import COLUMNS, NEEDED, places, plain
from directory.importing.reading import Cells
from directory.models import Administration, PartnerOrganisation, SeatRole
from directory.models.contact_import import ImportRow
from directory.models.person import normalised_email
from portal.cells import is_formula
from portal.names import MARKUP, UNSEEN

State = ImportRow.State
PHONE = re.compile(r"\+?[\d\s().,/x-]{3,40}\Z")
LANGUAGES = {
    name: code
    for code, names in {
        "en": ("en", "eng", "english", "anglais"),
        "fr": ("fr", "fra", "fre", "french", "francais"),
    }.items()
    for name in names
}


class Shapes:
    """The names of offices and seats, read once for a whole list."""

    def __init__(self, header: Cells) -> None:
        self.places = places(header)
        self.offices: dict[str, Any] = {}
        # Two offices of one name: neither is meant for sure.
        self.doubtful: set[str] = set()
        for home in Administration.objects.all():
            names = [
                home.iso2, home.iso3, home.name_en, home.name_fr, home.name_es,
                home.administration_name_en, home.administration_name_fr,
            ]  # fmt: skip
            self._call(home, names)
        for partner in PartnerOrganisation.objects.all():
            self._call(partner, [partner.acronym, partner.name_en, partner.name_fr])
        self.roles = {
            plain(name): role
            for role in SeatRole.objects.filter(is_retired=False).exclude(office="region")
            for name in (role.code, role.name_en, role.name_fr, role.short_en, role.short_fr)
        }

    def _call(self, home: Any, names: list[str]) -> None:
        for name in filter(None, map(plain, names)):
            if self.offices.setdefault(name, home) != home:
                self.doubtful.add(name)

    def row(self, number: int, cells: Cells) -> ImportRow:
        """Return what a row means; malformed where it means nothing."""
        typed = {code: cells[place] for code, place in self.places.items() if place < len(cells)}
        row = ImportRow(number=number, typed={code: text[:300] for code, text in typed.items()})
        for code, text in typed.items():
            self._check(row, code, text)
        for code in NEEDED:
            if not typed.get(code):
                row.say("needed", code)
        if row.findings:
            row.state = State.MALFORMED
            return row
        self._mean(row, typed)
        row.state = State.MALFORMED if row.findings else State.READY
        return row

    def _check(self, row: ImportRow, code: str, text: str) -> None:
        if len(text) > COLUMNS[code].longest:
            row.say("long", code, COLUMNS[code].longest)
        elif any(unicodedata.category(each) in UNSEEN for each in text):
            row.say("hidden-letters", code)
        elif is_formula(text) and not (code == "phone" and PHONE.match(text)):
            row.say("formula", code)
        elif code in ("given_name", "family_name") and not MARKUP.isdisjoint(text):
            row.say("markup", code)

    def _mean(self, row: ImportRow, typed: dict[str, str]) -> None:
        """Fill in what the cells mean."""
        row.family_name, row.given_name = typed["family_name"], typed.get("given_name", "")
        row.post, row.phone = typed.get("post", ""), typed.get("phone", "")
        row.email = normalised_email(typed["email"])
        try:
            validate_email(row.email)
        except ValidationError:
            row.say("email", "email")
        if row.phone and not PHONE.match(row.phone):
            row.say("phone", "phone")
        language = typed.get("language", "")
        if language and plain(language) not in LANGUAGES:
            row.say("language", "language")
        row.language = LANGUAGES.get(plain(language), "en")
        self._place(row, typed["office"], typed.get("seat", ""))

    def _place(self, row: ImportRow, office: str, seat: str) -> None:
        name = plain(office)
        home = self.offices.get(name)
        if home is None:
            row.say("office", "office")
        elif name in self.doubtful:
            row.say("offices", "office")
        elif isinstance(home, Administration):
            row.administration = home
        else:
            row.partner = home
        if not seat:
            return
        row.role = self.roles.get(plain(seat))
        kind = "administration" if row.administration else "partner"
        if row.role is None:
            row.say("seat", "seat")
        elif row.home and row.role.office != kind:
            row.say("seat-office", "seat")
