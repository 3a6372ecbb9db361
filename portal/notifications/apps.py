from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from portal.markings.access import register_policies
        from portal.needs import register_needs
        from portal.notifications import needs, policies, terms
        from portal.notifications.registry import (
            Followable,
            Frequency,
            Kind,
            register_followable,
            register_kinds,
        )

        register_policies(policies.TABLE)
        register_needs(needs.needs)
        register_followable(
            Followable(code="technology", label=_("Technology"), shown=terms.technologies, place=10)
        )
        register_followable(
            Followable(code="process", label=_("Customs process"), shown=terms.processes, place=20)
        )
        # Kinds that several rooms share.
        register_kinds(
            Kind(
                code="asked",
                title=_("Asked by name"),
                hint=_("Answers to you, and records that somebody lets you read"),
                frequency=Frequency.NOW,
                place=20,
            ),
            Kind(
                code="announcement",
                title=_("Announcements"),
                hint=_("News that the Secretariat sends to everybody it concerns"),
                frequency=Frequency.NOW,
                place=30,
            ),
        )
