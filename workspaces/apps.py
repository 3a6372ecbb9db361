from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspacesConfig(AppConfig):
    name = "workspaces"
    verbose_name = _("Workspaces")

    def ready(self) -> None:
        from directory.tokens import register_belonging
        from directory.traces import register_trace
        from portal.markings.access import register_policies
        from portal.notifications.registry import (
            Followable,
            Frequency,
            Kind,
            register_followable,
            register_kinds,
            register_notifiable,
        )
        from workspaces import following, leaving, policies, tokens
        from workspaces.models import (
            Admission,
            Invitation,
            JoinRequest,
            Lesson,
            RoomRequest,
            Workspace,
        )

        register_belonging(tokens.BELONGING)
        register_policies(policies.TABLE)
        register_trace(leaving.TRACE)
        register_kinds(
            Kind(
                code="workspace",
                title=_("Workspaces"),
                hint=_("Invitations, answers to requests, changes of the rooms you are in"),
                frequency=Frequency.NOW,
                place=18,
            )
        )
        register_notifiable(Workspace)
        for model in (Admission, Invitation, JoinRequest, Lesson, RoomRequest):
            related = () if model is RoomRequest else ("workspace",)
            register_notifiable(model, related=related)
        register_followable(
            Followable(code="workspace", label=_("Workspace"), shown=following.workspaces, place=20)
        )
