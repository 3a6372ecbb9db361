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

        # Whose record it is: what is asked, and what two officers decide.
        from guidelines import needs, relaying
        from guidelines.models import Relay, Unsealing
        from portal.desk.registry import register_reviewable
        from portal.needs import register_needs

        for reviewable in relaying.REVIEWABLES:
            register_reviewable(reviewable)
        register_needs(needs.harbour_needs)
        register_notifiable(Relay, related=("record", "asker"))
        register_notifiable(Unsealing, related=("record",))
