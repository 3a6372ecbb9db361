"""What the directory's own ledgers keep of a person: dropped or emptied when they leave."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.mentions import GONE
from directory.models import (
    CardView,
    ContactRequest,
    DataExport,
    DrillCall,
    Export,
    FactorReset,
    ImportRow,
    PendingChange,
    Reminder,
    SavedFilter,
    Seat,
    Signing,
)
from directory.models.signing import digest
from directory.traces import Section
from portal.desk.models import Letter, WorkStep
from portal.desk.registry import reviewables
from portal.notifications.models import Follow
from portal.search.models import SavedSearch


def drop(person: Any) -> None:
    """Drop what belongs to the account alone: copies, reminders, requests, typed addresses."""
    for export in DataExport.objects.filter(person=person):
        export.forget()
    DataExport.objects.waiting().filter(person=person).delete()
    for owned in (Reminder, SavedFilter):
        owned.objects.filter(person=person).delete()
    DrillCall.objects.filter(person=person).update(code_digest="")
    ContactRequest.objects.filter(Q(sender=person) | Q(recipient=person)).delete()
    called = DrillCall.objects.filter(mailbox__iexact=person.email)
    called.update(mailbox="", code_digest="")
    for seat in Seat.objects.filter(mailbox__iexact=person.email).order_by("pk"):
        seat.forget_mailbox()
    _drop_changes(person)
    typed = ImportRow.objects.filter(Q(person=person) | Q(email__iexact=person.email))
    typed.update(
        typed={}, findings=[], email="", given_name="", family_name="", post="", phone=""
    )  # fmt: skip


def _drop_changes(person: Any) -> None:
    """Close what waits, and empty the addresses and numbers of what was decided."""
    mailbox = Q(what=PendingChange.What.MAILBOX, value__iexact=person.email)
    mine = PendingChange.objects.filter(Q(person=person) | mailbox)
    for change in mine.filter(state=PendingChange.State.WAITING):
        change.expire()
    mine.exclude(what__in=PendingChange.GIVEN).update(before="", value="")
    mine.filter(told_at=None).update(told_at=timezone.now())


def drop_name(person: Any) -> None:
    """Take the name off letters, and empty how an officer checked who called."""
    Letter.objects.filter(opened_by=person).update(name="", email="")
    FactorReset.objects.filter(person=person).update(reason="")


# What a draft to sign says.
SIGNED = ("title", "title_fr", "text")


def drop_words(pattern: str) -> None:
    """Drop the filters and searches by which others found the person, and mark drafts to sign."""
    SavedFilter.objects.filter(query__iregex=pattern).delete()
    named = Q(words__iregex=pattern) | Q(address__iregex=pattern)
    for search in SavedSearch.objects.filter(named):
        Follow.objects.filter(subject=search.subject).delete()
        search.delete()
    named = Q(*((f"{field}__iregex", pattern) for field in SIGNED), _connector=Q.OR)
    drafts = Signing.objects.drafts().select_for_update(no_key=True, of=("self",))
    for draft in drafts.filter(named).order_by("pk"):
        for field in SIGNED:
            setattr(draft, field, re.sub(pattern, GONE, getattr(draft, field), flags=re.IGNORECASE))
        # Whoever reads it now signs other words, and is told so.
        draft.digest = digest(draft.text)
        draft.save(update_fields=[*SIGNED, "digest"])


def sections(person: Any) -> Iterator[Section]:
    """Yield what the ledgers say of the person, without anybody else's name or address."""
    sent = ContactRequest.objects.filter(sender=person).order_by("pk")
    yield Section(
        "requests-sent",
        _("Requests for contact you sent"),
        [
            {
                _("when"): each.asked_at,
                _("text"): each.message,
                _("your address"): each.sender_address,
                _("state"): each.get_state_display(),
            }
            for each in sent
        ],
    )
    received = ContactRequest.objects.filter(recipient=person, is_unheard=False).order_by("pk")
    yield Section(
        "requests-received",
        _("Requests for contact you received"),
        [
            {
                _("when"): each.asked_at,
                _("your address"): each.recipient_address,
                _("state"): each.get_state_display(),
            }
            for each in received
        ],
    )
    yield Section(
        "changes",
        _("Changes of your address, numbers and roles"),
        [
            {
                _("what"): each.get_what_display(),
                _("new value"): each.value,
                _("when"): each.asked_at,
                _("state"): each.get_state_display(),
            }
            for each in PendingChange.objects.filter(person=person).order_by("pk")
        ],
    )
    yield Section(
        "reminders",
        _("Reminders to confirm"),
        [
            {_("when"): each.made_at, _("what"): each.get_kind_display()}
            for each in Reminder.objects.filter(person=person).order_by("pk")
        ],
    )
    yield Section(
        "copies",
        _("Copies of contacts you took"),
        [
            {
                _("when"): each.at,
                _("format"): each.get_format_display(),
                _("reason"): each.reason,
                _("rows"): each.rows,
            }
            for each in Export.objects.filter(by=person).order_by("pk")
        ],
    )
    seen = CardView.objects.filter(person=person).order_by("day", "pk")
    yield Section(
        "looks",
        _("Days on which somebody of another office saw your card"),
        [{_("when"): day} for day in seen.values_list("day", flat=True)],
    )
    looked = CardView.objects.filter(viewer=person).values("day").annotate(cards=Count("pk"))
    yield Section(
        "looked-at",
        _("Days on which you saw cards of other offices"),
        [{_("when"): each["day"], _("cards"): each["cards"]} for each in looked.order_by("day")],
    )
    by_address = Q(person=None, email__iexact=person.email)
    rows = ImportRow.objects.filter(Q(person=person) | by_address)
    yield Section(
        "lists",
        _("Rows about you in lists of contacts"),
        [
            {
                _("when"): each.batch.sent_at,
                _("as typed"): ", ".join(str(value) for value in each.typed.values() if value),
                _("state"): each.get_state_display(),
            }
            for each in rows.select_related("batch").order_by("pk")
        ],
    )
    titles = {each.code: each.title for each in reviewables()}
    steps = WorkStep.objects.filter(by=person).select_related("item").order_by("pk")
    yield Section(
        "desk",
        _("What you did on the desk"),
        [
            {
                _("when"): each.at,
                _("queue"): str(titles.get(each.item.kind, each.item.kind)),
                _("what"): each.get_verb_display(),
            }
            for each in steps
        ],
    )
    kept = SavedFilter.objects.filter(person=person).order_by("pk")
    yield Section(
        "filters",
        _("Your kept filters"),
        [{_("name"): each.name, _("address"): each.query} for each in kept],
    )
    calls = DrillCall.objects.filter(person=person).order_by("pk")
    yield Section(
        "tests",
        _("Tests whether you can be reached"),
        [
            {
                _("sent"): each.sent_at,
                _("answered"): each.answered_at,
                _("how"): each.get_way_display(),
            }
            for each in calls
        ],
    )
    signed = Signing.objects.filter(Q(drafted_by=person) | Q(signed_by=person)).order_by("pk")
    yield Section(
        "signings",
        _("What you drafted or signed for your administration"),
        [
            {
                _("about"): each.local_title,
                _("drafted"): each.drafted_at,
                _("signed"): each.signed_at,
            }
            for each in signed
        ],
    )
