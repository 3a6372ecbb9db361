"""Who may change the taxonomies."""

from portal.markings.access import Predicate
from portal.markings.roles import role_allows

TABLE: dict[str, Predicate] = {
    "taxonomy.edit_term": role_allows("taxonomy.edit_term"),
}
