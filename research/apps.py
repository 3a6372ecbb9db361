from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResearchConfig(AppConfig):
    name = "research"
    verbose_name = _("Library")

    def ready(self) -> None:
        from directory.models import Administration
        from directory.traces import register_trace
        from portal.markings.access import register_policies
        from portal.markings.panels import register_panel
        from portal.notifications.feeds import Feed, register_feed
        from portal.notifications.registry import (
            Followable,
            Frequency,
            Kind,
            register_followable,
            register_kinds,
            register_notifiable,
        )
        from portal.search.registry import register_searchable
        from portal.taxonomy.models import Technology
        from research import feeds, following, leaving, panels, policies
        from research.models import Work

        register_policies(policies.TABLE)
        register_trace(leaving.TRACE)
        register_panel(Technology, panels.works_of_technology)
        register_panel(Administration, panels.works_of_administration)
        register_searchable(Work, prefetch=["language", "authors"])
        register_kinds(
            Kind(
                code="library",
                title=_("Library"),
                hint=_("New, changed and withdrawn records on what you follow"),
                frequency=Frequency.WEEKLY,
                place=40,
            )
        )
        register_notifiable(Work, reads=("public_id", "title", "title_fr", "state"))
        register_followable(
            Followable(code="work", label=_("Research record"), shown=following.works, place=50)
        )
        register_followable(
            Followable(code="author", label=_("Author"), shown=following.authors, place=60)
        )
        register_feed(
            Feed(
                code="library",
                title=_("New in the library"),
                hint=_("The records published last, as far as you may read them."),
                entries=feeds.new_works,
                place=20,
            )
        )
