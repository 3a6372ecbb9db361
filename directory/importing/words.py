"""What is said of a list and of its rows, by code."""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory import addresses
from directory.importing.columns import COLUMNS
from directory.models.contact_import import ContactImport, ImportRow
from portal.files.models import StoredFile

# Why a whole list cannot be read. `where` is what `fault_in` holds.
FAULTS: dict[str, str | Promise] = {
    "refused": _("The file was refused: %(where)s"),
    "empty": _("The file has no rows below its header. Send the one that holds the list."),
    "columns": _("These columns are missing: %(where)s. Name them in the first row."),
    "too-many": _("The file has more than %(where)s rows. Split it and send the parts."),
    "quotes": _("A quotation mark is not closed near row %(where)s. Correct it and send it again."),
    "broken": _("The file is damaged. Save it anew as CSV (UTF-8) or XLSX and send that copy."),
    "lost": _("The file was lost on our side. Send it again. We are sorry."),
}
_ODD = (
    addresses.NOT_LISTED, addresses.NO_LIST, addresses.FREE_MAIL, addresses.SUB_ADDRESS,
    addresses.PUNYCODE, addresses.MIXED, addresses.LOOKALIKE, addresses.HIDDEN,
)  # fmt: skip
FINDINGS: dict[str, str | Promise] = {finding.code: finding.words for finding in _ODD} | {
    # Malformed: which column, and what is accepted.
    "needed": _("This cell is empty. It is needed."),
    "long": _("This cell is too long: at most %(what)s characters are taken."),
    "hidden-letters": _("This cell has characters that cannot be seen. Type it again."),
    "markup": _("This cell holds “<” or “>”. Write the name alone."),
    "formula": _("This cell holds a formula. Paste its value instead."),
    "email": _("This is no e-mail address. Write one such as name@douane.example."),
    "phone": _("This is no telephone number. Write digits, such as +221 33 839 00 00."),
    "language": _("Write English or French, or leave it empty."),
    "office": _("No administration or partner has this name. Write the code, such as SN."),
    "offices": _("Several offices have this name. Write the code, such as SN."),
    "seat": _("No seat has this name. Write one of the names of the Roles page."),
    "seat-office": _("This seat does not belong to such an office."),
    # Beside the other rows.
    "twice": _("This person stands in row %(what)s already."),
    "seat-twice": _("Row %(what)s names somebody else for this seat."),
    "two-offices": _("Row %(what)s has this address for another office."),
    "two-names": _("Row %(what)s has this address for another person."),
    "two-addresses": _("Row %(what)s has the same name with another address."),
    # Beside the directory.
    "stopped": _("The account of %(what)s is stopped. Restore it first."),
    "other-office": _("The address belongs to %(what)s of another office."),
    "other-name": _("The address belongs to %(what)s. Check whether this is the same person."),
    "other-address": _("A person of this name is known there by %(what)s."),
    "held": _("Somebody holds this seat. Record a letter to change that."),
    "nominated": _("Somebody is named for this seat. The letter waits on the desk."),
    "taken": _("Somebody changed the directory meanwhile. Send this row again."),
}


class Said(NamedTuple):
    """One thing that is said of a row."""

    column: str | Promise
    words: str


def fault_of(batch: ContactImport) -> str:
    """Return why a list cannot be read, and what to do next."""
    where: Any = batch.fault_in
    if batch.fault == "columns":
        where = ", ".join(str(COLUMNS[code].title) for code in batch.fault_in.split())
    elif batch.fault == "refused":
        where = dict(StoredFile.Refusal.choices).get(batch.fault_in, "")
    words = FAULTS.get(batch.fault)
    return str(words) % {"where": where} if words else ""


def said_of(row: ImportRow) -> list[Said]:
    """Return what is said of a row, in the reader's language."""
    return [
        Said(
            COLUMNS[column].title if column in COLUMNS else "",
            str(FINDINGS.get(code, code)) % {"what": what},
        )
        for code, column, what in row.findings
    ]
