"""Files of posts: sent while somebody writes, kept with the draft, fetched through the post."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Person
from forums.models import Attachment, Post, Topic
from forums.models import attachment as limits
from portal.audit.models import Event as Logged
from portal.files.inspection import inspect_waiting
from portal.files.models import StoredFile
from portal.notifications.models import Event
from portal.writing.models import Draft
from tests.files import samples
from tests.forums.talk import answer, ask
from tests.people import as_reader
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Role, Workspace


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    """The private folder of stored files."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def topic(room: Workspace, ncp_b: Person) -> Topic:
    return ask(room, ncp_b)


@pytest.fixture
def signed_in(client: Client, ncp_a: Person) -> Client:
    client.force_login(ncp_a)
    return client


def upload(name: str = "plan.txt", body: bytes = b"A plan.") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, body, "text/plain")


def values(*files: Any, **more: Any) -> dict[str, Any]:
    """Return an answer with files, as its form is sent."""
    sent = {
        "body": "See the file.", "language": "en", "voice": "personal", "marking": "amber",
        "token": str(uuid.uuid4()), "attached_new": list(files),
    }  # fmt: skip
    return sent | more


def posted(client: Client, topic: Topic, *files: Any, **more: Any) -> Post:
    """Return the post that a form with files made, once the files were looked into."""
    sent = client.post(topic.get_absolute_url(), values(*files, **more))
    assert sent.status_code == 302, sent.content.decode()
    inspect_waiting()
    return Post.objects.order_by("pk").last()  # type: ignore[return-value]


def address(post: Post) -> str:
    """Return where the one file of a post is fetched."""
    return post.attachments.get().get_absolute_url()


def test_file_is_fetched_through_its_post_alone(
    signed_in: Client, client: Client, topic: Topic, ncp_b: Person, officer: Person
) -> None:
    post = posted(signed_in, topic, upload())
    file = StoredFile.objects.get()
    assert (post.files_count, file.state, file.readers, file.marking) == (
        1, "released", [], "amber"
    )  # fmt: skip
    page = signed_in.get(topic.get_absolute_url()).content.decode()
    assert (address(post) in page, "plan.txt" in page, "TLP:AMBER" in page) == (True, True, True)

    client.force_login(ncp_b)
    answer = client.get(address(post))

    assert b"".join(answer.streaming_content) == b"A plan."  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="plan.txt"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Logged.objects.filter(verb="forums.download_file").count() == 1
    assert client.get(reverse("files:file_state", args=[file.public_id])).status_code == 404
    client.force_login(officer)
    assert client.get(address(post)).status_code == 404


@pytest.mark.parametrize("file", ["\x00", "x" * 12, "x" * 10_000, "٣", ""])
def test_file_that_cannot_be_is_left_out(signed_in: Client, topic: Topic, file: str) -> None:
    post = posted(signed_in, topic, attached=[file])

    assert not post.attachments.exists()


def test_file_waits_unread_until_it_is_checked(signed_in: Client, topic: Topic) -> None:
    signed_in.post(topic.get_absolute_url(), values(upload()))
    post = Post.objects.get(number=2)

    page = signed_in.get(topic.get_absolute_url()).content.decode()

    is_link = f'href="{address(post)}"' in page
    assert ("plan.txt" in page, "Received" in page, is_link) == (True, True, False)
    assert signed_in.get(address(post)).status_code == 404


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("run.exe", b"MZ", "Files that end in “.exe” are not taken here."),
        ("empty.txt", b"", "The file is empty."),
        ("plan.pdf", b"no PDF", "but the file is something else"),
        ("bare", b"words", "has no ending"),
    ],
)
def test_file_that_is_none_is_refused_at_the_field(
    signed_in: Client, topic: Topic, name: str, body: bytes, words: str
) -> None:
    refused = signed_in.post(topic.get_absolute_url(), values(upload(name, body)))

    page = refused.content.decode()
    assert (refused.status_code, words in page, "See the file." in page) == (200, True, True)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("virus.txt", samples.EICAR, "harmful software"),
        ("bomb.docx", samples.package({"word/document.xml": "0" * 300_000_000}), "unpacks to"),
    ],
)
def test_file_that_is_refused_when_checked_is_said_at_the_field(
    signed_in: Client, topic: Topic, name: str, body: bytes, words: str
) -> None:
    kept = signed_in.post(topic.get_absolute_url(), values(upload(name, body), press="save"))
    assert name in kept.content.decode()
    inspect_waiting()

    row = Attachment.objects.get()
    refused = signed_in.post(topic.get_absolute_url(), values(attached=[row.public_id]))

    page = refused.content.decode()
    assert (refused.status_code, words in page, "See the file." in page) == (200, True, True)
    assert not Post.objects.filter(number=2).exists()


def test_author_is_told_that_a_posted_file_was_refused(signed_in: Client, topic: Topic) -> None:
    post = posted(signed_in, topic, upload("virus.txt", samples.EICAR))

    told = Event.objects.get(verb="forums.refuse_file")
    assert (told.people, told.object_id) == ([post.author_id], post.pk)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("a\x07b\x7fc.txt", "abc.txt"),
        ("invoice\u202etxt.txt", "invoicetxt.txt"),
        ("<script>alert(1)</script>.txt", "script_.txt"),
    ],
)
def test_name_loses_what_is_no_name(signed_in: Client, topic: Topic, name: str, shown: str) -> None:
    posted(signed_in, topic, upload(name))

    assert StoredFile.objects.get().name == shown


def test_files_stay_with_a_form_that_fails_and_with_its_draft(
    signed_in: Client, topic: Topic
) -> None:
    failed = signed_in.post(topic.get_absolute_url(), values(upload(), body="")).content.decode()
    row = Attachment.objects.get()
    assert f'value="{row.public_id}"' in failed

    saved = values(attached=[row.public_id], press="save")
    signed_in.post(topic.get_absolute_url(), saved)

    assert Draft.objects.get().fields["attached"] == [row.public_id]
    assert f'value="{row.public_id}"' in signed_in.get(topic.get_absolute_url()).content.decode()
    post = posted(signed_in, topic, attached=[row.public_id])
    assert list(post.attachments.all()) == [row]


def test_file_that_is_ticked_off_is_not_posted(signed_in: Client, topic: Topic) -> None:
    signed_in.post(topic.get_absolute_url(), values(upload(), press="save"))

    assert posted(signed_in, topic).files_count == 0


def test_same_form_twice_is_one_post_with_one_file(signed_in: Client, topic: Topic) -> None:
    form = values(upload())
    for _press in range(2):
        form["attached_new"] = [upload()]
        assert signed_in.post(topic.get_absolute_url(), form).status_code == 302

    assert (topic.posts.count(), Attachment.objects.count()) == (2, 1)


def test_six_files_are_too_many(signed_in: Client, topic: Topic) -> None:
    files = [upload(f"{n}.txt", b"%d" % n) for n in range(6)]

    page = signed_in.post(topic.get_absolute_url(), values(*files)).content.decode()

    assert "A post takes 5 files." in page
    assert Attachment.objects.pending().count() == 5


def test_files_of_others_and_of_other_rooms_are_not_taken(
    signed_in: Client, topic: Topic, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    other = answer(ask(make_room(ncp_a), ncp_a), ncp_a)
    signed_in.post(other.topic.get_absolute_url(), values(upload(), press="save"))
    elsewhere = Attachment.objects.get()
    Attachment.objects.filter(pk=elsewhere.pk).update(by=ncp_b, workspace=room)

    assert posted(signed_in, topic, attached=[elsewhere.public_id]).files_count == 0

    Attachment.objects.filter(pk=elsewhere.pk).update(by=ncp_a, workspace=other.workspace)
    assert posted(signed_in, topic, attached=[elsewhere.public_id]).files_count == 0


@pytest.mark.parametrize(
    ("limit", "words"),
    [("PER_DAY", "within 24 hours; 10"), ("PER_ROOM", "The files of this workspace take")],
)
def test_quota_says_what_is_used(
    signed_in: Client, topic: Topic, monkeypatch: pytest.MonkeyPatch, limit: str, words: str
) -> None:
    monkeypatch.setattr(limits, limit, 10)
    posted(signed_in, topic, upload())

    page = signed_in.post(topic.get_absolute_url(), values(upload("more.txt", b"Another plan.")))

    assert (words in page.content.decode(), Attachment.objects.count()) == (True, 1)


def test_sender_takes_a_file_off_and_moderators_still_see_it(
    signed_in: Client, client: Client, topic: Topic, room: Workspace, officer: Person,
    ncp_b: Person,
) -> None:  # fmt: skip
    admit(room, officer, Role.READER)
    post = posted(signed_in, topic, upload())
    place = address(post)
    remove = reverse("forums:post_file_remove", args=[post.public_id, place.split("/")[-2]])
    client.force_login(officer)
    assert client.post(remove).status_code == 403

    client.force_login(post.author)  # type: ignore[arg-type]
    assert [client.post(remove).status_code for _press in range(2)] == [302, 302]

    client.force_login(officer)
    assert client.get(place).status_code == 404
    assert "plan.txt" not in client.get(topic.get_absolute_url()).content.decode()
    client.force_login(ncp_b)
    assert b"".join(client.get(place).streaming_content) == b"A plan."  # type: ignore[attr-defined]
    Attachment.objects.update(removed_at=timezone.now() - 2 * limits.KEPT)
    assert limits.drop_outlived() == 1
    assert client.get(place).status_code == 404
    assert Post.objects.get(pk=post.pk).files_count == 0


def test_files_go_with_a_removed_post(
    signed_in: Client, client: Client, topic: Topic, room: Workspace, officer: Person,
    ncp_b: Person,
) -> None:  # fmt: skip
    admit(room, officer, Role.READER)
    post = posted(signed_in, topic, upload())

    post.remove(by=as_reader(ncp_b), reason="Names of traders")

    client.force_login(officer)
    assert client.get(address(post)).status_code == 404
    assert Attachment.objects.standing().count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_files_cost_a_page_one_statement(
    signed_in: Client, topic: Topic, number: int, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        posted(signed_in, topic, upload(f"{n}.txt", b"%d" % n), upload(f"b{n}.txt", b"b%d" % n))
    signed_in.get(topic.get_absolute_url())

    with django_assert_num_queries(10):
        signed_in.get(topic.get_absolute_url())


def changed(client: Client, post: Post, *files: Any, **more: Any) -> Any:
    """Return the answer to a change of a post, as its form is sent."""
    sent = {
        "body": post.source, "language": "en", "version": "0", "token": str(uuid.uuid4()),
        "attached_new": list(files),
    }  # fmt: skip
    return client.post(reverse("forums:post_edit", args=[post.public_id]), sent | more)


def test_files_are_added_when_a_post_is_changed(
    signed_in: Client, client: Client, topic: Topic, ncp_b: Person
) -> None:
    post = posted(signed_in, topic, upload())
    form = {"token": str(uuid.uuid4()), "body": "See both files."}
    page = signed_in.get(reverse("forums:post_edit", args=[post.public_id])).content.decode()
    assert ('name="attached_new"' in page, "multipart/form-data" in page) == (True, True)

    for _press in range(2):
        changed(signed_in, post, upload("more.txt", b"More."), **form)
    inspect_waiting()

    post.refresh_from_db()
    assert (post.source, post.files_count, post.versions.count()) == ("See both files.", 2, 1)
    client.force_login(ncp_b)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert ("plan.txt" in page, "more.txt" in page) == (True, True)
    second = post.attachments.get(file__name="more.txt")
    answer = client.get(second.get_absolute_url())
    assert b"".join(answer.streaming_content) == b"More."  # type: ignore[attr-defined]
    assert second.file.marking == post.marking


def test_file_alone_changes_no_words(signed_in: Client, topic: Topic) -> None:
    post = posted(signed_in, topic)

    assert changed(signed_in, post, upload()).status_code == 302

    post.refresh_from_db()
    assert (post.files_count, post.versions.count(), post.edited_at) == (1, 0, None)


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [("run.exe", b"MZ", "Files that end in “.exe” are not taken here."),
     ("sixth.txt", b"6", "A post takes 5 files.")],
)  # fmt: skip
def test_change_takes_no_file_that_a_new_post_would_not(
    signed_in: Client, topic: Topic, name: str, body: bytes, words: str
) -> None:
    post = posted(signed_in, topic, *[upload(f"{n}.txt", b"%d" % n) for n in range(5)])

    refused = changed(signed_in, post, upload(name, body), body="Other words.")

    page = refused.content.decode()
    assert (refused.status_code, words in page, "Other words." in page) == (200, True, True)
    post.refresh_from_db()
    assert (post.files_count, post.source) == (5, "See the file.")


def test_file_added_to_what_waits_is_looked_at_with_it(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    room = make_open_room(ncp_a)
    admit(room, officer)
    held = answer(ask(room, ncp_a, marking="green"), officer)
    held.give_back(by=as_reader(ncp_a), reason="Show the plan.")
    client.force_login(officer)

    assert changed(client, held, upload()).status_code == 302

    held.refresh_from_db()
    assert (held.state, held.files_count) == ("held", 1)
