"""What is odd about an address: an officer looks at it before a letter is believed."""

import unicodedata
from collections.abc import Collection
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Letters that look like others: Cyrillic, Greek and digits, by the plain letter they pass for.
LOOKALIKES = str.maketrans(
    "авекмнорстухіјѕԁɡӏԛԝαεικνορτυχɑıℓ01358$",
    "abekmhopctyxijsdglqwaeikvoptyxailoiesbs",
)
# Mailboxes that anybody opens. An office has one of its own; some small offices have not.
FREE = frozenset(
    {
        "163.com", "126.com", "aol.com", "free.fr", "gmail.com", "gmx.com", "gmx.net",
        "googlemail.com", "hotmail.com", "hotmail.fr", "icloud.com", "laposte.net", "live.com",
        "mail.com", "mail.ru", "me.com", "msn.com", "orange.fr", "outlook.com", "outlook.fr",
        "proton.me", "protonmail.com", "qq.com", "rediffmail.com", "t-online.de", "tutanota.com",
        "wanadoo.fr", "web.de", "yahoo.com", "yahoo.co.in", "yahoo.co.uk", "yahoo.fr",
        "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
    }
)  # fmt: skip


class Finding(NamedTuple):
    """One thing that is odd. `is_grave`: it passes for something that it is not."""

    code: str
    words: str | Promise
    is_grave: bool


NOT_LISTED = Finding(
    "not-listed", _("The domain is not on the list of this administration."), False
)
NO_LIST = Finding("no-list", _("This administration has no domain on its list yet."), False)
FREE_MAIL = Finding("free-mail", _("Anybody can open a mailbox at this provider."), False)
SUB_ADDRESS = Finding(
    "sub-address", _("The part after “+” leads to the mailbox of the part before it."), False
)
PUNYCODE = Finding(
    "punycode", _("The domain is written in another script. It may look like a known one."), True
)
MIXED = Finding("mixed-scripts", _("The address mixes letters of several scripts."), True)
LOOKALIKE = Finding(
    "look-alike", _("The domain looks like one on the list, but it is another one."), True
)
LIKE_ANOTHER = Finding(
    "like-another", _("The domain looks like one of another office, but it is another one."), True
)
SHARED = Finding("shared", _("Another office uses this domain, too."), False)
HIDDEN = Finding("hidden", _("The address has characters that cannot be seen."), True)


def findings(email: str, domains: Collection[str]) -> list[Finding]:
    """Return what is odd about an address, beside the domains of its office; grave ones first."""
    local, _at, domain = email.rpartition("@")
    domain = domain.casefold()
    found = []
    if any(unicodedata.category(letter) in ("Cf", "Cc", "Zs") for letter in email):
        found.append(HIDDEN)
    shown, is_listed = shown_domain(domain), belongs(domain, domains)
    # What stands on the list was looked at, in whatever script and spelling.
    if not is_listed and (domain != shown or not domain.isascii()):
        found.append(PUNYCODE)
    if len(_scripts(local) | (set() if is_listed else _scripts(shown))) > 1:
        found.append(MIXED)
    if not is_listed:
        if any(_looks_like(shown, known) for known in domains):
            found.append(LOOKALIKE)
        if domain in FREE:
            found.append(FREE_MAIL)
        found.append(NOT_LISTED if domains else NO_LIST)
    if "+" in local:
        found.append(SUB_ADDRESS)
    return sorted(found, key=lambda finding: not finding.is_grave)


def findings_of_domain(domain: str, others: Collection[str]) -> list[Finding]:
    """Return what is odd about a domain of the list, beside the domains of every other office."""
    shown = shown_domain(domain)
    found = []
    if domain != shown or not domain.isascii():
        found.append(PUNYCODE)
    # Each part by itself: names of countries stay in plain letters.
    if any(len(_scripts(part)) > 1 for part in shown.split(".")):
        found.append(MIXED)
    if domain not in others and any(_looks_like(shown, known) for known in others):
        found.append(LIKE_ANOTHER)
    if domain in others:
        found.append(SHARED)
    if domain in FREE:
        found.append(FREE_MAIL)
    return sorted(found, key=lambda finding: not finding.is_grave)


def belongs(domain: str, domains: Collection[str]) -> bool:
    """Return whether a domain is one of these, or stands below one, however each is spelled."""
    shown = shown_domain(domain)
    listed = [shown_domain(known) for known in domains]
    return any(shown == known or shown.endswith(f".{known}") for known in listed)


def shown_domain(domain: str) -> str:
    """Return a domain as a browser may show it; what cannot be read stays as it is."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def _scripts(text: str) -> set[str]:
    """Return the scripts of the letters of a text."""
    return {
        unicodedata.name(letter, "UNKNOWN").partition(" ")[0] for letter in text if letter.isalpha()
    }


def _skeleton(domain: str) -> str:
    """Return what a domain looks like at a glance: accents and look-alikes replaced."""
    plain = unicodedata.normalize("NFKD", domain).translate(LOOKALIKES)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return bare.replace("rn", "m").replace("vv", "w").replace("-", "").replace("l", "i")


def _looks_like(domain: str, known: str) -> bool:
    """Return whether a domain passes for a known one: the same at a glance, or a slip away."""
    known = shown_domain(known)
    end = ".".join(domain.split(".")[-len(known.split(".")) :])
    if _skeleton(end) == _skeleton(known):
        return True
    if known.replace(".", "-") in domain or f"{known}." in f"{domain}.":
        # The known domain stands inside a longer one: douane.example.evil.test.
        return True
    return _is_a_slip_away(end, known)


def _is_a_slip_away(one: str, other: str) -> bool:
    """Return whether one letter added, dropped, changed or swapped makes one of the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
