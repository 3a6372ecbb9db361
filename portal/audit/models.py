"""The append-only log: who did what to which object, sealed into a hash chain.

A row is written in the transaction of the verb it tells of. The chain holds ids and salted digests
only; personal values stand in a side table whose rows can be erased without breaking it.
"""

import datetime
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

GENESIS = "0" * 64
# Any two sealers wait for each other on this key, so the chain cannot fork.
SEALING_LOCK = 7_215_001
# Who did what to which object stays for good; names, addresses and words are erased after this.
PERSONAL_KEPT = datetime.timedelta(days=3 * 365)


# What a row is about, its personal values, and its detail.
type Row = tuple[models.Model | None, dict[str, Any] | None, dict[str, Any]]


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces."""
    return json.dumps(
        value, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def salted_digest(salt: str, value: Any) -> str:
    """Return the hex HMAC-SHA-256 of a value under a salt."""
    return hmac.new(salt.encode(), canonical(value).encode(), hashlib.sha256).hexdigest()


class EventQuerySet(models.QuerySet["Event"]):
    """Rows of the log, as adjectives."""

    def unsealed(self) -> "EventQuerySet":
        """Return the rows that no seal covers yet, oldest first."""
        return self.filter(seal__isnull=True).order_by("pk")

    def about(self, obj: models.Model) -> "EventQuerySet":
        """Return the rows about one object."""
        return self.filter(object_type=obj._meta.label_lower, object_id=obj.pk)


class Event(models.Model):
    """One thing that was done. No foreign keys: the log never interferes with live data."""

    at = models.DateTimeField(_("when"), auto_now_add=True)
    verb = models.CharField(_("verb"), max_length=60)
    actor_id = models.BigIntegerField(_("who"), null=True)
    object_type = models.CharField(_("kind of object"), max_length=60, blank=True)
    object_id = models.BigIntegerField(_("object"), null=True)
    detail = models.JSONField(_("detail"), default=dict, encoder=DjangoJSONEncoder)
    personal_digest = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id"]),
            models.Index(fields=["actor_id", "-id"]),
            models.Index(fields=["verb", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb}"

    def digest(self) -> str:
        """Return the hex SHA-256 of what the chain protects of this row."""
        return hashlib.sha256(
            canonical(
                [
                    self.pk,
                    self.at.isoformat(timespec="microseconds"),
                    self.verb,
                    self.actor_id,
                    self.object_type,
                    self.object_id,
                    self.detail,
                    self.personal_digest,
                ]
            ).encode()
        ).hexdigest()


class Personal(models.Model):
    """The personal values of one event, erasable; the event keeps their salted digest."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="personal")
    salt = models.CharField(max_length=32)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["event"], condition=models.Q(erased_at=None), name="audit_personal_kept"
            )
        ]

    def __str__(self) -> str:
        return f"personal values of event {self.event_id}"


class Seal(models.Model):
    """One link of the chain: positions have no gaps; it covers the last link and the event."""

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"seal {self.position}"


def link(previous: str, position: int, event: Event) -> str:
    """Return the digest of the link that covers an event after the previous one."""
    return hashlib.sha256(f"{previous}:{position}:{event.digest()}".encode()).hexdigest()


def record(
    verb: str,
    *,
    by: models.Model | None,
    on: models.Model | None = None,
    personal: dict[str, Any] | None = None,
    **detail: Any,
) -> Event:
    """Write one row in the current transaction.

    `detail` holds ids, codes and counts only; names, addresses and free text go in `personal`.
    """
    (event,) = record_all(verb, by=by, rows=[(on, personal, detail)])
    return event


def record_all(verb: str, *, by: models.Model | None, rows: Iterable[Row]) -> list[Event]:
    """Write one row for each object of a set, in two statements: the object, personal, detail."""
    events, kept = [], []
    for on, personal, detail in rows:
        salt = secrets.token_hex(16) if personal else ""
        event = Event(
            verb=verb,
            actor_id=by.pk if by else None,
            object_type=on._meta.label_lower if on else "",
            object_id=on.pk if on else None,
            detail=json.loads(canonical(detail)),
            personal_digest=salted_digest(salt, personal) if personal else "",
        )
        events.append(event)
        if personal:
            values = json.loads(canonical(personal))
            kept.append(Personal(event=event, salt=salt, values=values))
    # Without a savepoint: a verb whose row of the log fails, fails.
    with transaction.atomic(savepoint=False):
        Event.objects.bulk_create(events)
        for each in kept:
            each.event_id = each.event.pk
        if kept:
            Personal.objects.bulk_create(kept)
    return events


@transaction.atomic
def seal(limit: int = 5000) -> int:
    """Seal up to `limit` events, oldest first, and return how many. Safe to run twice at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING_LOCK])
    last = Seal.objects.order_by("-position").first()
    previous, position = (last.digest, last.position) if last else (GENESIS, 0)
    links = []
    for event in Event.objects.unsealed()[:limit]:
        position += 1
        digest = link(previous, position, event)
        links.append(Seal(position=position, event=event, previous=previous, digest=digest))
        previous = digest
    Seal.objects.bulk_create(links)
    return len(links)


@transaction.atomic
def erase_old(now: datetime.datetime, limit: int = 1000) -> int:
    """Erase up to `limit` of the oldest personal values that were kept long enough."""
    kept = Personal.objects.filter(erased_at=None).order_by("event_id")
    oldest = kept.select_for_update(of=("self",), skip_locked=True)
    rows = list(oldest.values_list("pk", "event__at")[:limit])
    old = [pk for pk, at in rows if at < now - PERSONAL_KEPT]
    if old:
        Personal.objects.filter(pk__in=old).update(values={}, salt="", erased_at=now)
        record("audit.erase_personal", by=None, rows=len(old))
    return len(old)


class _Has(models.Func):
    """Whether a text anywhere within the values has the pattern, in any case."""

    function = "jsonb_path_exists"
    template = "%(function)s(%(expressions)s::jsonpath)"
    output_field = models.BooleanField()


@transaction.atomic
def erase_personal(events: "models.QuerySet[Event]", pattern: str) -> int:
    """Erase the personal values of these rows, and of every row in which the pattern is found."""
    named = models.Q(event__in=events)
    if pattern:
        path = f'$.** ? (@ like_regex {json.dumps(pattern)} flag "i")'
        named |= models.Q(_Has(models.F("values"), models.Value(path)))
    found = Personal.objects.filter(named, erased_at=None)
    rows = Personal.objects.filter(pk__in=list(found.values_list("pk", flat=True)))
    erased = rows.update(values={}, salt="", erased_at=timezone.now())
    record("audit.erase_personal", by=None, rows=erased)
    return erased


def personal_fault(event: Event) -> str:
    """Return what is wrong with the personal values of an event; empty when nothing is."""
    personal = getattr(event, "personal", None)
    if personal is None:
        return "are gone" if event.personal_digest else ""
    if personal.erased_at:
        return "were changed" if personal.values or personal.salt else ""
    kept = salted_digest(personal.salt, personal.values) == event.personal_digest
    return "" if kept else "were changed"


def lost_head(position: int, digest: str) -> list[str]:
    """Compare the chain with a head that was kept elsewhere: was it cut, or written anew?"""
    standing = Seal.objects.filter(position=position).first()
    if standing is None:
        return [f"the chain ends before seal {position}, which was kept: its end was cut"]
    if standing.digest != digest:
        return [f"seal {position} is not the one that was kept: the chain was written anew"]
    return []


def broken_links() -> list[str]:
    """Walk the whole chain and return one sentence per fault; an empty list means it holds."""
    faults = []
    previous, expected = GENESIS, 1
    seals = Seal.objects.select_related("event", "event__personal").order_by("position")
    for each in seals.iterator(chunk_size=2000):
        if each.position != expected:
            faults.append(f"position {expected} is missing before {each.position}")
        if each.previous != previous or each.digest != link(
            each.previous, each.position, each.event
        ):
            faults.append(f"seal {each.position} does not match event {each.event_id}")
        if fault := personal_fault(each.event):
            faults.append(f"the personal values of event {each.event_id} {fault}")
        previous, expected = each.digest, each.position + 1
    return faults
