"""The copy of one's own data: whole, in one's language, and nothing of others."""

import datetime
import io
import json
import re
import zipfile
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Administration, DataExport, Person
from directory.tasks import drop_data_exports, make_data_exports
from portal.files import storing
from portal.files.models import StoredFile
from portal.files.tasks import unowned
from portal.notifications.models import Event
from tests.directory.traced import CANARIES, NAME, PHONE, make_traced
from tests.files.conftest import folder, released  # noqa: F401 a private folder for every test
from tests.people import make_person, seat

PAGE = "directory:own_data"


@pytest.fixture
def browser(client: Client, ncp_a: Person) -> Client:
    client.force_login(ncp_a)
    return client


def ask(browser: Client, language: str = "en") -> Any:
    return browser.post(reverse(PAGE).replace("/en/", f"/{language}/"))


def fetch(browser: Client) -> zipfile.ZipFile:
    """Return the last copy as its owner fetches it."""
    export = DataExport.objects.order_by("-pk")[0]
    answer = browser.get(reverse("directory:own_data_file", args=[export.public_id]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    return zipfile.ZipFile(io.BytesIO(b"".join(answer)))


def words_of(archive: zipfile.ZipFile) -> str:
    return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def test_copy_is_made_once_and_told(browser: Client, ncp_a: Person) -> None:
    assert [ask(browser).status_code for _press in range(2)] == [302, 302]
    assert "Being made" in browser.get(reverse(PAGE)).content.decode()

    assert [make_data_exports(), make_data_exports()] == [1, 0]

    export = DataExport.objects.get()
    assert export.state == "ready"
    assert Event.objects.get(verb="directory.make_data").people == [ncp_a.pk]
    assert "Fetch the copy" in browser.get(reverse(PAGE)).content.decode()


def test_copy_holds_everything_of_its_owner(
    client: Client, arcadia: Administration, secretariat: Person
) -> None:
    person = make_traced(arcadia, secretariat)
    client.force_login(person)
    ask(client)
    make_data_exports()

    archive = fetch(client)

    assert json.loads(archive.read("card.json"))[0]["e-mail"] == person.email
    names = set(archive.namelist())
    assert {"index.html", "card.json", "seats.json", "history.json", "letters.json", "files.json",
            "library.json", "news-and-meetings.json", "searches.json"} <= names  # fmt: skip
    assert len([name for name in names if name.startswith("files/")]) == 2
    assert json.loads(archive.read("card.json"))[0]["office hours from"] == "09:00:00"
    [row] = json.loads(archive.read("lists.json"))
    assert row["as typed"] == f"{NAME}, {PHONE}"
    assert [row["cards"] for row in json.loads(archive.read("looked-at.json"))] == [1]
    assert {row["queue"] for row in json.loads(archive.read("desk.json"))} >= {
        "Reports of mistakes"
    }
    page = archive.read("index.html").decode()
    assert [word for word in (NAME, PHONE, person.email) if word not in page] == []
    assert len(json.loads(archive.read("news-and-meetings.json"))) == 4


def test_copy_holds_nothing_of_others(
    browser: Client, ncp_a: Person, arcadia: Administration, secretariat: Person
) -> None:
    other = make_traced(arcadia, secretariat)
    seat(ncp_a, "contact-point", administration=arcadia)
    ncp_a.revise(by=other, post="Head")
    released(other, name="other.pdf")
    # A letter that the owner recorded is about somebody else.
    released(ncp_a, purpose="directory.letter", name=f"{NAME}.pdf")
    ask(browser)
    make_data_exports()

    text = words_of(fetch(browser)).lower()

    assert [word for word in (*CANARIES, other.public_id) if word in text] == []
    assert "secretariat role" not in text
    assert ncp_a.email in text


def test_page_in_the_copy_is_in_the_language_of_its_owner_and_loads_nothing(
    browser: Client,
) -> None:
    ask(browser, "fr")
    make_data_exports()

    page = fetch(browser).read("index.html").decode()

    assert '<html lang="fr">' in page
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*(?<!\.json)\"", page) == []
    assert "<script" not in page


@pytest.mark.parametrize("kind", ["ncp_b", "secretariat", "administrator", "auditor"])
def test_copy_of_somebody_else_does_not_exist(
    browser: Client, request: pytest.FixtureRequest, kind: str
) -> None:
    ask(browser)
    make_data_exports()
    export = DataExport.objects.get()
    assert export.file
    other = Client()
    other.force_login(request.getfixturevalue(kind))

    addresses = [
        reverse("directory:own_data_file", args=[export.public_id]),
        reverse("files:download", args=[export.file.public_id, export.file.name]),
    ]

    assert [other.get(address).status_code for address in addresses] == [404, 404]


def test_person_asks_three_times_a_day(browser: Client, ncp_a: Person) -> None:
    for _time in range(3):
        ask(browser)
        make_data_exports()
    ask(browser)

    assert DataExport.objects.count() == 3
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1, seconds=1)):
        browser.force_login(ncp_a)
        ask(browser)
    assert DataExport.objects.count() == 4


def test_copy_is_deleted_after_a_week(
    browser: Client, django_capture_on_commit_callbacks: Any
) -> None:
    ask(browser)
    make_data_exports()
    key = StoredFile.objects.get().key
    assert storing.exists(key)
    assert unowned([key]) == []

    with (
        time_machine.travel(timezone.now() + datetime.timedelta(days=7, seconds=1)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert [drop_data_exports(), drop_data_exports()] == [1, 0]

    export = DataExport.objects.get()
    assert (export.state, storing.exists(key)) == ("gone", False)
    address = reverse("directory:own_data_file", args=[export.public_id])
    assert browser.get(address).status_code == 404


def test_worker_that_died_is_followed_by_another(browser: Client) -> None:
    ask(browser)
    assert DataExport.objects.get().lease()
    assert make_data_exports() == 0

    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=11)):
        assert make_data_exports() == 1


def test_copy_that_cannot_be_made_fails_in_the_end(
    browser: Client, ncp_a: Person, settings: Any, tmp_path: Any
) -> None:
    ask(browser)
    place = tmp_path / "file"
    place.write_text("no folder")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(place)},
        }
    }
    for run in range(7):
        with time_machine.travel(timezone.now() + datetime.timedelta(minutes=11 * run)):
            assert make_data_exports() == 0

    assert DataExport.objects.get().state == "failed"
    assert "Ask again" in browser.get(reverse(PAGE)).content.decode()


def test_lost_file_is_named_and_keeps_nothing_else_back(browser: Client, ncp_a: Person) -> None:
    storing.drop(released(ncp_a, name="lost.pdf").key)
    ask(browser)
    make_data_exports()

    assert "lost.pdf" in fetch(browser).read("index.html").decode().split("did not fit")[1]


def test_unverified_person_gets_a_copy_too(client: Client, arcadia: Administration) -> None:
    person = make_person("Una Una", administration=arcadia, factor=False, state="unconfirmed")
    client.force_login(person)
    ask(client)
    make_data_exports()

    assert person.email in words_of(fetch(client))
