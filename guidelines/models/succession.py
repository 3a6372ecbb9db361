"""What follows a record: the one that replaces it, or the one that it was merged into."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import State
from guidelines.models import telling
from guidelines.models.filing import links_of
from guidelines.models.measured import grades_of
from guidelines.models.outcome import signings_of
from guidelines.models.record import Record
from guidelines.models.reexamination import MINDER
from guidelines.text.carrying import CARRIED, joined, lacking
from guidelines.text.sections import section_of
from portal.audit.models import record as log
from portal.notifications.models import Follow
from portal.refusals import Refused
from portal.search.models import stale
from portal.wake import wake


class Way(models.TextChoices):
    """How a record came to be followed by another."""

    REPLACED = "replaced", _("Replaced")
    MERGED = "merged", _("Merged")


class Succession(models.Model):
    """One record that another one follows: what was said of it, and by whom.

    `Record.superseded_by` is where the address leads today; here stands what it was at first.
    """

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="succession")
    successor = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way)
    note = models.CharField(_("why"), max_length=500)
    at = models.DateTimeField(default=timezone.now)
    # None: whoever it was is kept apart.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("succession")
        constraints = [
            models.CheckConstraint(
                condition=~Q(record=models.F("successor")), name="guidelines_succeeds_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.record_id} by {self.successor_id}"

    @property
    def is_merged(self) -> bool:
        """Whether the address of the record leads on by itself."""
        return self.way == Way.MERGED


@transaction.atomic
def supersede(record: Record, *, by: Any, successor: Record, note: str) -> bool:
    """Say which record replaces one: its address stays, explains and leads on. Twice is once."""
    if not _held(record, successor):
        return False
    _follow_on(record, successor, way=Way.REPLACED, by=by, note=note)
    actor = _actor(by, record, successor)
    log("guidelines.supersede_record", by=actor, on=record, successor_id=successor.pk,
        personal={"note": note})  # fmt: skip
    telling.tell_superseded(record, by=actor)
    return True


@transaction.atomic
def merge(record: Record, *, by: Any, successor: Record, note: str) -> bool:
    """Let a record go on in another one: evidence, answers and followers move. Twice is once.

    Both have the same readers: nobody comes to read, or to miss, what the other one said.
    """
    # Whoever signs an answer holds the signing before the record: so does this.
    list(signings_of(record, successor).order_by("-pk").select_for_update(of=("self",)))
    if not _held(record, successor):
        return False
    if record.audience_id != successor.audience_id:
        raise Refused(
            gettext("Both records need the same readers. Say instead that one replaces the other.")
        )
    _follow_on(record, successor, way=Way.MERGED, by=by, note=note)
    for move in on_merge:
        move(record, successor)
    successor.judge()
    actor = _actor(by, record, successor)
    log("guidelines.merge_record", by=actor, on=successor, merged_id=record.pk,
        personal={"note": note})  # fmt: skip
    # Its code finds the one that is kept.
    stale(successor)
    telling.tell_merged(successor, by=actor, code=record.code or "")
    return True


def _held(record: Record, successor: Record) -> bool:
    """Hold both, in one order whoever asks; False where the first one is followed already.

    Only what stands follows: so nothing leads in a circle.
    """
    if record.pk == successor.pk:
        raise Refused(gettext("A record does not follow itself. Choose another one."))
    for row in sorted((record, successor), key=lambda each: each.pk):
        row.lock()
    if record.state == State.SUPERSEDED and record.superseded_by_id == successor.pk:
        return False
    if record.state != State.PUBLISHED:
        raise Refused(gettext("Somebody withdrew or replaced this record meanwhile."))
    if successor.state != State.PUBLISHED:
        raise Refused(
            gettext("The other record is withdrawn or replaced itself. Choose another one.")
        )
    if record.kind != successor.kind:
        raise Refused(gettext("Choose a record of the same kind."))
    return True


def _follow_on(record: Record, successor: Record, *, way: Way, by: Any, note: str) -> None:
    if manuscript := record.manuscript:
        manuscript.end_with_record(by=by)
    record.state, record.superseded_by = State.SUPERSEDED, successor
    record.changed_at = timezone.now()
    record.set_audience()
    record.save(update_fields=["state", "superseded_by", "changed_at", "audience"])
    # What led here leads there at once: no address leads on twice.
    Record.objects.filter(superseded_by=record).update(superseded_by=successor)
    Succession.objects.create(
        record=record, successor=successor, way=way, note=note,
        by=_actor(by, record, successor),
    )  # fmt: skip
    stale(record, hide=True)
    # Drafts of answers end a moment later: whoever signs locks the signing first.
    wake(MINDER)


def _actor(by: Any, *records: Record) -> Any:
    """Return who is said to have done it: nobody, where a name would tell whose one is."""
    return by if all(each.actor(by) is not None for each in records) else None


def carry_evidence(record: Record, into: Record) -> None:
    """Keep beside the record that stays what the other one rested on, and by which codes it went.

    Its text stays as it was cleared and published: these rows are shown with it.
    """
    carried = dict(into.carried)
    own = into.version.content if into.version else {}
    for code in CARRIED:
        if section_of(into.kind, code):
            kept = into.carried.get(code, [])
            rows = [*_sources(record, code), *record.carried.get(code, [])]
            known = [*(own.get(code) or []), *kept]
            carried[code] = [*kept, *lacking(rows, known, codes={record.code, into.code})]
    carried["codes"] = [*into.carried.get("codes", []), *record.carried.get("codes", []),
                        record.code]  # fmt: skip
    into.carried = carried
    rests_on = joined(own, carried)
    into.grades, into.links = grades_of(rests_on), links_of(rests_on)
    into.save(update_fields=["carried", "grades", "links"])


def _sources(record: Record, code: str) -> list[Any]:
    """Return the rows of a section, each with the code of the record that it comes from."""
    rows = (record.version.content if record.version else {}).get(code) or []
    return [row | {"from": record.code} if isinstance(row, dict) else row for row in rows]


def followers_go_on(record: Record, into: Record) -> None:
    """Let who followed the record follow the one that is kept, as closely."""
    theirs = Follow.objects.filter(subject=record.subject)
    Follow.objects.bulk_create(
        [
            Follow(
                person_id=each.person_id, subject=into.subject, level=each.level,
                is_automatic=each.is_automatic,
            )
            for each in theirs
        ],
        ignore_conflicts=True,
        batch_size=500,
    )  # fmt: skip
    theirs.delete()


def answers_go_on(record: Record, into: Record) -> None:
    """Let what was signed of the record count for the one that is kept, and drafts wait there."""
    for answer in record.outcomes.signed().order_by("pk"):
        answer.go_on(into)
    for answer in record.outcomes.filter(draft__isnull=False).order_by("pk"):
        answer.draft_goes_on(into)


# Parts of the room that keep something of a record say here what becomes of it when the record is
# merged: called with the record that ends and the one that is kept, both held.
on_merge = [carry_evidence, answers_go_on, followers_go_on]
