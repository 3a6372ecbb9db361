"""What is told of records. What the portal itself does, without anybody, is no news."""

from collections.abc import Iterable
from typing import Any

from guidelines.kinds import Attribution
from portal.markings.models import Marking
from portal.notifications.models import tell


def subjects_of(record: Any) -> list[str]:
    """Return what a record is followed by, the most telling first; never whose it is unnamed."""
    owner = record.administration
    return [
        record.subject,
        *record.subjects,
        *([f"administration:{owner.iso2}"] if owner else []),
        *(f"region:{code}" for code in record.codes_of("region")),
    ]


def is_hidden(record: Any) -> bool:
    """Return whether readers are not told whose a record is, though somebody handed it in."""
    return record.attribution not in ("", Attribution.NAMED)


def tell_owner(
    verb: str, *, record: Any, people: Iterable[int], by: Any = None, on: Any = None, **more: Any
) -> None:
    """Tell those whose record it is; of a hidden one, their mail holds no word.

    Who reads a mailbox, or what keeps its mails, would learn from a title whose record it is.
    """
    floor = str(Marking.AMBER_STRICT) if is_hidden(record) else ""
    tell(verb, on=on or record, by=by, people=people, marking=floor, **more)


def tell_issued(record: Any, *, by: Any) -> None:
    """Tell who follows a record, or what it is about, that there is a version to read."""
    if by is not None:
        tell("guidelines.publish_version", kind="guidelines", on=record, by=record.actor(by),
             subjects=subjects_of(record), number=record.version.number)  # fmt: skip


def tell_withdrawn(record: Any, *, by: Any) -> None:
    """Tell whoever was told of it: nobody relies on what is gone."""
    if by is not None:
        tell("guidelines.withdraw_record", kind="guidelines", on=record, by=record.actor(by),
             subjects=subjects_of(record))  # fmt: skip


def tell_superseded(record: Any, *, by: Any) -> None:
    """Tell whoever was told of it, once: its page names the record that replaces it."""
    tell("guidelines.supersede_record", kind="guidelines", on=record, by=by,
         subjects=subjects_of(record))  # fmt: skip


def tell_merged(into: Any, *, by: Any, code: str) -> None:
    """Tell who follows the record that is kept, once: those of the other one follow it by now."""
    tell("guidelines.merge_record", kind="guidelines", on=into, by=by, subjects=subjects_of(into),
         code=code)  # fmt: skip
