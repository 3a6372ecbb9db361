"""Appeals on the desk of whoever did not decide: about requests to join."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.desk.registry import Decision, Reviewable, reviewables
from portal.notifications.models import readers_changed, tell
from portal.refusals import Refused
from workspaces.models import JoinAppeal, JoinRequest, Role
from workspaces.models.appeal import Judged, has_no_other_judge
from workspaces.policies import FURTHER_UP

JOIN_APPEAL = "workspaces.join_appeal"
# What one run passes up at most; beat runs it again.
MOST = 200


@transaction.atomic
def appeal(request: JoinRequest, *, by: Any, words: str) -> JoinAppeal:
    """Ask that another moderator looks at a refusal, and show it to them; once."""
    if request.state != JoinRequest.State.REFUSED or request.person_id != by.pk:
        raise Refused(_("There is nothing to appeal against."))
    lodged = JoinAppeal.lodge(request, by=by, words=words)
    if lodged.state == JoinAppeal.State.WAITING:
        WorkItem.put(JOIN_APPEAL, on=lodged, by=by)
    return lodged


def judges_of(lodged: Any, room: int) -> set[str]:
    """Return who reads an appeal: the moderators of its room, or whoever answers above them."""
    return set(FURTHER_UP) if lodged.is_for_secretariat else {Role.MODERATOR.token(room)}


def pass_up() -> int:
    """Hand to the Secretariat what nobody else of its room can answer any more; return how much."""
    passed = 0
    for kind in reviewables():
        if issubclass(kind.model, Judged):
            rows: Any = kind.model._default_manager.select_related(*kind.related)
            waiting = rows.filter(state="waiting", is_for_secretariat=False).order_by("pk")
            passed += sum(_pass_up(kind.code, lodged) for lodged in waiting[:MOST])
    return passed


@transaction.atomic
def _pass_up(kind: str, lodged: Any) -> bool:
    item = WorkItem.hold(kind, on=lodged)
    if item is None or not has_no_other_judge(lodged.room, lodged.by_id, lodged.against_id):
        return False
    lodged.is_for_secretariat = True
    lodged.save(update_fields=["is_for_secretariat"])
    item.set_audience()
    item.save(update_fields=["audience"])
    readers_changed(item)
    record("workspaces.pass_up_appeal", by=None, on=lodged.room)
    tell("desk.open_item", kind="desk", on=item, by=None, reach=item.audience_tokens())
    return True


JOIN_APPEALS = Reviewable(
    code=JOIN_APPEAL,
    title=gettext_lazy("Appeals about requests to join"),
    model=JoinAppeal,
    permission="workspaces.handle_appeal",
    summary="workspaces/desk_join_appeal.html",
    related=("request__workspace", "request__person__administration", "by"),
    name=lambda lodged: _("Appeal of %s") % lodged.by.name,
    language=lambda lodged: lodged.by.language,
    handlers=lambda lodged: judges_of(lodged, lodged.request.workspace_id),
    decisions=(
        Decision(
            code="overturn",
            key="a",
            label=gettext_lazy("Let in as contributor"),
            outcome=gettext_lazy("Let in"),
            verb=JoinAppeal.overturn,
        ),
        Decision(
            code="uphold",
            key="r",
            label=gettext_lazy("The refusal stands"),
            outcome=gettext_lazy("The refusal stands"),
            hint=gettext_lazy("Both sides read the reason."),
            verb=JoinAppeal.uphold,
            needs_reason=True,
        ),
    ),
    working_days=5,
    place=71,
)
