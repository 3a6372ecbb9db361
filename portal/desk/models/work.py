"""Work items: what waits for a decision, whoever the room: its lease, its clock and its end."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, override, pgettext_lazy
from django.utils.translation import gettext as _

from portal.desk.models.constraints import CONSTRAINTS
from portal.desk.models.holiday import Holiday
from portal.desk.models.queues import LEASE, Conflict, DeskQuerySet, free_for, must
from portal.desk.models.rules import allowed, may_dispute
from portal.desk.models.step import WorkStep
from portal.desk.registry import Decision, Reviewable, is_reviewable, outcome_title, reviewable_of
from portal.desk.workdays import today
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable
from portal.markings.roles import roles
from portal.notifications.models import tell
from portal.refusals import Refused

LONGEST_TITLE = 200
# What history calls the act that left an item in this state.
VERBS: dict[Any, str] = {"second": "second", "returned": "return"}


class WorkItem(Readable):
    """One thing that waits on the desk. Whoever handles its kind reads it."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("work", "Open")
        SECOND = "second", pgettext_lazy("work", "Waits for a second officer")
        RETURNED = "returned", pgettext_lazy("work", "Returned")
        DONE = "done", pgettext_lazy("work", "Done")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=60, editable=False)
    # The key of the row that it is about; the kind says of which model.
    subject = models.CharField(max_length=40, editable=False)
    # In both languages: each officer reads it in the own one, whoever put it here.
    title_en = models.CharField(max_length=LONGEST_TITLE)
    title_fr = models.CharField(max_length=LONGEST_TITLE)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    # Grows with every change of state: a page that was opened before it decides nothing.
    turn = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    # Since when the clock stands.
    paused_on = models.DateField(null=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Whoever opened it never decides it.
    by_another = models.BooleanField(default=False)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    first_at = models.DateTimeField(null=True)
    first_code = models.CharField(max_length=40, blank=True)
    first_reason = models.TextField(blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    # Whether it was decided here, and whether two had to; what a room settled itself is neither.
    is_decided = models.BooleanField(default=False)
    is_by_two = models.BooleanField(default=False)
    outcome = models.CharField(max_length=40, blank=True)
    # The name of an occasion: what was put for it once never comes back.
    once = models.CharField(max_length=100, null=True, unique=True)  # noqa: DJ001 unique if given

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("item on the desk")
        indexes = [
            models.Index(fields=["state", "due_on", "id"]),
            models.Index(fields=["kind", "state", "due_on", "id"]),
            models.Index(fields=["-done_at", "-id"], condition=Q(state="done"), name="desk_done"),
        ]
        constraints = CONSTRAINTS

    def __str__(self) -> str:
        return f"{self.kind_title}: {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the item."""
        return reverse("desk:item_detail", args=[self.public_id])

    @property
    def reviewable(self) -> Reviewable:
        """What its room registered for its kind."""
        return reviewable_of(self.kind)

    @property
    def title(self) -> str:
        """What it is about, in the language of the reader."""
        return self.title_fr if (get_language() or "en").startswith("fr") else self.title_en

    @property
    def kind_title(self) -> str | Promise:
        """What its kind is called; a room that is gone leaves the bare code."""
        return self.reviewable.title if is_reviewable(self.kind) else self.kind

    @property
    def is_waiting(self) -> bool:
        """Whether an officer may act on it."""
        return self.state in ("open", "second")

    def is_kept_from(self, person: Any) -> bool:
        """Whether this officer put it here, so that a colleague has to decide it."""
        return self.by_another and self.opened_by_id == person.pk

    def waits_for_others(self, person: Any) -> bool:
        """Whether only colleagues of this officer may decide it now."""
        is_first = self.state == self.State.SECOND and self.first_by_id == person.pk
        return is_first or self.is_kept_from(person)

    @property
    def is_claimed(self) -> bool:
        """Whether somebody holds it now."""
        return self.claimed_until is not None and self.claimed_until > timezone.now()

    @property
    def first_decision(self) -> Decision | None:
        """The decision that waits for a second officer, or had one."""
        return self.reviewable.decision(self.first_code)

    @property
    def outcome_title(self) -> str | Promise:
        """How it ended, in words."""
        return outcome_title(self.kind, self.outcome)

    def audience_tokens(self) -> set[str]:
        """Return who reads it: whoever handles its kind."""
        if not is_reviewable(self.kind):
            return set()
        kind = self.reviewable
        row = kind.row(self.subject) if kind.handlers else None
        if kind.handlers and row is not None:
            return set(kind.handlers(row))
        return {role.token for role in roles() if kind.permission in role.permissions}

    @classmethod
    @transaction.atomic
    def put(
        cls, kind: str, *, on: models.Model, by: Any, once: str = "", is_quiet: bool = False
    ) -> "WorkItem":
        """Put a row on the desk and return its item; a returned one goes on with its clock.

        There is one standing item per kind and row: putting it again changes nothing. With `once`,
        what was put for that occasion never comes back. `is_quiet` tells nobody: for sweeps.
        """
        known = cls._known(kind, on, once)
        if known is None:
            known, is_new = cls._open(kind, on=on, by=by, once=once)
            if is_new and not is_quiet:
                known._tell("desk.open_item", by=by, reach=known.audience_tokens())
        elif known.state == cls.State.RETURNED:
            known._resume(by=by)
        return known

    @classmethod
    def _known(cls, kind: str, row: models.Model, once: str) -> "WorkItem | None":
        standing = cls.objects.about(kind, row).standing().first()
        if standing is None and once:
            return cls.objects.filter(once=once).first()
        return standing

    @classmethod
    def _open(cls, kind: str, *, on: models.Model, by: Any, once: str) -> "tuple[WorkItem, bool]":
        reviewable = reviewable_of(kind)
        item = cls(
            kind=kind,
            subject=str(on.pk),
            **_titles(reviewable, on),
            marking=Marking.AMBER,
            opened_by=by,
            by_another=reviewable.by_another,
            due_on=Holiday.objects.calendar().after(today(), reviewable.working_days),
            once=once or None,
        )
        item.set_audience()
        try:
            with transaction.atomic():
                item.save()
        except IntegrityError:
            # Somebody put the same row at the same moment.
            standing = cls._known(kind, on, once)
            if standing is None:
                raise
            return standing, False
        item._note("open", by=by)
        return item, True

    def _resume(self, *, by: Any) -> None:
        calendar, now = Holiday.objects.calendar(), today()
        assert self.paused_on is not None
        left = max(calendar.between(self.paused_on, self.due_on), 0)
        returned = WorkItem.objects.filter(pk=self.pk, turn=self.turn, state=self.State.RETURNED)
        changes = {"state": self.State.OPEN, "due_on": calendar.after(now, left), "paused_on": None}
        if self._change(returned, **changes):
            self._note("resume", by=by)
            self._tell("desk.resume_item", by=by, reach=self.audience_tokens())

    @classmethod
    def hold(cls, kind: str, *, on: models.Model, claim_of: Any = None) -> "WorkItem | None":
        """Lock the standing item of a row until the transaction ends, and return it.

        A decision locks the item, then the row. Whatever else changes the row and then its item
        begins with this: two that lock in the same order never wait for each other. With
        `claim_of`, an officer, what a colleague has in hand raises Conflict.
        """
        item = cls.objects.about(kind, on).standing().select_for_update().first()
        if item and claim_of and item.is_claimed and item.claimed_by_id != claim_of.pk:
            raise Conflict
        return item

    @classmethod
    @transaction.atomic
    def settle(
        cls, kind: str, *, on: models.Model, by: Any, outcome: str, reason: str = ""
    ) -> bool:
        """Close the item of a row because its room did the thing elsewhere; False if none stood."""
        item = cls.hold(kind, on=on)
        if item is None:
            return False
        item._change(
            WorkItem.objects.filter(pk=item.pk),
            **_unclaimed(),
            **item._done(outcome, by=by),
            paused_on=None,
        )
        item._note("settle", by=by, code=outcome, reason=reason)
        return True

    @classmethod
    @transaction.atomic
    def turn_over(cls, kind: str, *, on: models.Model) -> None:
        """Say that its row was changed: a page that was opened before decides nothing."""
        if item := cls.hold(kind, on=on):
            item._change(WorkItem.objects.filter(pk=item.pk))

    @transaction.atomic
    def claim(self, *, by: Any) -> None:
        """Take it for half an hour, or for half an hour more; not what only others may decide."""
        if self.waits_for_others(by):
            raise Refused(_("A colleague decides this item. You cannot take it."))
        rows = WorkItem.objects.waiting().filter(free_for(by), pk=self.pk)
        lease = {"claimed_by": by, "claimed_until": timezone.now() + LEASE}
        # The row itself says whether it is held already: pressed twice at once, it is said once.
        is_new = rows.exclude(claimed_by=by, claimed_until__gt=timezone.now()).update(**lease)
        if not is_new:
            must(rows.update(**lease))
        else:
            self._note("claim", by=by)

    @transaction.atomic
    def release(self, *, by: Any) -> None:
        """Let colleagues have it again."""
        rows = WorkItem.objects.waiting().filter(pk=self.pk, claimed_by=by)
        must(rows.update(**_unclaimed()))
        self._note("release", by=by)

    @transaction.atomic
    def assign(self, *, by: Any, to: Any) -> None:
        """Give it to a colleague, or to nobody; whoever else had claimed it has it no longer.

        Raises Refused with the reason, or Conflict when somebody acted after it was read.
        """
        if to is not None and self.waits_for_others(to):
            raise Refused(_("A colleague decides this item. Choose somebody else."))
        rows = WorkItem.objects.waiting().filter(pk=self.pk, turn=self.turn)
        must(rows.filter(assigned_to=self.assigned_to_id).update(assigned_to=to))
        WorkItem.objects.filter(pk=self.pk).exclude(claimed_by=to).update(**_unclaimed())
        self._note("assign", by=by, to=to)
        if to is not None and to != by:
            self._tell("desk.assign_item", by=by, people=[to.pk])

    def give_back(self, *, by: Any, reason: str, seen: int | None = None) -> str:
        """Return it to whoever has to do something first, by the decision that its room offers."""
        returns = next((each for each in self.reviewable.decisions if each.is_return), None)
        if returns is None:
            raise Refused(_("Items of this kind cannot be returned."))
        return self.decide(returns.code, by=by, reason=reason, seen=seen)

    @transaction.atomic
    def decide(
        self,
        code: str,
        *,
        by: Any,
        reason: str = "",
        seen: int | None = None,
        checked: Collection[int] = (),
    ) -> str:
        """Decide it, and let its room do the thing in the same transaction; return the state.

        `seen` is the turn of the page that the officer looked at. Raises Refused with the reason,
        or Conflict when somebody else acted first.
        """
        if not self.is_waiting or seen not in (None, self.turn):
            raise Conflict
        row = self.reviewable.row(self.subject)
        decision = allowed(self, code, row, by=by, reason=reason)
        is_second = self.state == self.State.SECOND
        rows = WorkItem.objects.waiting().filter(free_for(by), pk=self.pk, turn=self.turn)
        if decision.wants_second(row) and not is_second:
            changes = self._first(code, by=by, reason=reason)
        elif decision.is_return:
            changes = {"state": self.State.RETURNED, "paused_on": today()}
        else:
            changes = self._done(code, by=by) | {"is_decided": True, "is_by_two": is_second}
        must(self._change(rows, **_unclaimed(), **changes))
        verb = VERBS.get(self.state, "decide")
        self._note(verb, by=by, code=code, reason=reason, checked=checked)
        if verb == "second":
            self._tell("desk.second_item", by=by, reach=self.audience_tokens())
        else:
            self._do(decision, row, by=by, reason=self.first_reason if is_second else reason)
        return self.state

    @transaction.atomic
    def dispute(self, *, by: Any, reason: str, seen: int | None = None) -> None:
        """Do not confirm the first decision: it waits for a decision again, with the reason."""
        if self.state != self.State.SECOND:
            raise Conflict
        may_dispute(self, by=by, reason=reason)
        rows = WorkItem.objects.filter(
            free_for(by), pk=self.pk, state=self.State.SECOND,
            turn=self.turn if seen is None else seen,
        )  # fmt: skip
        first = self.first_by
        must(
            self._change(
                rows, **_unclaimed(), state=self.State.OPEN, first_by=None, first_at=None,
                first_code="", first_reason="", assigned_to=first,
            )
        )  # fmt: skip
        self._note("dispute", by=by, reason=reason)
        if first is not None and first != by:
            self._tell("desk.dispute_item", by=by, people=[first.pk])

    def _do(self, decision: Decision, row: Any, *, by: Any, reason: str) -> None:
        assert decision.verb is not None
        if decision.verb(row, by=by, reason=reason) is False:
            raise Conflict

    def _first(self, code: str, *, by: Any, reason: str) -> dict[str, Any]:
        return {
            "state": self.State.SECOND, "first_by": by, "first_at": timezone.now(),
            "first_code": code, "first_reason": reason, "assigned_to": None,
        }  # fmt: skip

    def _done(self, code: str, *, by: Any) -> dict[str, Any]:
        return {
            "state": self.State.DONE, "done_by": by, "done_at": timezone.now(), "outcome": code,
        }  # fmt: skip

    def _change(self, rows: DeskQuerySet, **changes: Any) -> bool:
        """Change the state if it is still as expected, and this instance with it."""
        changed = bool(rows.update(**changes, turn=F("turn") + 1))
        if changed:
            for name, value in changes.items():
                setattr(self, name, value)
            self.turn += 1
        return changed

    def _note(self, verb: str, *, by: Any, **fields: Any) -> None:
        WorkStep.note(self, verb, by=by, **fields)

    def _tell(self, verb: str, *, by: Any, **whom: Any) -> None:
        tell(verb, kind="desk", on=self, by=by, **whom)


def _unclaimed() -> dict[str, None]:
    return {"claimed_by": None, "claimed_until": None}


def _titles(kind: Reviewable, row: Any) -> dict[str, str]:
    titles = {}
    for language in ("en", "fr"):
        with override(language):
            titles[f"title_{language}"] = kind.name(row)[:LONGEST_TITLE]
    return titles
