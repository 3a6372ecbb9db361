"""What the page of a record shows of its life after publication: likes, origin, what came to it."""

from typing import Any

from django.utils.functional import cached_property

from guidelines.kinds import Origin
from guidelines.lists.duplicates import Like, akin
from guidelines.models import Record
from portal.markings.access import may
from portal.markings.models import reader_of
from portal.origins import Source, origin_of, source_of


class After:
    """The part of a record's page that `guidelines/part_after.html` draws."""

    def __init__(self, record: Record, reader: Any) -> None:
        self.record, self.reader = record, reader

    @cached_property
    def likes(self) -> list[Like]:
        """The records like it, for members and whoever writes guidance; visitors see none."""
        if "members" not in reader_of(self.reader).tokens:
            return []
        return akin(self.record, self.reader)

    @cached_property
    def source(self) -> Source | None:
        """What it was made from, where the reader may read that, too."""
        made = getattr(self.record, "provenance", None)
        if made is None or not made.is_open:
            return None
        return source_of(made.code, made.key, self.reader)

    @property
    def source_label(self) -> Any:
        """What the source is, in a word."""
        origin = origin_of(self.record.provenance.code)
        return origin.label if origin else ""

    @property
    def merged(self) -> list[str]:
        """The codes of the records that went on in this one."""
        return list(self.record.carried.get("codes", []))

    @cached_property
    def acts(self) -> dict[str, bool]:
        """What the reader may do with it now."""
        row, person = self.record, self.reader
        return {
            "translate": may(person, "guidelines.translate_record", row),
            "plan": may(person, "guidelines.plan_review", row),
            "supersede": may(person, "guidelines.supersede_record", row),
            "merge": may(person, "guidelines.merge_record", row),
            "review": row.origin == Origin.WAITING
            and may(person, "guidelines.review_sources", row),
            "withdraw": may(person, "guidelines.withdraw_record", row),
        }
