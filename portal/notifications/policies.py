"""Who watches how mails are delivered: states and numbers, never what a mail says."""

from django.utils.translation import gettext_lazy as _

from portal.markings.access import Predicate
from portal.markings.roles import role_allows

TABLE: dict[str, Predicate] = {
    "notifications.watch_delivery": role_allows(
        "notifications.watch_delivery",
        _("Secretariat officers and administrators watch the delivery of mail."),
    ),
}
