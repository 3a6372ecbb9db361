"""Where a person is led after a step: to a page of the portal, whatever `next` says."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from directory.models import Person
from tests.directory.signin import sign_in
from tests.people import PASSWORD, make_person

EVIL = "evil.example"
SCHEMES = ["http", "https", "ftp", "ws", "HTTPS", "hTTps"]
SLASHES = [
    "//", "///", "////", "/\\", "\\/", "\\\\", "/\t/", "/\n/", "/\r/", "\t//", " //", "\x00//",
    "/ /", "/\u2044", "\uff0f\uff0f", "/%2f", "%2f%2f", "/%5c", "/.//", "/..//", "./\\/", "/;//",
]  # fmt: skip
WORDS = [
    " https://evil.example", "\thttps://evil.example", "\x01https://evil.example",
    "https\t://evil.example", "https\n://evil.example", "https:evil.example",
    "https:/evil.example", "https:\\\\evil.example", "http:///evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
    "\x01javascript:alert(1)", "javascript://%0aalert(1)", "data:text/html,<b>evil</b>",
    "vbscript:x", "blob:https://evil.example/1", "file:///etc/passwd", "mailto:a@evil.example",
    "about:blank", "https://testserver@evil.example/", "https://testserver.evil.example/",
    "//testserver@evil.example", "//evil.example\\@testserver/", "//evil.example%00.testserver/",
    "https://evil.example#@testserver/", "https://evil.example:443@testserver:80@evil.example/",
    "//[::1]/", "//[evil/", "/en/\r\nLocation: https://evil.example/", "/en/\nSet-Cookie: a=b", "",
]  # fmt: skip
NEXT = [
    *(f"{scheme}://{EVIL}/" for scheme in SCHEMES),
    *(f"{slashes}{EVIL}/" for slashes in SLASHES),
    *WORDS,
]  # fmt: skip
HERE = "http://testserver/en/somewhere/"


def escapes(target: str) -> bool:
    """Tell whether a browser would leave the portal: it drops tabs and lines, and turns `\\`."""
    seen = re.sub(r"[\t\r\n]", "", target.strip("".join(map(chr, range(33))))).replace("\\", "/")
    if re.match(r"[a-z][a-z0-9+.-]*:", seen, re.IGNORECASE):
        return urlsplit(seen).scheme.lower() not in ("http", "https") or not seen.startswith(
            "http://testserver/"
        )
    return urlsplit(urljoin(HERE, seen)).netloc != "testserver"


def led(response: object) -> list[str]:
    """Return where an answer leads by itself, and where its links and forms lead."""
    headers = getattr(response, "headers", {})
    text = response.content.decode()  # type: ignore[attr-defined]
    return [headers.get("Location", ""), *re.findall(r'(?:href|action|formaction)="([^"]*)"', text)]


@pytest.fixture(autouse=True)
def _quick_sign_in(settings: Any) -> None:
    """Count no tries, and spend no time on hashing: passwords are not what is asked here."""
    cache.clear()
    # What was hashed slowly is read once more, and then hashed anew.
    quick = "django.contrib.auth.hashers.MD5PasswordHasher"
    settings.PASSWORD_HASHERS = [quick, *settings.PASSWORD_HASHERS]


def test_corpus_is_large_and_the_judge_is_strict() -> None:
    assert len(set(NEXT)) >= 60
    assert [escapes(each) for each in ("/en/", "?a=b", "", "/en//x", "http://testserver/en/")] == [
        False
    ] * 5
    assert all(
        map(escapes, ["//evil", "/\\evil", "\t//evil", "https:evil", "javascript:1", "/\t/evil"])
    )


def test_nobody_is_led_away_by_signing_in(officer: Person) -> None:
    found = {}
    for value in NEXT:
        cache.clear()
        response = sign_in(Client(), officer.email, next=value)
        assert response.status_code == 302
        found[value] = [each for each in led(response) if escapes(each)]

    assert {value: targets for value, targets in found.items() if targets} == {}


@pytest.mark.parametrize(
    ("door", "who"),
    [
        ("account_login", "visitor"), ("account_login", "officer"),
        ("account_request_login_code", "visitor"), ("account_logout", "officer"),
        ("account_reauthenticate", "officer"), ("directory:account_welcome", "officer"),
        ("directory:account_welcome", "newcomer"), ("directory:account_protect", "officer"),
    ],
)  # fmt: skip
def test_nobody_is_led_away_by_a_page_with_a_next(officer: Person, door: str, who: str) -> None:
    client = Client()
    if who != "visitor":
        newcomer = make_person("Nia Newcomer", welcomed_at=None, factor=False)
        client.force_login(officer if who == "officer" else newcomer)
    found = {
        value: [each for each in led(client.get(reverse(door), {"next": value})) if leaves(each)]
        for value in NEXT
    }

    assert {value: targets for value, targets in found.items() if targets} == {}


def leaves(target: str) -> bool:
    """Tell whether a link that `next` may have changed leads away."""
    return "evil" in target.partition("?")[0] and escapes(target)


@pytest.mark.parametrize("door", ["account_reauthenticate", "account_logout"])
def test_nobody_is_led_away_by_a_form_with_a_next(officer: Person, door: str) -> None:
    found = {}
    for value in NEXT:
        cache.clear()
        client = Client()
        client.force_login(officer)
        response = client.post(reverse(door), {"password": PASSWORD, "next": value})
        assert response.status_code == 302
        found[value] = [each for each in led(response) if escapes(each)]

    assert {value: targets for value, targets in found.items() if targets} == {}
