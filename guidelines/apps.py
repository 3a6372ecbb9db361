from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GuidelinesConfig(AppConfig):
    name = "guidelines"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        from directory.models import Administration
        from directory.traces import register_trace
        from guidelines import becoming, contributions, feeds, following, leaving, policies
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
        register_feed(
            Feed(
                code="guidance",
                title=_("New guidance"),
                hint=pgettext_lazy(
                    "guidance", "The records published last, as far as you may read them."
                ),
                entries=feeds.new_records,
                place=25,
            )
        )
        register_making(becoming.MAKING)
        register_panel(Administration, contributions.records_of_administration)
        self._register_journey()

    def _register_journey(self) -> None:
        """Register what leads from a draft to its publication."""
        from directory.acts import register_act
        from guidelines.acts import clearance, outcomes
        from guidelines.desk import reexaminations, texts
        from guidelines.models import Manuscript, Outcome
        from guidelines.needs.reviews import review_needs
        from portal.desk.registry import register_reviewable
        from portal.needs import register_needs
        from portal.notifications.registry import register_notifiable

        register_act(clearance.ACT)
        register_reviewable(texts.REVIEWS)
        register_reviewable(texts.CHECKS)
        register_needs(review_needs)
        register_notifiable(Manuscript, related=("record",))
        register_act(outcomes.OUTCOME)
        register_notifiable(Outcome, related=("record",))
        register_reviewable(reexaminations.HINTS)
        register_reviewable(reexaminations.REVIEWS)
        self._register_identity()
        self._register_use()

    def _register_identity(self) -> None:
        """Register whose record it is: what is asked, and what two officers decide."""
        from guidelines.desk import relays
        from guidelines.models import Relay, Unsealing
        from guidelines.needs.identity import identity_needs
        from portal.desk.registry import register_reviewable
        from portal.needs import register_needs
        from portal.notifications.registry import register_notifiable

        for reviewable in relays.REVIEWABLES:
            register_reviewable(reviewable)
        register_needs(identity_needs)
        register_notifiable(Relay, related=("record", "asker"))
        register_notifiable(Unsealing, related=("record",))

    def _register_use(self) -> None:
        """Register panels on the page of a technology, and files of two pages."""
        from guidelines import panels, pressing
        from portal.files.purposes import Purpose, register_purpose
        from portal.markings.panels import register_panel
        from portal.taxonomy.models import Technology

        register_panel(Technology, panels.guidance_on_technology)
        register_purpose(
            Purpose(
                code=pressing.PURPOSE,
                title=_("Briefings"),
                accepts=set(),
                max_bytes=pressing.MOST_BYTES,
            )
        )
