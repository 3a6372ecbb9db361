from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResearchConfig(AppConfig):
    name = "research"
    verbose_name = _("Library")

    def ready(self) -> None:
        from directory.models import Administration
        from portal.markings.access import register_policies
        from portal.markings.panels import register_panel
        from portal.notifications.feeds import Feed, register_feed
        from portal.search.models import register_searchable
        from portal.taxonomy.models import Technology
        from research import feeds, panels, policies
        from research.models import Work

        register_policies(policies.TABLE)
        register_panel(Technology, panels.works_of_technology)
        register_panel(Administration, panels.works_of_administration)
        register_searchable(Work, prefetch=["language", "authors"])
        register_feed(
            Feed(
                code="library",
                title=_("New in the library"),
                hint=_("The records published last, as far as you may read them."),
                entries=feeds.new_works,
                place=20,
            )
        )
