from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from portal.markings.access import register_policies
        from portal.needs import register_needs, register_unread
        from portal.notifications import inbox_feed, needs, policies, terms
        from portal.notifications.feeds import Feed, register_feed
        from portal.notifications.registry import (
            Followable,
            Frequency,
            Kind,
            register_followable,
            register_kinds,
        )
        from portal.notifications.unread import unread

        register_policies(policies.TABLE)
        register_needs(needs.needs)
        register_unread(unread)
        # Kinds that several rooms share.
        register_kinds(
            Kind(
                code="asked",
                title=_("Asked by name"),
                hint=_("Answers to you, and records that somebody lets you read"),
                frequency=Frequency.NOW,
                place=20,
            ),
            Kind(
                code="announcement",
                title=_("Announcements"),
                hint=_("News that the Secretariat sends to everybody it concerns"),
                frequency=Frequency.NOW,
                place=30,
            ),
        )
        register_followable(
            Followable(code="technology", label=_("Technology"), shown=terms.technologies, place=10)
        )
        register_followable(
            Followable(code="process", label=_("Customs process"), shown=terms.processes, place=20)
        )
        register_feed(
            Feed(
                code="inbox",
                title=_("My inbox"),
                hint=_("What you are told, line by line."),
                entries=inbox_feed.inbox,
                place=10,
            )
        )
