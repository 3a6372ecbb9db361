from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from portal.notifications import terms
        from portal.notifications.registry import Followable, register_followable

        register_followable(
            Followable(code="technology", label=_("Technology"), shown=terms.technologies, place=10)
        )
        register_followable(
            Followable(code="process", label=_("Customs process"), shown=terms.processes, place=20)
        )
