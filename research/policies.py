"""Who may change the library."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.markings.access import Predicate
from portal.markings.models import reader_of
from portal.markings.roles import role_allows


def _is_own_draft(person: Any, work: Any) -> bool:
    return work is not None and work.state == "draft" and work.added_by_id == person.pk


is_readable = Predicate(
    lambda person, work: work is None or not reader_of(person).tokens.isdisjoint(work.audience.tokens),
    _("You cannot read this record."),
)
# Two people stand behind every public record.
is_not_own_draft = Predicate(
    lambda person, work: not _is_own_draft(person, work),
    _("A second person publishes what you wrote. Ask a colleague."),
)

TABLE: dict[str, Predicate] = {
    "research.edit_work": is_readable & role_allows("research.edit_work"),
    "research.publish_work": is_readable & is_not_own_draft & role_allows("research.publish_work"),
}
