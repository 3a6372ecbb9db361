from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    name = "forums"
    verbose_name = _("Forums")

    def ready(self) -> None:
        from directory.acts import register_act
        from directory.traces import register_trace
        from forums import (
            acts,
            following,
            happening,
            leaving,
            needs,
            origins,
            policies,
            section,
            work,
        )
        from forums.models import Post, Topic, attachment
        from portal.desk.registry import register_reviewable
        from portal.files.purposes import Purpose, register_carrier, register_purpose
        from portal.markings.access import register_policies
        from portal.needs import register_needs
        from portal.notifications.registry import (
            Followable,
            Frequency,
            Kind,
            register_followable,
            register_kinds,
            register_notifiable,
        )
        from portal.origins import register_origin
        from portal.search.registry import register_searchable
        from workspaces.activity import register_happenings
        from workspaces.sections import register_place, register_section

        register_policies(policies.TABLE)
        register_trace(leaving.TRACE)
        register_act(acts.ACT)
        register_section(section.SECTION)
        register_happenings("forums.topic", happening.WORDS, happening.topics)
        register_place(section.BOOKMARKS)
        register_reviewable(work.HELD_POSTS)
        register_reviewable(work.FLAGGED_POSTS)
        register_reviewable(work.UNANSWERED_QUESTIONS)
        register_needs(needs.asked_needs)
        register_needs(needs.poll_needs)
        register_place(section.QUESTIONS)
        register_reviewable(work.APPEALS)
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
                code="question",
                title=_("Questions to you"),
                hint=_("Questions you are asked by name, and your own that nobody answers"),
                frequency=Frequency.NOW,
                place=29,
            ),
            Kind(
                code="reminder",
                title=_("Reminders"),
                hint=_("Posts that you bookmarked, on the day you chose"),
                frequency=Frequency.NOW,
                place=31,
            ),
        )
        register_purpose(
            Purpose(
                code=attachment.PURPOSE,
                title=_("Files of posts"),
                accepts={"pdf", "png", "jpeg", "docx", "xlsx", "odt", "txt", "csv"},
                max_bytes=attachment.MOST_BYTES,
            )
        )
        register_carrier(attachment.PURPOSE, on_refused=attachment.tell_refused)
        register_notifiable(Topic, related=("workspace",))
        register_notifiable(Post, related=("topic", "author"))
        register_followable(
            Followable(code="topic", label=_("Topic"), shown=following.topics, place=25)
        )
        register_origin(origins.ORIGIN)
