from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidelinesConfig(AppConfig):
    name = "guidelines"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        from directory.models import Administration
        from directory.traces import register_trace
        from guidelines import contributions, feeds, following, leaving, policies
        from guidelines.models import Record
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

        register_policies(policies.TABLE)
        register_trace(leaving.TRACE)
        register_searchable(Record, prefetch=["language", "version"])
        register_kinds(
            Kind(
                code="guidelines",
                title=_("Guidance"),
                hint=_("New, changed and withdrawn advice on what you follow"),
                frequency=Frequency.WEEKLY,
                place=35,
            )
        )
        register_notifiable(Record)
        register_followable(
            Followable(code="guideline", label=_("Guidance"), shown=following.records, place=45)
        )
        register_feed(
            Feed(
                code="guidance",
                title=_("New guidance"),
                hint=_("The records published last, as far as you may read them."),
                entries=feeds.new_records,
                place=25,
            )
        )
        register_panel(Administration, contributions.records_of_administration)
