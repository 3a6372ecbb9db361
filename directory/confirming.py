"""The clock of the yearly confirmation: who moves on, who is reminded, what the desk sees.

Days are days of UTC, so a summer time moves nothing. Every run may come late, twice or at once with
another: each person is taken under a lock, and each thing is said once (`Reminder`).
"""

import datetime
import logging
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone, translation

from directory import mailing
from directory.models import ConfirmingAccount, Holding, Person, Reminder
from directory.models.confirmation import ASKED, FLAGGED
from directory.tokens import in_good_standing
from portal.desk.models import WorkItem
from portal.markings.holding import change_rights
from portal.notifications.models import tell

logger = logging.getLogger(__name__)

OVERDUE = "directory.overdue"
# What one run takes at most; beat runs it again.
MOST = 500
# What was returned on the desk waits so long, then it is there again.
AGAIN_AFTER = datetime.timedelta(days=30)


def due_on(today: datetime.date) -> QuerySet[Person]:
    """Return who enters another state on this day, or has not been told the latest thing."""
    kinds = [
        When(confirm_by__lte=today - after, then=Value(kind.value))
        for kind, after in reversed(Reminder.FROM.items())
    ]
    said = Reminder.objects.filter(person=OuterRef("pk"), due=OuterRef("confirm_by")).filter(
        kind=OuterRef("latest")
    )
    asked = Q(confirmation="current", confirm_by__lte=today + ASKED)
    late = Q(confirmation="due", confirm_by__lt=today)
    lapsing = Q(confirmation="overdue", confirm_by__lt=today - FLAGGED)
    unsaid = Q(state=Person.State.VERIFIED) & ~Exists(said)
    people: QuerySet[Person] = Person.objects.filter(confirm_by__lte=today + ASKED)
    return people.alias(latest=Case(*kinds, default=Value(""))).filter(
        asked | late | lapsing | unsaid
    )


def move_clocks(*, today: datetime.date | None = None) -> int:
    """Move on whoever is due, and return how many; one who cannot be moved keeps nobody waiting."""
    today = today or timezone.now().date()
    moved = 0
    for pk in due_on(today).order_by("confirm_by", "pk").values_list("pk", flat=True)[:MOST]:
        try:
            moved += _move(pk, today)
        except Exception:  # one person's fault must not keep the others waiting
            logger.exception("The clock of person %s could not be moved.", pk)
    return moved


@transaction.atomic
def _move(pk: int, today: datetime.date) -> bool:
    WorkItem.hold(OVERDUE, on=Person(pk=pk))
    # The order of every verb that takes rights away: mails first, then the row.
    change_rights(pk)
    locked = due_on(today).select_for_update(skip_locked=True, no_key=True, of=("self",))
    person = locked.filter(pk=pk).first()
    if person is None or person.confirm_by is None:
        return False
    is_told = Person.objects.filter(in_good_standing(), pk=pk).exists()
    person.move_clock(today=today)
    if person.state == Person.State.VERIFIED:
        kind = Reminder.kind_on(person.confirm_by, today)
        remind(person, kind, is_told=is_told and kind != Reminder.Kind.HIDDEN)
    if person.is_late:
        put_on_desk(person)
    return True


def remind(person: Person, kind: str, *, by: Any = None, is_told: bool) -> None:
    """Say a thing once: among the news of whoever reads any, by a mail of its own to others."""
    reminder = Reminder.kept(person, kind, needs_mail=not is_told)
    if reminder is None or not is_told:
        return
    account = ConfirmingAccount.of(person)
    due = reminder.due.isoformat()
    tell(
        "directory.remind_confirmation", kind="deadline", on=account, by=by, people=[person.pk],
        step=kind, due=due,
    )  # fmt: skip


def put_on_desk(person: Person) -> None:
    """Let officers see whoever is late, once a year; who lapses comes back to them."""
    once = f"{OVERDUE}:{person.pk}:{person.confirm_by}"
    WorkItem.put(OVERDUE, on=person, by=None, once=once, is_quiet=True)


@transaction.atomic
def confirm(person: Person, *, by: Any) -> bool:
    """Take the card for true, once a day at most; what waited on the desk is settled."""
    WorkItem.hold(OVERDUE, on=person)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.refresh_from_db(fields=["confirm_by", "confirmation", "confirmed_at"])
    if not person.takes_confirmation or not person.confirm(by=by):
        return False
    WorkItem.settle(OVERDUE, on=person, by=by, outcome="confirmed")
    return True


def tidy_desk() -> int:
    """Settle what is over, and bring back what was returned a month ago; return how many."""
    standing = WorkItem.objects.standing().filter(kind=OVERDUE)
    held = Holding.objects.current().filter(person=OuterRef("pk"))
    late = Person.objects.filter(Exists(held), confirmation__in=Person.LATE)
    people = Person.objects.in_bulk([int(item.subject) for item in standing])
    still = set(late.filter(pk__in=people).values_list("pk", flat=True))
    done = 0
    for item in standing:
        person = people[int(item.subject)]
        if person.pk not in still:
            done += WorkItem.settle(OVERDUE, on=person, by=None, outcome="ended")
        elif is_back(item):
            WorkItem.put(OVERDUE, on=person, by=None)
            done += 1
    return done


def is_back(item: WorkItem) -> bool:
    """Return whether an item was returned so long ago that officers look at it again."""
    today = timezone.now().date()
    return item.paused_on is not None and item.paused_on + AGAIN_AFTER <= today


def send_due() -> int:
    """Send the mails of those who read no news; one that cannot be sent waits for the next run."""
    waiting = Reminder.objects.due().select_related("person").order_by("pk")
    return mailing.send_all(waiting[:MOST], _compose)


def _compose(reminder: Reminder) -> EmailMessage | None:
    person = reminder.person
    if not person.is_active or person.confirm_by != reminder.due:
        return None  # confirmed, or stopped, since it was made
    with translation.override(person.language):
        context = {
            "user": person,
            "base_url": settings.BASE_URL,
            "reminder": reminder,
            "confirm_url": f"{settings.BASE_URL}{reverse('directory:account_confirm')}",
        }
        mail: EmailMessage = get_adapter().render_mail(
            "account/email/confirm_card", person.email, context
        )
    return mail
