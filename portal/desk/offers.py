"""What an officer may decide about an item now, as the page offers it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.models import WorkItem
from portal.desk.registry import Decision, Reviewable
from portal.markings.access import may

# What a second officer answers who does not confirm, and a first one who thinks again.
DISPUTE = "dispute"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One button, or a link where the room asks more than a reason."""

    code: str
    label: str | Promise
    key: str = ""
    url: str = ""
    needs_reason: bool = False
    is_danger: bool = False
    hint: str | Promise = ""


def offers_of(item: WorkItem, row: Any, person: Any) -> list[Offer]:
    """Return what this officer may decide about an item."""
    if not item.is_waiting or row is None or item.is_kept_from(person):
        return []
    if item.is_claimed and item.claimed_by_id != person.pk:
        return []
    if item.state == WorkItem.State.SECOND:
        return list(_second(item, person))
    return [
        _offer(each, url=each.href(row) or "" if each.href else "", row=row)
        for each in item.reviewable.decisions
        if each.is_offered(row) and (not each.permission or may(person, each.permission))
    ]


def _second(item: WorkItem, person: Any) -> Iterator[Offer]:
    first = item.first_decision
    if item.first_by_id == person.pk:
        label = gettext_lazy("Take the decision back")
        yield Offer(code=DISPUTE, label=label, key="r", needs_reason=True)
        return
    if first:
        yield Offer(code=first.code, label=_("Confirm: %s") % first.label, key="a")
    yield Offer(code=DISPUTE, label=gettext_lazy("Do not confirm"), key="r", needs_reason=True)


def bulk_offers_of(kind: Reviewable | None) -> list[Offer]:
    """Return what can be decided about many items of a kind at once."""
    return [_offer(each) for each in kind.decisions if each.verb] if kind else []


def _offer(decision: Decision, *, url: str = "", row: Any = None) -> Offer:
    hint = decision.hint
    if row is not None and decision.verb and decision.wants_second(row):
        hint = gettext_lazy("A second officer confirms it.")
    return Offer(
        code=decision.code,
        label=decision.label,
        key=decision.key,
        url=url,
        needs_reason=decision.needs_reason,
        is_danger=decision.is_danger,
        hint=hint,
    )
