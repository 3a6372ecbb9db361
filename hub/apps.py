from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = _("News and meetings")

    def ready(self) -> None:
        from directory.traces import register_trace
        from hub import feeds, following, leaving, needs, policies
        from hub.models import KINDS, Deliverable, Meeting, News
        from portal.markings.access import register_policies
        from portal.needs import register_needs
        from portal.notifications.feeds import Feed, register_feed
        from portal.notifications.registry import (
            HEARD,
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
        register_notifiable(News, reads=("public_id", "title_en", "title_fr"))
        for told in (Meeting, Deliverable):
            register_notifiable(told)
        for model in KINDS.values():
            if model.is_searchable:
                register_searchable(model)
        for code, label, page, place in (
            ("news", _("News"), "hub:news_list", 70),
            ("meetings", _("Meetings"), "hub:meeting_list", 75),
            ("deliverables", _("Project deliverables"), "hub:deliverable_list", 80),
        ):
            shown = following.channel(label, page)
            register_followable(
                Followable(code=code, label=label, shown=shown, levels=HEARD, place=place)
            )
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
