from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    name = "forums"
    verbose_name = _("Forums")

    def ready(self) -> None:
        from directory.acts import register_act
        from directory.traces import register_trace
        from forums import acts, following, leaving, policies, section, work
        from forums.models import Post, Topic
        from portal.desk.registry import register_reviewable
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
        from workspaces.sections import register_own_page, register_section

        register_policies(policies.TABLE)
        register_trace(leaving.TRACE)
        register_act(acts.ACT)
        register_section(section.SECTION)
        register_own_page(section.BOOKMARKS)
        register_reviewable(work.HELD_POSTS)
        register_reviewable(work.FLAGGED_POSTS)
        register_searchable(Topic, prefetch=["workspace"])
        register_kinds(
            Kind(
                code="forum",
                title=_("Forums"),
                hint=_("New topics and answers in workspaces that you follow"),
                frequency=Frequency.DAILY,
                place=30,
            ),
            Kind(
                code="reminder",
                title=_("Reminders"),
                hint=_("Posts that you bookmarked, on the day you chose"),
                frequency=Frequency.NOW,
                place=31,
            ),
        )
        register_notifiable(Topic, related=("workspace",))
        register_notifiable(Post, related=("topic", "author"))
        register_followable(
            Followable(code="topic", label=_("Topic"), shown=following.topics, place=25)
        )
