from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidelinesConfig(AppConfig):
    name = "guidelines"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        from directory.traces import register_trace
        from guidelines import following, leaving, policies
        from guidelines.models import Record
        from portal.markings.access import register_policies
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
        # Use: panels on the page of a technology, and files of two pages.
        from guidelines import panels, pressing
        from portal.files.purposes import Purpose, register_purpose
        from portal.markings.panels import register_panel
        from portal.taxonomy.models import Technology

        register_panel(Technology, panels.named_with_technology)
        register_panel(Technology, panels.guidance_on_technology)
        register_purpose(
            Purpose(
                code=pressing.PURPOSE,
                title=_("Briefings"),
                accepts=set(),
                max_bytes=pressing.MOST_BYTES,
            )
        )
