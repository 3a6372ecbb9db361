from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "portal.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from portal.desk import needs, policies
        from portal.markings.access import register_policies
        from portal.needs import register_needs

        register_policies(policies.TABLE)
        register_needs(needs.needs)
