from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "portal.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from portal.desk import needs, policies
        from portal.desk.letters import REVIEWABLES
        from portal.desk.models import Letter, WorkItem
        from portal.desk.registry import register_reviewable
        from portal.markings.access import register_policies
        from portal.needs import register_needs
        from portal.notifications.registry import (
            Frequency,
            Kind,
            register_kinds,
            register_notifiable,
        )

        register_policies(policies.TABLE)
        register_needs(needs.needs)
        register_kinds(
            Kind(
                code="desk",
                title=_("Work of the Secretariat"),
                hint=_("What arrives on the desk, for those who handle it"),
                frequency=Frequency.DAILY,
                place=80,
            )
        )
        register_notifiable(Letter)
        register_notifiable(WorkItem)
        for reviewable in REVIEWABLES:
            register_reviewable(reviewable)
