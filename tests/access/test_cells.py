"""What the matrix itself sees: packed words, every part of a mail, and answers that tell."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse

from tests.access.cells import spoken, told

CANARY = "canary-" * 9


def packed(words: str | bytes, name: str = "xl/sharedStrings.xml") -> bytes:
    """Return a ZIP file in which the words cannot be read as they stand."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, words)
    assert CANARY.encode() not in file.getvalue() or name == CANARY
    return file.getvalue()


@pytest.mark.parametrize(
    "body",
    [CANARY.encode(), packed(CANARY), packed(packed(CANARY), "inner.zip"), packed("", CANARY)],
    ids=["plain", "packed", "packed twice", "name of a member"],
)
def test_words_of_a_file_are_met_however_it_is_packed(body: bytes) -> None:
    assert CANARY in spoken(HttpResponse(body))
    assert CANARY in spoken(StreamingHttpResponse([body[:9], body[9:]]))


def test_words_of_every_part_of_a_mail_are_met() -> None:
    plain, html, attached = (EmailMultiAlternatives("Subject", "Text") for _ in range(3))
    plain.body = CANARY
    html.attach_alternative(f"<p>{CANARY}</p>", "text/html")
    attached.attach("list.xlsx", packed(CANARY), "application/zip")

    for message in (plain, html, attached):
        mail.outbox[:] = [message]
        assert CANARY in spoken(HttpResponse())


def sign_in(path: str) -> HttpResponse:
    return HttpResponseRedirect(f"/en/account/login/?next={path}")


def test_redirect_that_differs_by_more_than_its_address_tells() -> None:
    here, there = "/en/news/abc/?x=1", "/en/news/qqq/?x=1"
    asked, random = sign_in("/en/news/abc/%3Fx%3D1"), sign_in("/en/news/qqq/%3Fx%3D1")

    assert told(asked, here, there) == told(random)
    for header in ("X-Title", "Location"):
        changed = sign_in("/en/news/abc/%3Fx%3D1")
        changed[header] = "/en/account/login/?next=/en/news/"
        assert told(changed, here, there) != told(random)
    changed = sign_in("/en/news/abc/%3Fx%3D1")
    changed.set_cookie("seen", "1")
    assert told(changed, here, there) != told(random)
