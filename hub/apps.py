from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = _("News and meetings")

    def ready(self) -> None:
        from hub import feeds, needs, policies
        from hub.models import KINDS
        from portal.markings.access import register_policies
        from portal.needs import register_needs
        from portal.notifications.feeds import Feed, register_feed
        from portal.search.models import register_searchable

        register_policies(policies.TABLE)
        register_needs(needs.needs)
        for model in KINDS.values():
            if model.is_searchable:
                register_searchable(model)
        register_feed(
            Feed(
                code="news",
                title=_("News"),
                hint=_("What the Secretariat publishes."),
                entries=feeds.news,
                place=30,
            )
        )
        register_feed(
            Feed(
                code="meetings",
                title=_("Meetings"),
                hint=_("Meetings and dates, for your calendar. Cancelled ones leave it."),
                entries=feeds.meetings,
                is_calendar=True,
                place=40,
            )
        )
