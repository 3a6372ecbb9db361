from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from portal.markings.access import register_policies
        from portal.needs import register_needs
        from portal.notifications import needs, policies

        register_policies(policies.TABLE)
        register_needs(needs.needs)
