from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspacesConfig(AppConfig):
    name = "workspaces"
    verbose_name = _("Workspaces")

    def ready(self) -> None:
        from directory.tokens import register_belonging
        from directory.traces import register_trace
        from portal.desk.registry import register_reviewable
        from portal.files.purposes import Purpose, register_purpose
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
        from workspaces import (
            appeals,
            following,
            leaving,
            needs,
            origins,
            policies,
            requests,
            tokens,
        )
        from workspaces.models import (
            Admission,
            Invitation,
            JoinRequest,
            Lesson,
            RoomRequest,
            Workspace,
            room_export,
        )

        register_belonging(tokens.BELONGING)
        register_policies(policies.TABLE)
        register_trace(leaving.TRACE)
        for reviewable in requests.REVIEWABLES:
            register_reviewable(reviewable)
        register_reviewable(appeals.JOIN_APPEALS)
        register_kinds(
            Kind(
                code="workspace",
                title=_("Workspaces"),
                hint=_("Invitations, answers to requests, changes of the rooms you are in"),
                frequency=Frequency.NOW,
                place=18,
            )
        )
        register_purpose(
            Purpose(
                code=room_export.PURPOSE,
                title=_("Copies of workspaces"),
                accepts=set(),
                max_bytes=room_export.MOST_BYTES,
            )
        )
        register_notifiable(Workspace)
        register_notifiable(RoomRequest)
        register_notifiable(Admission, related=("workspace",))
        register_notifiable(Lesson, related=("workspace",))
        register_notifiable(Invitation, related=("workspace", "person"))
        register_notifiable(JoinRequest, related=("workspace", "person"))
        register_needs(needs.invitation_needs)
        register_needs(needs.attestation_needs)
        register_needs(needs.owner_needs)
        register_needs(needs.ending_needs)
        register_followable(
            Followable(code="workspace", label=_("Workspace"), shown=following.workspaces, place=20)
        )
        register_origin(origins.ORIGIN)
