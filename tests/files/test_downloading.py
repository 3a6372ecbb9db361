"""Who gets the bytes, with which headers; what everybody else gets."""

import hashlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.audit.models import Event
from portal.files import storing
from portal.files.models import StoredFile
from tests.files import samples
from tests.files.conftest import received, released

pytestmark = pytest.mark.django_db


def browser(person: Person) -> Client:
    """Return a browser in which somebody has signed in."""
    client = Client()
    client.force_login(person)
    return client


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_download_runs_nothing_and_stays_nowhere(ncp_a: Person, secretariat: Person) -> None:
    body = samples.pdf(2)
    file = released(ncp_a, name="Lettre de désignation.pdf", body=body)

    response = browser(secretariat).get(
        file.get_absolute_url(), headers={"accept-encoding": "gzip"}
    )

    assert body_of(response) == body
    wanted = {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(body)),
        "Content-Disposition": "attachment; filename*=utf-8''Lettre%20de%20d%C3%A9signation.pdf",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Accept-Ranges": "bytes",
        "ETag": f'"{file.sha256}"',
    }
    assert {name: response.get(name) for name in wanted} == wanted
    assert "Content-Encoding" not in response


@pytest.mark.parametrize(
    ("marking", "verbs"),
    [("green", []), ("amber", ["files.download"]), ("red", ["files.download"])],
)
def test_download_of_a_restricted_file_is_logged(
    marking: str, verbs: list[str], ncp_a: Person, secretariat: Person
) -> None:
    file = released(ncp_a, marking=marking)
    visitor = browser(secretariat)

    body_of(visitor.get(file.get_absolute_url()))
    visitor.head(file.get_absolute_url())

    rows = Event.objects.about(file).filter(verb="files.download")
    assert [row.verb for row in rows] == verbs
    assert {row.actor_id for row in rows} <= {secretariat.pk}


def test_sender_is_led_to_the_state_until_it_is_released(ncp_a: Person) -> None:
    file = received(ncp_a)
    visitor = browser(ncp_a)
    page = reverse("files:file_state", args=[file.public_id])

    response = visitor.get(reverse("files:download", args=[file.public_id, file.name]))
    assert (response.status_code, response["Location"]) == (302, page)
    assert "As a rule it takes less than a minute." in visitor.get(page).content.decode()

    file.refuse("encrypted")
    said = visitor.get(page).content.decode()
    assert "It is protected by a password, so it cannot be checked." in said
    assert "Take the password off and send it again: the portal protects it." in said


def test_bytes_of_an_unreleased_file_are_given_to_nobody(
    ncp_a: Person, secretariat: Person
) -> None:
    file = received(ncp_a, readers=["secretariat", f"person:{ncp_a.pk}"])
    address = reverse("files:download", args=[file.public_id, file.name])

    assert browser(secretariat).get(address).status_code == 404
    assert browser(ncp_a).get(address).status_code == 302
    with pytest.raises(FileNotFoundError):
        storing.open_released(file.key)


def test_erased_file_is_found_by_nobody(ncp_a: Person, secretariat: Person) -> None:
    file = released(ncp_a)
    address = file.get_absolute_url()
    file.erase(by=secretariat, reason="Sent by mistake.")

    assert browser(secretariat).get(address).status_code == 404
    assert browser(secretariat).get(f"/en/files/{file.public_id}/").status_code == 404


def test_file_under_another_name_does_not_exist(ncp_a: Person, secretariat: Person) -> None:
    file = released(ncp_a)

    address = reverse("files:download", args=[file.public_id, "virus.exe"])

    assert browser(secretariat).get(address).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "part", "said"),
    [
        ("bytes=0-9", 206, slice(0, 10), "bytes 0-9/{size}"),
        ("bytes=10-", 206, slice(10, None), "bytes 10-{last}/{size}"),
        ("bytes=-5", 206, slice(-5, None), "bytes {tail}-{last}/{size}"),
        ("bytes=0-999999", 206, slice(None), "bytes 0-{last}/{size}"),
        ("bytes=0-1,4-5", 200, slice(None), None),
        ("bytes=9-3", 200, slice(None), None),
        ("lines=1-2", 200, slice(None), None),
        ("bytes=-", 200, slice(None), None),
        ("bytes=999999-", 416, slice(0, 0), "bytes */{size}"),
        ("bytes=-0", 416, slice(0, 0), "bytes */{size}"),
    ],
)
def test_parts(
    asked: str, status: int, part: slice, said: str | None, ncp_a: Person, secretariat: Person
) -> None:
    body = samples.pdf()
    file = released(ncp_a, body=body)

    response = browser(secretariat).get(file.get_absolute_url(), headers={"range": asked})

    size = len(body)
    wanted = said and said.format(size=size, last=size - 1, tail=size - 5)
    assert (response.status_code, response.get("Content-Range")) == (status, wanted)
    found = body_of(response) if response.streaming else response.content
    assert found == body[part]


def test_part_of_another_version_is_the_whole(ncp_a: Person, secretariat: Person) -> None:
    file = released(ncp_a)

    response = browser(secretariat).get(
        file.get_absolute_url(), headers={"range": "bytes=5-", "if-range": '"other"'}
    )

    assert response.status_code == 200
    assert hashlib.sha256(body_of(response)).hexdigest() == file.sha256


def test_head_says_the_length_and_gives_no_bytes(ncp_a: Person, secretariat: Person) -> None:
    file = released(ncp_a)

    response = browser(secretariat).head(file.get_absolute_url())

    assert (response.status_code, response["Content-Length"]) == (200, str(file.size))
    assert response.content == b""


def test_lost_bytes_are_said_and_not_logged_as_read(ncp_a: Person, secretariat: Person) -> None:
    file = released(ncp_a)
    storing.drop(file.key)

    response = browser(secretariat).get(file.get_absolute_url())

    assert response.status_code == 503
    assert "The file cannot be fetched now." in response.content.decode()
    assert not Event.objects.filter(verb="files.download").exists()


def test_download_asks_the_database_little(
    ncp_a: Person, secretariat: Person, django_assert_max_num_queries: Any
) -> None:
    file = released(ncp_a, marking="green")
    visitor = browser(secretariat)
    body_of(visitor.get(file.get_absolute_url()))

    with django_assert_max_num_queries(6):
        body_of(visitor.get(file.get_absolute_url()))


def test_no_static_address_reaches_a_file(ncp_a: Person) -> None:
    file = released(ncp_a, readers=["public"], marking="clear")

    for address in (f"/static/{file.key}", f"/static/../{file.key}", f"/media/{file.key}",
                    f"/released/{file.key[:2]}/{file.key}"):  # fmt: skip
        assert Client().get(address).status_code == 404


def test_public_file_is_read_without_an_account(ncp_a: Person) -> None:
    file = released(ncp_a, readers=["public"], marking="clear")

    body = body_of(Client().get(file.get_absolute_url()))
    assert hashlib.sha256(body).hexdigest() == file.sha256
    assert StoredFile.objects.released().count() == 1
