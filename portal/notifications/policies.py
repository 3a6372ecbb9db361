"""Who watches how mails are delivered, and who may have what leaves the portal."""

from django.utils.translation import gettext_lazy as _

from portal.markings.access import Predicate
from portal.markings.roles import holds, role_allows

TABLE: dict[str, Predicate] = {
    # States and numbers, never what a mail says.
    "notifications.watch_delivery": role_allows(
        "notifications.watch_delivery",
        _("Secretariat officers and administrators watch the delivery of mail."),
    ),
    # Before that, whoever knows only the password could keep an address for later.
    "notifications.keep_feeds": holds(
        "community", _("Feeds are for verified accounts with the second step that is due.")
    ),
}
