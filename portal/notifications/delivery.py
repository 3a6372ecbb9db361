"""What became of mails: for their person in words, for the Secretariat in numbers."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.notifications.lines import sentence_of
from portal.notifications.models import Mail
from portal.notifications.registry import kinds
from portal.notifications.things import objects_of

DAYS = 7
# As the Secretariat reads them; the person's own log says "you".
STATES = {
    Mail.State.DUE: gettext_lazy("Waiting"),
    Mail.State.SENT: gettext_lazy("Accepted by a mail server"),
    Mail.State.EMPTY: gettext_lazy("Not sent: nothing left to say"),
    Mail.State.STOPPED: gettext_lazy("Not sent: stopped by its person"),
    Mail.State.UNREACHABLE: gettext_lazy("Not sent: mail to the address comes back"),
    Mail.State.DEAD: gettext_lazy("Could not be sent"),
    Mail.State.BOUNCED: gettext_lazy("Came back"),
}
MOST_REASONS = 20


@dataclass(frozen=True)
class Sent:
    """One mail of a person's own log: the list it belongs to, and what it was about."""

    mail: Mail
    area: str
    subject: str


def log_of(mails: Sequence[Mail], person: Any) -> list[Sent]:
    """Return the lines of a log; words are read now, as far as the person may read them now."""
    titles = {kind.code: str(kind.title) for kind in kinds()}
    events: Any = [mail for mail in mails if mail.event]
    objects = objects_of(events, person)
    return [_line(mail, titles, objects) for mail in mails]


def _line(mail: Mail, titles: dict[str, str], objects: dict[tuple[str, int], Any]) -> Sent:
    event = mail.event
    if event is None:
        text = ngettext("%(n)d change", "%(n)d changes", mail.items) % {"n": mail.items}
        return Sent(mail, mail.get_kind_display(), text)
    obj = objects.get((event.object_type, event.object_id))
    text = sentence_of(event, obj) if obj else _("Something that you may no longer read")
    return Sent(mail, titles.get(event.kind, ""), text)


def totals(now: datetime.datetime | None = None) -> list[dict[str, Any]]:
    """Return how many mails of the last days are in each state, of each kind of mail."""
    since = (now or timezone.now()) - datetime.timedelta(days=DAYS)
    rows = Mail.objects.filter(due_at__gte=since).values("kind", "state").annotate(n=Count("pk"))
    found = {(row["kind"], row["state"]): row["n"] for row in rows}
    return [
        {
            "label": label,
            "counts": [(name, found.get((kind, state), 0)) for kind, name in Mail.Kind.choices],
        }
        for state, label in STATES.items()
    ]


def reasons() -> list[Any]:
    """Return why mails failed for good, the most frequent reasons first."""
    rows = Mail.objects.dead().values("error").annotate(n=Count("pk"))
    return list(rows.order_by("-n", "error")[:MOST_REASONS])
