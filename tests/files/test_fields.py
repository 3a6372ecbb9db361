"""The field of a form that takes a file: what it says, what it keeps, what it never believes."""

import datetime
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from directory.models import Person
from portal.files import purposes
from portal.files.forms import UploadField
from portal.files.models import StoredFile
from portal.files.purposes import largest, purpose_of
from portal.files.uploads import Kept
from tests.files import samples
from tests.files.conftest import upload

pytestmark = pytest.mark.django_db


class LetterForm(forms.Form):
    """A letter and a word about it."""

    sender = forms.CharField()
    letter = UploadField(purpose="test_letter")


def sent(file: Any = None, **data: str) -> LetterForm:
    """Return the form as it arrives."""
    return LetterForm(data, MultiValueDict({"letter": [file]} if file else {}))


def hidden(form: LetterForm, name: str) -> str:
    """Return the value of a hidden field as the page carries it."""
    found = re.search(f'name="letter_{name}" value="([^"]*)"', str(form["letter"]))
    return found.group(1) if found else ""


def test_good_form_gives_what_receive_takes(ncp_a: Person) -> None:
    form = sent(upload(), sender="Ada")

    assert form.is_valid()
    file = StoredFile.receive(
        form.cleaned_data["letter"],
        by=ncp_a,
        purpose="test_letter",
        marking="amber",
        readers=["secretariat"],
    )
    assert (file.name, file.state) == ("letter.pdf", "received")


@pytest.mark.parametrize(
    ("file", "error"),
    [
        (None, "Choose a file."),
        (
            SimpleUploadedFile("empty.pdf", b""),
            "The file is empty. Open it on your computer to see whether it is the right one.",
        ),
        (
            SimpleUploadedFile("large.pdf", b"%PDF-" + b"0" * 3_000_000),
            "The file has 2.9\xa0MB; at most 1.9\xa0MB are taken. Send a smaller copy.",
        ),
        (
            SimpleUploadedFile("run.exe", b"MZ\x90\x00"),
            "Files that end in “.exe” are not taken here. Accepted: PDF, JPEG picture,"
            " PNG picture, Word document (DOCX), OpenDocument text (ODT), up to 1.9\xa0MB.",
        ),
        (
            SimpleUploadedFile("run.pdf", b"MZ\x90\x00"),
            "The name ends in “.pdf”, but the file is something else. Accepted: PDF, JPEG"
            " picture, PNG picture, Word document (DOCX), OpenDocument text (ODT),"
            " up to 1.9\xa0MB.",
        ),
    ],
    ids=["none", "empty", "large", "kind", "content"],
)
def test_error_says_what_is_wrong_and_what_is_taken(file: Any, error: str, folder: Path) -> None:
    form = sent(file, sender="Ada")

    assert form.errors == {"letter": [error]}
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_file_is_kept_over_an_error_elsewhere(ncp_a: Person) -> None:
    first = sent(upload())
    assert set(first.errors) == {"sender"}
    assert "<bdi>letter.pdf</bdi>" in str(first["letter"])
    assert "is kept. Choose a file only to replace it." in str(first["letter"])
    assert " required" not in str(first["letter"])

    second = sent(
        sender="Ada", letter_kept=hidden(first, "kept"), letter_once=hidden(first, "once")
    )

    assert second.is_valid()
    assert second.cleaned_data["letter"] == first.cleaned_data["letter"]


def test_kept_file_is_replaced_by_another() -> None:
    first = sent(upload("wrong.pdf"))
    first.is_valid()

    second = sent(upload("right.pdf"), sender="Ada", letter_kept=hidden(first, "kept"))

    assert second.is_valid()
    assert second.cleaned_data["letter"].name == "right.pdf"


def gone(form: LetterForm) -> bool:
    return form.errors == {"letter": ["The file is no longer kept here. Choose it again."]}


def test_reference_is_believed_only_as_we_made_it(ncp_a: Person) -> None:
    first = sent(upload())
    first.is_valid()
    reference = hidden(first, "kept")
    forged = reference[:-1] + ("B" if reference.endswith("A") else "A")

    assert gone(sent(sender="Ada", letter_kept="made-up"))
    assert gone(sent(sender="Ada", letter_kept=forged))
    assert Kept.by_reference(reference, purpose="test_papers", owner="") is None
    assert Kept.by_reference(reference, purpose="test_letter", owner=str(ncp_a.pk)) is None
    with time_machine.travel("2099-01-01"):
        assert gone(sent(sender="Ada", letter_kept=reference))


def test_reference_of_dropped_bytes_is_said(folder: Path) -> None:
    first = sent(upload())
    first.is_valid()
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        path.unlink()

    assert gone(sent(sender="Ada", letter_kept=hidden(first, "kept")))


def test_reference_of_somebody_else_is_not_taken(ncp_a: Person, ncp_b: Person) -> None:
    mine = sent(upload())
    mine.fields["letter"].belongs_to(ncp_a)  # type: ignore[attr-defined]
    mine.is_valid()

    theirs = sent(sender="Boris", letter_kept=hidden(mine, "kept"))
    theirs.fields["letter"].belongs_to(ncp_b)  # type: ignore[attr-defined]

    assert gone(theirs)


def test_token_that_is_none_is_replaced() -> None:
    form = sent(upload(), sender="Ada", letter_once="' OR 1=1")

    assert form.is_valid()
    assert len(form.cleaned_data["letter"].once) == 36


def test_field_says_what_it_takes() -> None:
    page = str(LetterForm())

    assert "Accepted: PDF, JPEG picture, PNG picture" in page
    assert 'accept=".pdf,.jpg,.jpeg,.png,.docx,.odt"' in page
    assert LetterForm().is_multipart()


def test_name_in_the_form_is_escaped() -> None:
    form = sent(upload("<img src=x onerror=alert(1)>.pdf"))
    form.is_valid()

    assert "<img" not in str(form["letter"])


def post(body: bytes) -> HttpRequest:
    """Return a request with a file of this size, as a browser sends it."""
    return RequestFactory().post(
        "/", {"sender": "Ada", "letter": SimpleUploadedFile("large.pdf", body)}
    )


def test_fifty_megabytes_are_counted_but_not_written() -> None:
    request = post(b"%PDF-" + b"0" * 50_000_000)

    file = request.FILES["letter"]
    assert isinstance(file, UploadedFile)
    assert file.size == 50_000_005
    assert file.file is not None
    written = Path(file.file.name).stat().st_size
    assert written <= largest() + 70_000

    form = LetterForm(request.POST, request.FILES)
    assert form.errors == {
        "letter": ["The file has 47.7\xa0MB; at most 1.9\xa0MB are taken. Send a smaller copy."]
    }
    assert form["sender"].value() == "Ada"
    file.close()


def test_large_upload_is_never_in_memory_whole(folder: Path) -> None:
    request = post(samples.pdf())

    # Even a small one lies on disk: what is in memory is one chunk.
    file = request.FILES["letter"]
    assert isinstance(file, UploadedFile)
    assert Path(file.temporary_file_path()).exists()  # type: ignore[attr-defined]
    file.close()


def test_more_than_a_day_takes_is_refused_with_what_is_left(
    ncp_a: Person, ncp_b: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = upload().size or 0
    limited = replace(purpose_of("test_letter"), a_day=2 * size - 1)
    monkeypatch.setitem(purposes._purposes, "test_letter", limited)

    def arriving(person: Person, **data: str) -> LetterForm:
        form = sent(upload(), sender="Ada", **data)
        form.fields["letter"].belongs_to(person)  # type: ignore[attr-defined]
        return form

    first = arriving(ncp_a)
    assert first.is_valid()
    kept = first.cleaned_data["letter"]
    StoredFile.receive(kept, by=ncp_a, purpose="test_letter", marking="amber", readers=[])

    second = arriving(ncp_a)
    (error,) = second.errors["letter"]
    assert "in 24 hours, and" in error
    assert "are left" in error
    # The same form pressed twice, somebody else, and the day after.
    assert arriving(ncp_a, letter_once=kept.once).is_valid()
    assert arriving(ncp_b).is_valid()
    with time_machine.travel(datetime.timedelta(hours=25)):
        assert arriving(ncp_a).is_valid()
