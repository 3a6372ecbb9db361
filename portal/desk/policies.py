"""Who may handle what arrives on the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.desk.registry import reviewables
from portal.markings.access import Predicate, may
from portal.markings.roles import role_allows


def _handles_a_kind(person: Any, row: Any) -> bool:
    return any(
        may(person, permission) for permission in {kind.permission for kind in reviewables()}
    )


TABLE: dict[str, Predicate] = {
    "desk.handle_item": role_allows(
        "desk.handle_item", _("Secretariat officers and moderators handle what arrives here.")
    ),
    "desk.keep_desk": role_allows(
        "desk.keep_desk", _("Secretariat officers keep the texts and the closing days of the desk.")
    ),
    "desk.work_queues": Predicate(
        _handles_a_kind, _("The desk is for officers who decide what arrives here.")
    ),
}
