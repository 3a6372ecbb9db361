"""Who may see the pages that compose several rooms."""

from portal.markings.access import Predicate
from portal.markings.roles import role_allows

TABLE: dict[str, Predicate] = {
    "audit.read_log": role_allows("audit.read_log"),
}
