"""Forgetting somebody who left: everywhere, in one transaction, and what stays is written down.

What stays with a name in it stands in `docs/security.md`: letters as evidence, words that an
administration signed, what the library cites, and digests in the log, which name nobody.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import models, transaction
from django.db.models import F, Func, Q, Value

from directory.mentions import GONE, addresses_of, names_of, pattern_of
from directory.models import Leaving, Nomination
from directory.models.nomination import NominationQuerySet
from directory.reviewing import KIND, withdraw
from directory.traces import traces
from portal.audit.models import Event, erase_personal
from portal.desk.models import Letter, WorkItem, WorkStep
from portal.files.models import StoredFile
from portal.notifications.models import (
    FeedToken,
    Follow,
    Mail,
    MailSetting,
    Notification,
    Preference,
)
from portal.search.models import SavedSearch, Word, stale
from portal.search.registry import searchable_models
from portal.search.texts import key, long_words
from portal.writing.models import Draft

# What belongs to the account alone: lines before the mails that they were told by.
OWNED: tuple[Any, ...] = (
    *(Notification, Mail, Follow, Preference, MailSetting, FeedToken, SavedSearch, Draft),
)


@transaction.atomic
def carry_out(leaving: Leaving) -> None:
    """Do what was asked: end the account, and forget as much as the person chose."""
    person = leaving.person
    is_anonymous = leaving.choice == Leaving.Choice.ANONYMISE
    for nomination in _nominations(person).open():
        WorkItem.hold(KIND, on=nomination)
    for trace in traces():
        if trace.hold:
            trace.hold(person)
    # First: what follows empties where they stand.
    pattern = pattern_of(
        addresses=addresses_of(person), names=names_of(person) if is_anonymous else ()
    )
    person.retire(by=None)
    if leaving.drops_drafts:
        for trace in traces():
            if trace.drop_drafts:
                trace.drop_drafts(person)
    _drop_account(person)
    _forget_nominations(person, is_anonymous=is_anonymous)
    person.strip(by=None)
    if is_anonymous:
        _drop_files(person)
        _drop_suggestions(person)
        person.anonymise(by=None)
        for trace in traces():
            if trace.drop_name:
                trace.drop_name(person)
    for trace in traces():
        blacken(trace.texts, pattern)
        if trace.drop_words and pattern:
            trace.drop_words(pattern)
    # Last: what was logged on the way is forgotten, too.
    erase_personal(_logged(person) if is_anonymous else Event.objects.none(), pattern)


def _logged(person: Any) -> "models.QuerySet[Event]":
    """Return the rows of the log about somebody, and those of what they followed and searched."""
    about = Q(object_type=person._meta.label_lower, object_id=person.pk)
    chosen = Q(verb__startswith="notifications.") | Q(verb__startswith="search.")
    return Event.objects.filter(about | Q(actor_id=person.pk) & chosen)


def _drop_account(person: Any) -> None:
    """Remove what belongs to the account alone."""
    person.end_sessions()
    for model in (Authenticator, EmailAddress):
        model.objects.filter(user=person).delete()
    for owned in OWNED:
        owned.objects.filter(person=person).delete()
    Follow.objects.filter(subject=f"person:{person.public_id}").delete()
    person.invitations.all().delete()
    person.acceptances.all().delete()
    for trace in traces():
        if trace.drop:
            trace.drop(person)


def _nominations(person: Any) -> NominationQuerySet:
    """Return the nominations of somebody, by account or by address."""
    return Nomination.objects.filter(Q(person=person) | Q(email=person.email))


def _forget_nominations(person: Any, *, is_anonymous: bool) -> None:
    """Take the person's own data off nominations; who held which seat is told by the holdings."""
    mine = _nominations(person)
    for nomination in mine.open():
        withdraw(nomination, by=person)
    emptied: dict[str, Any] = {"email": f"{person.public_id}@erased.invalid", "phone": ""}
    if is_anonymous:
        emptied |= {"given_name": "", "family_name": GONE, "post": "", "note": "", "reason": ""}
    Nomination.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).update(**emptied)


def _drop_files(person: Any) -> None:
    """Erase the files that the person sent, but those that prove something."""
    kept = {purpose for trace in traces() for purpose in trace.kept_files}
    files = StoredFile.objects.filter(uploaded_by=person, erased_at=None)
    for file in files.exclude(purpose__in=kept):
        file.erase(by=None, reason="")


def _drop_suggestions(person: Any) -> None:
    """Suggest no word of the name; one that a public text still has comes back with that text."""
    words = long_words(f"{person.given_name} {person.family_name}")
    Word.objects.filter(key__in={key(word) for word in words}).delete()


def blacken(texts: Mapping[type[models.Model], Sequence[str]], pattern: str) -> None:
    """Put a mark in the place of what the pattern finds wherever a text has it, in any case."""
    if not pattern:
        return
    for model, columns in texts.items():
        rows = model._base_manager.all()
        named = reduce(or_, (Q(**{f"{column}__iregex": pattern}) for column in columns))
        found = list(rows.filter(named).values_list("pk", flat=True))
        marked = {
            column: Func(
                F(column), Value(pattern), Value(GONE), Value("gi"), function="regexp_replace"
            )
            for column in columns
        }
        rows.filter(pk__in=found).update(**marked)
        if model._meta.label_lower in searchable_models():
            for row in rows.filter(pk__in=found):
                stale(row, hide=True)


# Where others may have written of somebody, in the rooms below.
TEXTS: dict[type[models.Model], Sequence[str]] = {
    Letter: ("text", "answer", "name", "email", "organisation"),
    WorkItem: ("title_en", "title_fr", "first_reason"),
    WorkStep: ("reason",),
    StoredFile: ("name",),
}
