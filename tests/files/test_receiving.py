"""Taking a file in: once, whole, under a name and a key that say nothing wrong."""

import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from directory.models import Person
from portal.audit.models import Event
from portal.files.models import StoredFile
from portal.files.names import clean_name
from portal.files.purposes import purpose_of
from portal.files.uploads import keep_upload
from tests.files import samples
from tests.files.conftest import received, released, upload
from tests.people import as_reader


def lying(folder: Path) -> set[str]:
    """Return what lies in the private folder, as place/key."""
    return {f"{path.parts[-3]}/{path.name}" for path in folder.rglob("*") if path.is_file()}


def test_file_lies_under_a_key_that_says_nothing(ncp_a: Person, folder: Path) -> None:
    body = samples.pdf()

    file = received(ncp_a, "Nomination of Ada.pdf", body)

    assert lying(folder) == {f"quarantine/{file.key}"}
    assert file.sha256 == hashlib.sha256(body).hexdigest()
    assert (file.size, file.state, file.marking) == (len(body), "received", "amber")
    (path,) = (path for path in folder.rglob("*") if path.is_file())
    assert path.stat().st_mode & 0o777 == 0o600


def test_file_is_its_senders_until_released(ncp_a: Person, secretariat: Person) -> None:
    file = received(ncp_a)

    assert set(StoredFile.objects.readable_by(as_reader(ncp_a))) == {file}
    assert set(StoredFile.objects.readable_by(as_reader(secretariat))) == set()

    file.release(kind="pdf", scanner="clamd", pages=1, width=None, height=None)

    assert set(StoredFile.objects.readable_by(as_reader(ncp_a))) == set()
    assert set(StoredFile.objects.readable_by(as_reader(secretariat))) == {file}


def test_share_changes_who_reads(ncp_a: Person, ncp_b: Person, secretariat: Person) -> None:
    file = released(ncp_a)

    file.share(readers=[f"person:{ncp_b.pk}"], marking="red", by=secretariat)

    assert set(StoredFile.objects.readable_by(as_reader(ncp_b))) == {file}
    assert set(StoredFile.objects.readable_by(as_reader(secretariat))) == set()
    assert file.marking == "red"


def test_share_before_release_shows_nothing_early(ncp_a: Person, ncp_b: Person) -> None:
    file = received(ncp_a)

    file.share(readers=[f"person:{ncp_b.pk}"], marking="amber", by=ncp_a)

    assert set(StoredFile.objects.readable_by(as_reader(ncp_b))) == set()
    file.release(kind="pdf", scanner="clamd", pages=1, width=None, height=None)
    assert set(StoredFile.objects.readable_by(as_reader(ncp_b))) == {file}


@pytest.mark.django_db(transaction=False)
def test_erase_removes_bytes_and_keeps_the_hash(
    ncp_a: Person, secretariat: Person, folder: Path, django_capture_on_commit_callbacks: object
) -> None:
    file = released(ncp_a)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert file.erase(by=secretariat, reason="Sent by mistake.")
        assert not file.erase(by=secretariat, reason="Again.")

    assert lying(folder) == set()
    assert (file.name, len(file.sha256)) == ("", 64)
    assert set(StoredFile.objects.readable_by(as_reader(secretariat))) == set()


def test_every_verb_writes_one_row(ncp_a: Person) -> None:
    file = released(ncp_a)
    file.share(readers=["members"], marking="green", by=ncp_a)
    file.erase(by=ncp_a, reason="Old.")

    assert list(Event.objects.about(file).order_by("pk").values_list("verb", flat=True)) == [
        "files.receive",
        "files.release",
        "files.share",
        "files.erase",
    ]
    assert not Event.objects.about(file).filter(detail__icontains="letter.pdf").exists()


def test_form_sent_twice_is_one_file(ncp_a: Person, folder: Path) -> None:
    once = "6fa459ea-ee8a-3ca4-894e-db77e160355e"
    first, second = (
        keep_upload(upload(), purpose_of("test_letter"), once=once) for _send in range(2)
    )

    files = {
        StoredFile.receive(each, by=ncp_a, purpose="test_letter", marking="amber", readers=[]).pk
        for each in (first, second, first)
    }

    assert len(files) == 1
    assert lying(folder) == {f"quarantine/{first.key}"}


def test_other_file_from_the_same_form_is_new(ncp_a: Person) -> None:
    once = "6fa459ea-ee8a-3ca4-894e-db77e160355e"
    letter = keep_upload(upload(), purpose_of("test_letter"), once=once)
    other = keep_upload(upload(body=samples.pdf(2)), purpose_of("test_letter"), once=once)

    for each in (letter, other):
        StoredFile.receive(each, by=ncp_a, purpose="test_letter", marking="amber", readers=[])

    assert set(StoredFile.objects.values_list("sha256", flat=True)) == {letter.sha256, other.sha256}


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("letter.pdf", b" ", "wrong_type"),
        ("letter.exe", b"MZ\x90\x00", "wrong_type"),
        ("letter.pdf", b"MZ\x90\x00", "wrong_type"),
        ("letter", b"%PDF-1.7", "wrong_type"),
        ("letter.pdf", b"%PDF-" + b"0" * 2_000_000, "too_large"),
    ],
)
def test_upload_is_refused_at_first_sight(
    name: str, body: bytes, code: str, folder: Path, db: None
) -> None:
    with pytest.raises(ValidationError) as error:
        keep_upload(upload(name, body), purpose_of("test_letter"))

    assert error.value.code == code
    assert lying(folder) == set()


def test_empty_upload_is_refused(folder: Path, db: None) -> None:
    nothing = upload()
    nothing.seek(0)
    nothing.truncate()
    nothing.size = 0

    with pytest.raises(ValidationError, match="The file is empty"):
        keep_upload(nothing, purpose_of("test_letter"))

    assert lying(folder) == set()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ada\\Letter of nomination.PDF", "Letter of nomination.PDF"),
        ("gpj.exe\u202efdp.pdf", "gpj.exefdp.pdf"),
        ("a\u200bb\ufeffc\u2066.pdf", "abc.pdf"),
        ("line\r\nSet-Cookie: x=1.pdf", "line Set-Cookie_ x=1.pdf"),
        ("nul\x00byte.pdf", "nul byte.pdf"),
        ("con.pdf", "_con.pdf"),
        ("   .pdf", "file.pdf"),
        ("...", "file"),
        ("", "file"),
        ("<script>\"'&.pdf", "_script__'&.pdf"),
        ("Lettre de désignation.pdf", "Lettre de désignation.pdf"),
        ("رسالة.pdf", "رسالة.pdf"),
        ("\ud800broken.pdf", "broken.pdf"),
    ],
)
def test_name_is_cleaned(raw: str, name: str) -> None:
    assert clean_name(raw) == name


@pytest.mark.parametrize("letter", ["a", "é", "漢", "🙂"])
def test_long_name_is_cut_before_its_ending(letter: str) -> None:
    name = clean_name(f"{letter * 500}.pdf")

    assert name.endswith(f"{letter}.pdf")
    assert len(name.encode()) <= 180
