"""Who may handle what arrives on the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.markings.access import Predicate
from portal.markings.models import reader_of
from portal.markings.roles import role_allows


def _can_read(person: Any, item: Any) -> bool:
    return item is None or not reader_of(person).tokens.isdisjoint(item.audience.tokens)


is_readable = Predicate(_can_read, _("You cannot read this item."))

TABLE: dict[str, Predicate] = {
    "desk.handle_item": is_readable
    & role_allows(
        "desk.handle_item", _("Secretariat officers and moderators handle what arrives here.")
    ),
}
