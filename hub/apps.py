from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = _("News and meetings")

    def ready(self) -> None:
        from hub import needs, policies
        from hub.models import KINDS, Deliverable, Meeting, News
        from portal.markings.access import register_policies
        from portal.needs import register_needs
        from portal.notifications.registry import (
            Frequency,
            Kind,
            register_kinds,
            register_notifiable,
        )
        from portal.search.models import register_searchable

        register_policies(policies.TABLE)
        register_needs(needs.needs)
        register_kinds(
            Kind(
                code="news",
                title=_("News and meetings"),
                hint=_("News, dates, and deliverables of the project that you follow"),
                frequency=Frequency.WEEKLY,
                place=50,
            )
        )
        for told in (News, Meeting, Deliverable):
            register_notifiable(told)
        for model in KINDS.values():
            if model.is_searchable:
                register_searchable(model)
