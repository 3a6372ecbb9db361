"""The own export of a room: what its owner reads of it, offline; nothing under TLP:RED."""

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

from directory.models import Person
from forums.models import Topic
from portal.audit.models import Event as Logged
from portal.files.inspection import inspect_waiting
from portal.files.models import StoredFile
from portal.notifications.models import Event
from tests.forums.talk import answer, ask
from tests.forums.test_files import folder, posted, upload  # noqa: F401 a private folder
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_room
from workspaces import exporting
from workspaces.models import RoomExport, Workspace
from workspaces.tasks import drop_exports, make_exports


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def browser(client: Client, ncp_a: Person) -> Client:
    client.force_login(ncp_a)
    return client


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every room is large."""
    monkeypatch.setattr(exporting, "AT_ONCE", -1)


def ask_for(browser: Client, room: Workspace) -> Any:
    """Return the answer to an owner who wants a copy."""
    return browser.post(reverse("workspaces:workspace_export", args=[room.public_id]))


def opened(answer: Any) -> dict[str, bytes]:
    """Return the files of a copy."""
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return {name: archive.read(name) for name in archive.namelist()}


def fetch(browser: Client, room: Workspace) -> Any:
    """Return the answer to an owner who fetches the last copy."""
    export = RoomExport.objects.order_by("-pk")[0]
    return browser.get(
        reverse("workspaces:export_file", args=[room.public_id, export.public_id])
    )  # fmt: skip


def test_copy_holds_topics_posts_and_files_that_lead_to_one_another(
    browser: Client, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    topic = ask(room, ncp_b, "Which <share>?", source="[Home](/directory/) **words**")
    post = posted(browser, topic, upload("../plan.txt"))

    copy = opened(ask_for(browser, room))

    file = f"files/{post.attachments.get().public_id}-plan.txt"
    assert set(copy) == {
        "index.html", "workspace.json", "topics/index.html", "topics/T-1.html", "topics/T-1.json",
        f"topics/{file}",
    }  # fmt: skip
    assert copy[f"topics/{file}"] == b"A plan."
    # Every link that leads nowhere else leads to a file of the copy.
    for name, body in copy.items():
        folder_of = name.rpartition("/")[0]
        for link in re.findall(r'href="([^"]+)"', body.decode(errors="replace")):
            assert link.startswith(("http://", "#")) or link == "../index.html" or (
                f"{folder_of}/{link}".lstrip("/") in copy
            ), (name, link)  # fmt: skip
    page = copy["topics/T-1.html"].decode()
    assert ("Which &lt;share&gt;?" in page, "<strong>words</strong>" in page) == (True, True)
    known = json.loads(copy["topics/T-1.json"])
    assert [each["label"] for each in known["posts"]] == ["TLP:AMBER", "TLP:AMBER"]
    assert known["posts"][1]["files"][0] == {
        "path": file, "name": "plan.txt", "size": 7, "label": "TLP:AMBER",
        "sha256": StoredFile.objects.get().sha256,
    }  # fmt: skip


def test_front_page_carries_the_highest_label(
    browser: Client, room: Workspace, ncp_a: Person
) -> None:
    ask(room, ncp_a, marking="green")
    ask(room, ncp_a, marking="amber-strict")

    copy = opened(ask_for(browser, room))

    assert copy["index.html"].count(b"<strong>TLP:AMBER+STRICT</strong>") == 2
    assert b"<strong>TLP:GREEN</strong>" in copy["topics/T-1.html"]
    assert json.loads(copy["workspace.json"])["label"] == "TLP:AMBER+STRICT"


def test_nothing_red_held_or_removed_is_in_a_copy(
    browser: Client, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    red = ask(room, ncp_a, "Canary red", marking="red", readers=[ncp_b])
    gone = ask(room, ncp_b, "Canary gone")
    gone.remove(by=ncp_a, why="Names")
    topic = ask(room, ncp_b, "Stays")
    answer(topic, ncp_b, "Canary removed").remove(by=as_reader(ncp_a), reason="Names")
    raised = ask(room, ncp_a, "Canary raised")
    raised.put_under("red", by=as_reader(ncp_a))
    unsigned = make_person("Carl Colleague", administration=ncp_a.administration)
    admit(room, unsigned)
    answer(topic, unsigned, "Canary unsigned", is_position=True)

    copy = opened(ask_for(browser, room))

    assert not [name for name, body in copy.items() if b"Canary" in body]
    assert red.reference not in "".join(copy)


def test_large_room_is_copied_by_a_task_that_tells(
    browser: Client, room: Workspace, ncp_a: Person, large: None
) -> None:
    ask(room, ncp_a)
    assert [ask_for(browser, room).status_code for _press in range(2)] == [302, 302]
    listed = reverse("workspaces:export_list", args=[room.public_id])
    assert "Being made" in browser.get(listed).content.decode()

    assert [make_exports(), make_exports()] == [1, 0]

    assert "topics/T-1.html" in opened(fetch(browser, room))
    told = Event.objects.get(verb="workspaces.make_export")
    assert told.people == [ncp_a.pk]
    assert "TLP:AMBER" in browser.get(listed).content.decode()
    assert Logged.objects.filter(verb="workspaces.fetch_export").count() == 1
    with time_machine.travel(timezone.now() + datetime.timedelta(days=4)):
        browser.force_login(ncp_a)
        assert fetch(browser, room).status_code == 404
        assert drop_exports() == 1


def test_copy_is_fetched_by_who_asked_while_they_own_the_room_alone(
    browser: Client, client: Client, room: Workspace, ncp_a: Person, ncp_b: Person,
    officer: Person, large: None,
) -> None:  # fmt: skip
    admit(room, officer, 3)
    ask_for(browser, room)
    make_exports()

    client.force_login(ncp_b)
    assert fetch(client, room).status_code == 404
    room.admissions.get(person=ncp_a).end(by=ncp_b, why="Moved on")
    client.force_login(ncp_a)
    assert fetch(client, room).status_code == 403


def test_copy_with_what_became_red_is_not_fetched(
    browser: Client, room: Workspace, ncp_a: Person, ncp_b: Person, large: None
) -> None:
    topic = ask(room, ncp_a)
    answer(topic, ncp_b)
    ask_for(browser, room)
    make_exports()
    assert "index.html" in opened(fetch(browser, room))

    Topic.objects.get().put_under("red", by=as_reader(ncp_a))

    refused = fetch(browser, room)
    assert refused.status_code == 302
    assert "no longer for you" in browser.get(refused["Location"]).content.decode()


def test_owner_who_left_meanwhile_gets_no_copy(
    browser: Client, room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person, large: None
) -> None:
    admit(room, officer, 3)
    ask_for(browser, room)
    room.admissions.get(person=ncp_a).end(by=ncp_b, why="Moved on")

    assert make_exports() == 0
    assert RoomExport.objects.get().state == "failed"
    assert inspect_waiting() == 0
