"""Forgetting somebody who left: everywhere, in one transaction, and what stays is written down.

Three things stay with a name in them: nomination letters as evidence, the authors that the library
cites, and digests in the log, from which nobody reads a name.
"""

import re
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import quote_plus

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import models, transaction
from django.db.models import F, Func, Q, Value

from directory.models import Leaving, Nomination
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
from portal.search.models import SavedSearch
from portal.writing.models import Draft

# What stands where a text named the person.
GONE = "[…]"
# Shorter numbers stand in texts by chance.
SHORTEST = 6
# What belongs to the account alone: lines before the mails that they were told by.
OWNED: tuple[Any, ...] = (
    *(Notification, Mail, Follow, Preference, MailSetting, FeedToken, SavedSearch, Draft),
)


@transaction.atomic
def carry_out(leaving: Leaving) -> None:
    """Do what was asked: end the account, and forget as much as the person chose."""
    person = leaving.person
    reach = _addresses(person)
    name = _names(person)
    is_anonymous = leaving.choice == Leaving.Choice.ANONYMISE
    person.retire(by=None)
    if leaving.drops_drafts:
        for trace in traces():
            if trace.drop_drafts:
                trace.drop_drafts(person)
    _drop_account(person)
    _forget_nominations(person, is_anonymous=is_anonymous)
    person.strip(by=None)
    words = [*reach, *(name if is_anonymous else [])]
    if is_anonymous:
        _drop_files(person)
        person.anonymise(by=None)
        for trace in traces():
            if trace.drop_name:
                trace.drop_name(person)
    for trace in traces():
        blacken(trace.texts, words)
    # Last: what was logged on the way is forgotten, too.
    erase_personal(_logged(person) if is_anonymous else Event.objects.none(), words)


def _logged(person: Any) -> "models.QuerySet[Event]":
    """Return the rows of the log about somebody, and those of what they followed and searched."""
    about = Q(object_type=person._meta.label_lower, object_id=person.pk)
    chosen = Q(verb__startswith="notifications.") | Q(verb__startswith="search.")
    return Event.objects.filter(about | Q(actor_id=person.pk) & chosen)


def _addresses(person: Any) -> list[str]:
    """Return the ways to reach somebody, as texts may have them."""
    known = [person.email, person.phone, person.mobile]
    nominations = Nomination.objects.filter(Q(person=person) | Q(email=person.email))
    known += nominations.values_list("phone", flat=True)
    known += EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return sorted({word for word in known if len(word) >= SHORTEST}, key=len, reverse=True)


def _names(person: Any) -> list[str]:
    """Return how texts name somebody. A family name alone may be another's."""
    given, family = person.given_name, person.family_name
    if not (given and family):
        return []
    return [f"{given} {family}", f"{family} {given}", f"{family}, {given}", person.short_name]


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


def _forget_nominations(person: Any, *, is_anonymous: bool) -> None:
    """Take the person's own data off nominations; who held which seat is told by the holdings."""
    mine = Nomination.objects.filter(Q(person=person) | Q(email=person.email))
    for nomination in mine.filter(state__in=Nomination.OPEN):
        nomination.settle(Nomination.State.WITHDRAWN, by=person)
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


def blacken(texts: Mapping[type[models.Model], Sequence[str]], words: Sequence[str]) -> None:
    """Put a mark in the place of these words wherever a text has them, in any case."""
    if not words:
        return
    # As addresses of filtered lists have them, too.
    words = list(dict.fromkeys([*words, *map(quote_plus, words)]))
    pattern = "|".join(re.escape(word) for word in words)
    for model, columns in texts.items():
        rows = model._base_manager
        for column in columns:
            named = reduce(or_, (Q(**{f"{column}__icontains": word}) for word in words))
            rows.filter(named).update(
                **{column: Func(F(column), Value(pattern), Value(GONE), Value("gi"),
                                function="regexp_replace")}
            )  # fmt: skip


# Where others may have written of somebody, in the rooms below.
TEXTS: dict[type[models.Model], Sequence[str]] = {
    Letter: ("text", "answer", "name", "email", "organisation"),
    WorkItem: ("title", "first_reason"),
    WorkStep: ("reason",),
    StoredFile: ("name",),
}
