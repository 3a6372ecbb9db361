"""What is released, what is refused and why: real bytes through the real inspecting process."""

import datetime
import subprocess
import sys
from typing import Any

import pikepdf
import pytest
import time_machine
from django.utils import timezone

from directory.models import Person
from portal.files import inspection
from portal.files.inspector import pictures
from portal.files.models import StoredFile
from portal.files.words import BUILT_IN
from tests.files import samples
from tests.files.conftest import received, told

pytestmark = pytest.mark.django_db


def script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS="app.alert('hello')"
    )


def launch(document: pikepdf.Pdf) -> None:
    document.pages[0].Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"),
            )
        ]
    )


def attach(document: pikepdf.Pdf) -> None:
    document.attachments["inside.txt"] = b"hello"


HIDDEN = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
PASSWORD = {"encryption": pikepdf.Encryption(user="secret", owner="secret")}
NO_PRINTING = {"encryption": pikepdf.Encryption(user="", owner="secret")}
MAIL = b"From: ada@customs.example\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nSubject: Hello\r\n"

GOOD: list[tuple[str, str, str, bytes]] = [
    ("letter.pdf", "test_letter", "application/pdf", samples.pdf(3)),
    ("letter.PDF", "test_letter", "application/pdf", samples.pdf(**HIDDEN)),
    ("no-printing.pdf", "test_letter", "application/pdf", samples.pdf(**NO_PRINTING)),
    ("scan.png", "test_letter", "image/png", samples.picture()),
    ("scan.jpeg", "test_letter", "image/jpeg", samples.picture("JPEG")),
    ("letter.docx", "test_letter", "application/vnd.openxmlformats-officedocument."
     "wordprocessingml.document", samples.docx()),
    ("link.docx", "test_letter", "application/vnd.openxmlformats-officedocument."
     "wordprocessingml.document", samples.docx(
         {"word/_rels/document.xml.rels": samples.relation("hyperlink", "https://x.example/")})),
    ("wide.docx", "test_letter", "application/vnd.openxmlformats-officedocument."
     "wordprocessingml.document", samples.docx(
         {"word/a.xml": "<?xml version='1.0' encoding='UTF-16'?><a>Désigné</a>".encode("utf-16")})),
    ("shouts.docx", "test_letter", "application/vnd.openxmlformats-officedocument."
     "wordprocessingml.document", samples.renamed(samples.docx(), str.upper)),
    ("letter.odt", "test_letter", "application/vnd.oasis.opendocument.text", samples.odt()),
    ("people.xlsx", "test_papers", "application/vnd.openxmlformats-officedocument."
     "spreadsheetml.sheet", samples.xlsx()),
    ("bundle.pdf", "test_papers", "application/pdf", samples.pdf(change=attach)),
    ("note.txt", "test_papers", "text/plain", "Désigné le 3 mai.\r\n".encode()),
    ("note.txt", "test_papers", "text/plain", "Désigné".encode("latin-1")),
    ("note.txt", "test_papers", "text/plain", "Désigné".encode("utf-16")),
    ("people.csv", "test_papers", "text/csv", "﻿name;post\r\nAda;officer\r\n".encode()),
    ("mail.eml", "test_papers", "message/rfc822", MAIL + b"\r\nHello.\r\n"),
]  # fmt: skip

BAD: list[tuple[str, str, str, bytes]] = [
    ("script.pdf", "test_letter", "active", samples.pdf(change=script)),
    ("hidden.pdf", "test_letter", "active", samples.pdf(change=script, **HIDDEN)),
    ("launch.pdf", "test_letter", "active", samples.pdf(change=launch)),
    ("bundle.pdf", "test_letter", "embedded", samples.pdf(change=attach)),
    ("locked.pdf", "test_letter", "encrypted", samples.pdf(**PASSWORD)),
    ("truncated.pdf", "test_letter", "broken", samples.pdf(200)[:9000]),
    ("two.pdf", "test_letter", "two_kinds", samples.pdf() + samples.package({"a": "b"})),
    ("late.png", "test_letter", "two_kinds", samples.picture()[:60] + samples.pdf()),
    ("truncated.png", "test_letter", "broken", samples.picture(size=(900, 900))[:800]),
    ("truncated.jpg", "test_letter", "broken", samples.picture("JPEG", (900, 900))[:800]),
    ("huge.png", "test_letter", "too_many_pixels", samples.picture(size=(13_000, 13_000))),
    ("macros.docx", "test_letter", "macros", samples.docx(macros=True)),
    ("vba.docx", "test_letter", "macros", samples.docx({"word/vbaProject.bin": b"x"})),
    ("template.docx", "test_letter", "external", samples.docx(
        {"word/_rels/settings.xml.rels": samples.relation("attachedTemplate", "http://x.example")})),
    ("dde.docx", "test_letter", "active", samples.docx({"word/a.xml": "<a>DDEAUTO c:\\cmd</a>"})),
    ("entity.docx", "test_letter", "active", samples.docx(
        {"word/a.xml": "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"})),
    ("laughs.docx", "test_letter", "broken", samples.docx(
        {"[Content_Types].xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><Types>&b;</Types>"})),
    ("wide-dde.docx", "test_letter", "active", samples.docx(
        {"word/a.xml": "<a>DDEAUTO c:\\cmd</a>".encode("utf-16")})),
    ("unnamed-dde.docx", "test_letter", "active", samples.docx(
        {"word/a.bin": "<a>DDEAUTO c:\\cmd</a>"})),
    ("shouts-dde.docx", "test_letter", "active", samples.docx(
        {"word/a.XML": "<a>DDEAUTO c:\\cmd</a>"})),
    ("seven.docx", "test_letter", "broken", samples.docx(
        {"word/a.xml": b"<?xml version='1.0' encoding='utf-7'?><a>+AEQ-DEAUTO</a>"})),
    ("no-mark.docx", "test_letter", "broken", samples.docx(
        {"word/a.xml": "<a>DDEAUTO c:\\cmd</a>".encode("utf-16-le")})),
    ("four.docx", "test_letter", "broken", samples.docx(
        {"word/a.xml": "<a>DDEAUTO c:\\cmd</a>".encode("utf-32")})),
    ("shouts-template.docx", "test_letter", "external", samples.docx(
        {"word/_rels/a.RELS": samples.relation("attachedTemplate", "http://x.example")})),
    ("twice.docx", "test_letter", "broken", samples.docx({"Word/Document.xml": "<a/>"})),
    ("object.docx", "test_letter", "embedded", samples.docx({"word/embeddings/a.bin": b"x"})),
    ("nested.docx", "test_letter", "embedded", samples.docx(
        {"word/media/a.png": samples.package({"a": "b" * 10})})),
    ("bomb.docx", "test_letter", "archive_bomb", samples.docx({"word/a.xml": b"0" * 200_000_000})),
    ("crowd.docx", "test_letter", "archive_bomb", samples.docx(
        {f"word/{n}.xml": b"" for n in range(6_000)})),
    ("climbs.docx", "test_letter", "broken", samples.docx({"../../etc/cron.d/x": b"x"})),
    ("truncated.docx", "test_letter", "broken", samples.docx()[:300]),
    ("archive.docx", "test_letter", "wrong_type", samples.package({"a": "b"})),
    ("table.docx", "test_letter", "wrong_type", samples.xlsx()),
    ("basic.odt", "test_letter", "macros", samples.odt({"Basic/Standard/Module1.xml": b"x"})),
    ("locked.odt", "test_letter", "encrypted", samples.odt(
        {"META-INF/manifest.xml": "<m><encryption-data/></m>"})),
    ("page.txt", "test_papers", "wrong_type", b"<html><script>alert(1)</script></html>"),
    ("bell.txt", "test_papers", "wrong_type", b"ding \x07\x08 dong"),
    ("note.eml", "test_papers", "wrong_type", b"Only some words."),
    ("eicar.txt", "test_papers", "malware", samples.EICAR),
    ("eicar.pdf", "test_letter", "malware", samples.pdf() + samples.EICAR + b"\n%%EOF\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "purpose", "media_type", "body"), GOOD,
                         ids=[f"{row[0]}-{place}" for place, row in enumerate(GOOD)])  # fmt: skip
def test_good_file_is_released(
    name: str, purpose: str, media_type: str, body: bytes, ncp_a: Person
) -> None:
    file = received(ncp_a, name, body, purpose=purpose)

    assert inspection.inspect_waiting() == 1

    file.refresh_from_db()
    assert (file.state, file.media_type, file.refusal) == ("released", media_type, "")
    assert (file.scanner, file.name) == (BUILT_IN, name)


@pytest.mark.parametrize(("name", "purpose", "refusal", "body"), BAD, ids=[row[0] for row in BAD])
def test_bad_file_is_refused(
    name: str, purpose: str, refusal: str, body: bytes, ncp_a: Person
) -> None:
    file = received(ncp_a, name, body, purpose=purpose)

    assert inspection.inspect_waiting() == 1

    file.refresh_from_db()
    assert (file.state, file.refusal) == ("refused", refusal)
    assert file.advice


def test_pages_and_pixels_are_kept(ncp_a: Person) -> None:
    letter = received(ncp_a, "letter.pdf", samples.pdf(3))
    scan = received(ncp_a, "scan.png", samples.picture(size=(40, 30)))

    inspection.inspect_waiting()

    letter.refresh_from_db()
    scan.refresh_from_db()
    assert (letter.pages, scan.width, scan.height) == (3, 40, 30)


def test_name_says_what_the_file_is(ncp_a: Person) -> None:
    file = received(ncp_a, "scan.png", samples.picture())
    file.release(kind="jpeg", scanner=BUILT_IN, pages=None, width=1, height=1)

    assert file.name == "scan.png.jpg"


def test_carrier_is_told_once(ncp_a: Person) -> None:
    good = received(ncp_a)
    bad = received(ncp_a, "script.pdf", samples.pdf(change=script))

    inspection.inspect_waiting()
    inspection.inspect_waiting()

    assert sorted(told) == sorted([(good.public_id, "released"), (bad.public_id, "active")])


def test_settled_file_is_settled_once(ncp_a: Person) -> None:
    file = received(ncp_a)
    twin = StoredFile.objects.get(pk=file.pk)

    assert file.refuse("broken")
    assert not twin.release(kind="pdf", scanner=BUILT_IN, pages=1, width=None, height=None)
    assert not twin.refuse("active")

    assert told == [(file.public_id, "broken")]


def test_file_of_a_dead_worker_is_looked_into_again(ncp_a: Person) -> None:
    received(ncp_a)
    assert inspection.claim() is not None
    # The worker is killed here: nobody else may have the file until its lease ends.
    assert inspection.claim() is None

    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=3), tick=False):
        assert inspection.inspect_waiting() == 1

    assert StoredFile.objects.get().state == "released"


def test_file_that_kills_its_workers_is_refused(ncp_a: Person) -> None:
    received(ncp_a)
    now = timezone.now()
    for death in range(2):
        with time_machine.travel(now + death * datetime.timedelta(minutes=3), tick=False):
            file = inspection.claim()
            assert file is not None
    with time_machine.travel(now + 3 * datetime.timedelta(minutes=3), tick=False):
        assert inspection.inspect_waiting() == 1

    assert StoredFile.objects.get().refusal == "uninspectable"


def test_inspector_that_dies_is_tried_twice(ncp_a: Person, monkeypatch: Any) -> None:
    received(ncp_a)
    # A process that is killed the moment it starts says nothing.
    monkeypatch.setattr(inspection, "LOOK_SECONDS", 0)

    assert inspection.inspect_waiting() == 0
    file = StoredFile.objects.get()
    assert (file.state, file.tries, file.error) == ("inspecting", 1, "no answer")

    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=10), tick=False):
        assert inspection.inspect_waiting() == 1

    assert StoredFile.objects.get().refusal == "uninspectable"


def test_lost_bytes_are_said(ncp_a: Person, folder: Any) -> None:
    file = received(ncp_a)
    (path,) = (path for path in folder.rglob("*") if path.is_file())
    path.unlink()

    inspection.inspect_waiting()

    file.refresh_from_db()
    assert file.refusal == "lost"


def test_inspecting_process_may_do_little() -> None:
    probe = """
import os, socket, sys
from portal.files.inspector import limits
limits.confine()
try:
    with open(sys.argv[1], "w") as target:
        target.write("x")
    print("wrote")
except OSError:
    print("no file")
try:
    bytearray(2_000_000_000)
    print("allocated")
except MemoryError:
    print("no memory")
print("DATABASE_URL" in os.environ, "SECRET_KEY" in os.environ)
"""
    answer = subprocess.run(
        [sys.executable, "-E", "-s", "-c", probe, "/dev/shm/files-probe"],  # noqa: S108
        env={}, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert answer.stdout.split("\n")[:3] == ["no file", "no memory", "False False"]


def test_picture_at_the_limit_is_decoded_within_memory(ncp_a: Person) -> None:
    side = int(pictures.MOST_PIXELS**0.5) - 1
    received(ncp_a, "plan.png", samples.picture(size=(side, side)))

    inspection.inspect_waiting()

    assert StoredFile.objects.get().state == "released"
