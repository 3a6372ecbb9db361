"""How texts name somebody: whole names, addresses and numbers, never a part of a colleague's."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote_plus

from allauth.account.models import EmailAddress
from django.db.models import Q

from directory.models import ContactRequest, Nomination, PendingChange, Person
from portal.audit.models import Event

# What stands where a text named the person.
GONE = "[…]"
# Shorter numbers stand in texts by chance.
SHORTEST = 6
# A single name that is shorter stands in texts by chance, too.
SHORTEST_ALONE = 4
# A name goes on with a letter, or with a hyphen and a letter; an underline in a file parts words.
NAME = r"(?<![^\W_])(?<![^\W_]-)(?:{})(?![^\W_]|-[^\W_])"
# An address may have a point, a plus or a hyphen before it; a full stop may follow it.
ADDRESS = r"(?<![\w.+-])(?:{})(?!\w|[.-]\w)"
# In addresses of filtered lists a plus is a space.
QUOTED = r"(?<![\w.-])(?:{})(?!\w|[.-]\w)"


def addresses_of(person: Any) -> set[str]:
    """Return the ways to reach somebody, those of earlier, too, as texts may have them."""
    known = [person.email, person.phone, person.mobile]
    nominations = Nomination.objects.filter(Q(person=person) | Q(email=person.email))
    known += nominations.values_list("phone", flat=True)
    known += EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    changes = PendingChange.objects.filter(person=person).exclude(what__in=PendingChange.GIVEN)
    for pair in changes.values_list("before", "value"):
        known += pair
    for side in ("sender", "recipient"):
        asked = ContactRequest.objects.filter(**{side: person})
        known += asked.values_list(f"{side}_address", flat=True)
    logged = Event.objects.about(person).filter(verb="directory.enrol_person")
    known += filter(None, logged.values_list("personal__values__email", flat=True))
    return {word for word in known if len(word) >= SHORTEST}


def names_of(person: Any) -> set[str]:
    """Return how texts name somebody. A family name alone may be another's."""
    given, family = person.given_name, person.family_name
    if not (given and family):
        alone = given or family
        called = Q(given_name__iexact=alone) | Q(family_name__iexact=alone)
        is_of_others = Person.objects.filter(called).exclude(pk=person.pk).exists()
        return set() if is_of_others or len(alone) < SHORTEST_ALONE else {alone}
    return {f"{given} {family}", f"{family} {given}", f"{family}, {given}"}


def pattern_of(*, addresses: Iterable[str], names: Iterable[str]) -> str:
    """Return what finds these words where they stand whole; nothing where there are none."""
    addresses, names = set(addresses), set(names)
    kinds = (
        (NAME, names | {quote_plus(name) for name in names}),
        (ADDRESS, addresses),
        (QUOTED, {quote_plus(address) for address in addresses}),
    )
    return "|".join(
        # The longest first: a short one may be its beginning.
        kind.format("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
        for kind, words in kinds
        if words
    )
