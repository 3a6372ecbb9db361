"""Who may have what leaves the portal."""

from django.utils.translation import gettext_lazy as _

from portal.markings.access import Predicate
from portal.markings.roles import holds

TABLE: dict[str, Predicate] = {
    # Before that, whoever knows only the password could keep an address for later.
    "notifications.keep_feeds": holds(
        "community", _("Feeds are for verified accounts with the second step that is due.")
    ),
}
