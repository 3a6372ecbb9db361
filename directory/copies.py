"""Lists of people as files: CSV, XLSX and vCard; no cell is a formula, the label stands on top."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.cards import Card
from directory.models import Export
from directory.vcards import LABEL, hours_of, vcard_of
from portal.sheets import CSV, XLSX, csv_of, xlsx_of

TYPES = {
    Export.Format.CSV: (CSV, "csv"),
    Export.Format.XLSX: (XLSX, "xlsx"),
    Export.Format.VCARD: ("text/vcard; charset=utf-8", "vcf"),
}


def file_of(cards: Iterable[Card], chosen: str, fields: Collection[str], by: Any) -> bytes:
    """Return the cards as a file of the chosen format."""
    if chosen == Export.Format.VCARD:
        return "".join(vcard_of(card, fields) for card in cards).encode()
    rows = [_head(by), *_rows(cards, fields)]
    return csv_of(rows) if chosen == Export.Format.CSV else xlsx_of(rows, title="People")


def _head(by: Any) -> list[str]:
    """Return the row that says who may read the file, where it comes from, what names mean."""
    words = {"name": by.name, "date": date_format(timezone.now(), "DATETIME_FORMAT")}
    source = _("Smart Customs Community Portal, taken by %(name)s on %(date)s UTC") % words
    readers = _("For officers of Member administrations and the Secretariat only")
    borders = _("Names follow WCO usage and say nothing about borders or status.")
    return [LABEL, source, readers, borders]


def _rows(cards: Iterable[Card], fields: Collection[str]) -> Iterator[list[str]]:
    columns = {
        "email": _("E-mail"), "phone": _("Telephone"), "mobile": _("Mobile"),
        "office": _("Mailbox of the office"), "languages": _("Languages"), "topics": _("Topics"),
        "hours": _("Office hours"),
    }  # fmt: skip
    kept = [name for name in columns if name in fields]
    yield [
        _("Given name"), _("Family name"), _("Post"), _("Code"), _("Organisation"), _("Region"),
        _("Seats"), _("State"), *(columns[name] for name in kept),
    ]  # fmt: skip
    for card in cards:
        values = _values(card)
        yield [*_who(card), *(values[name] for name in kept)]


def _who(card: Card) -> list[str]:
    person, home = card.person, card.person.administration
    return [
        person.given_name,
        person.family_name,
        person.local_post,
        home.iso2 if home else "",
        person.home.name if person.home else "",
        home.region.short if home and home.region else "",
        "; ".join(f"{seat.title}, {seat.place}" for seat in card.seats),
        "; ".join(stamp.what for _seat, stamp in card.stamps),
    ]


def _values(card: Card) -> dict[str, str]:
    email, phone, mobile = (line.value for line in card.lines)
    return {
        "email": email, "phone": phone, "mobile": mobile, "office": ", ".join(card.mailboxes),
        "languages": ", ".join(f"{spoken.name} ({spoken.code})" for spoken in card.languages),
        "topics": ", ".join(card.topics), "hours": hours_of(card.person),
    }  # fmt: skip
