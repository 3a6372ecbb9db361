"""A Host header that lies: refused, or answered without a trace of it in page, redirect or mail."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.taxonomy.models import Language
from tests.directory.signin import ask_for_code
from tests.search.conftest import publish_work

REFUSED = [
    "canary.example",
    "canary.example:8000",
    "localhost.canary.example",
    "canary-localhost",
    "localhost@canary.example",
    "localhost#canary.example",
    "localhost/canary.example",
    "localhost, canary.example",
    "localhost canary.example",
    "[::1]canary.example",
    "[::canary",
]
# The portal's own name in another spelling, or with a port that is not its own.
OWN = ["LOCALHOST:6666", "localhost.:6666", "127.0.0.1:6666"]
FORWARDED = ["x-forwarded-host", "x-host", "x-forwarded-server", "forwarded", "x-original-host"]


@pytest.fixture
def pages(db: None, officer: Person) -> list[str]:
    """Pages that name addresses, redirect, send mail or do not exist."""
    cache.clear()
    Language.objects.get_or_create(
        code="en", defaults={"name_en": "English", "name_fr": "anglais", "endonym": "English"}
    )
    work = publish_work("A public record")
    return [
        "/", "/en/", work.get_absolute_url(), "/.well-known/security.txt", "/robots.txt",
        reverse("account_login"), reverse("directory:account"), "/en/nothing/",
    ]  # fmt: skip


def said(pages: list[str], **headers: str) -> list[tuple[int, str]]:
    """Return every answer with its headers, and the last mail."""
    answers = []
    for page in pages:
        response = Client().get(page, headers=headers)
        answers.append((response.status_code, f"{response.headers}{response.content.decode()}"))
    return answers


@pytest.mark.parametrize("host", REFUSED)
def test_foreign_host_is_refused(pages: list[str], officer: Person, host: str) -> None:
    answers = said(pages, host=host)
    asked = Client(headers={"host": host})

    assert {status for status, _text in answers} == {400}
    assert "canary" not in "".join(text for _status, text in answers)
    assert ask_for_code(asked, officer.email).status_code == 400
    assert mail.outbox == []


@pytest.mark.parametrize("host", OWN)
def test_own_host_in_another_spelling_leaves_no_trace(
    pages: list[str], officer: Person, host: str
) -> None:
    answers = said(pages, host=host)
    ask_for_code(Client(headers={"host": host}), officer.email)

    assert [status for status, _text in answers] == [302, 200, 200, 200, 200, 200, 302, 404]
    assert [officer.email in message.to for message in mail.outbox] == [True]
    told = "".join([*(text for _status, text in answers), f"{mail.outbox[0].message()}"])
    # The digits alone may stand in what is drawn by lot.
    assert ":6666" not in told
    assert "%3a6666" not in told.lower()


@pytest.mark.parametrize("header", FORWARDED)
def test_forwarded_host_is_not_listened_to(pages: list[str], officer: Person, header: str) -> None:
    value = "host=canary.example" if header == "forwarded" else "canary.example"
    answers = said(pages, **{header: value})
    ask_for_code(Client(headers={header: value}), officer.email)

    assert "canary" not in "".join(text for _status, text in answers)
    assert "canary" not in f"{mail.outbox[0].message()}"
