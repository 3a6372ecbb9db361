"""Single mails: each about one event, sent at an hour at which its person wants mail."""

from django.core.mail import EmailMessage

from portal.markings.sources import tokens_of_many
from portal.notifications import composing
from portal.notifications.batches import Batch, held_events, send_all
from portal.notifications.composing import Drawing, Put, setting_of
from portal.notifications.models import Mail, Notification, Preference
from portal.notifications.registry import Frequency, is_kind, kind_of
from portal.notifications.week import home_days_of


def send_due(*, seconds: float = 8) -> int:
    """Send what is due for about so many seconds; return how many mails left."""
    return send_all(Singles, seconds=seconds)


class Singles(Batch):
    """Single mails of a batch. One that left is noted with the moment of its event: numbers come
    again where a database is restored from a backup.
    """

    kinds = (Mail.Kind.EVENT,)
    # No more are repeated when their sender is killed and Valkey forgets at the same time.
    most = 20
    hold = 1.0

    def read(self, mails: list[Mail]) -> list[Mail]:
        """Read events, rights, wishes and lines, each in one go."""
        events = held_events(mail.event_id for mail in mails if mail.event_id)
        ready = [mail for mail in mails if mail.event_id in events]
        for mail in ready:
            mail.event = events[mail.event_id or 0]
        people = {mail.person_id for mail in ready}
        self._tokens = tokens_of_many(sorted(people))
        off = Preference.objects.filter(
            person__in=people, frequency__in=[Frequency.PORTAL, Frequency.NEVER]
        )
        self._off = set(off.values_list("person", "kind"))
        self._days = home_days_of({mail.person_id for mail in ready if _asks_for_days(mail)})
        every = list(Notification.objects.filter(person__in=people, event__in=events))
        for each in every:
            each.event = events[each.event_id]
        self._told = {(each.person_id, each.event_id): each for each in every}
        self._drawing = Drawing(every)
        return ready

    def made(self, mail: Mail) -> EmailMessage | Put:
        """Return the mail if it may still be sent, at this hour."""
        assert mail.event is not None
        person, setting = mail.person, setting_of(mail.person)
        is_off = (person.pk, mail.event.kind) in self._off
        days = self._days.get(person.pk, setting.working_days or [])
        if put := composing.kept_back(mail, is_off=is_off, days=days):
            return put
        told = self._told.get((person.pk, mail.event.pk))
        with composing.as_read_by(person):
            lines = self._drawing.lines([told] if told else [], self._tokens[person.pk])
            return composing.single(mail, setting, lines[0]) if lines else Put(Mail.State.EMPTY)

    def note_of(self, mail: Mail) -> list[int]:
        """Return the moment of its event."""
        assert mail.event is not None
        return [int(mail.event.at.timestamp() * 1_000_000)]

    def lines_of(self, mail: Mail, note: list[int]) -> list[int] | None:
        """Return nothing: a single mail carries no line of a digest."""
        return [] if note == self.note_of(mail) else None


def _asks_for_days(mail: Mail) -> bool:
    """Whether the working week of the person's administration has a say in when a mail comes."""
    assert mail.event is not None
    setting = setting_of(mail.person)
    kind = mail.event.kind
    has_hours = setting.quiet_from != setting.quiet_until
    is_required = is_kind(kind) and kind_of(kind).is_required
    return has_hours and setting.working_days is None and not is_required
