from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidelinesConfig(AppConfig):
    name = "guidelines"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        from directory.traces import register_trace
        from guidelines import becoming, following, leaving, policies
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
        from portal.origins import register_making
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
        register_making(becoming.MAKING)
