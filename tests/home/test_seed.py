"""The seed: real content whole, a broken file named, nothing half loaded."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from directory.models import Administration, Person, Seat
from forums.models import Poll, Post, Topic
from hub.models import Meeting, News
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.desk.registry import reviewables
from portal.home.demo import sign_ins
from portal.home.seed import files
from portal.home.seed.people import PASSWORD
from portal.markings.access import may
from portal.markings.models import Marking
from portal.notifications.models import Event as Told
from portal.taxonomy.models import Technology
from research.models import Work
from tests.people import as_reader
from workspaces.models import Kind, Workspace


@pytest.fixture
def broken_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the content that a test may break."""
    folder = tmp_path / "content"
    shutil.copytree(files.CONTENT, folder)
    monkeypatch.setattr(files, "CONTENT", folder)
    monkeypatch.setattr(files.rows, "__defaults__", (folder,))
    monkeypatch.setattr(files.items, "__defaults__", (folder,))
    return folder


def test_seed_loads_everything_in_a_demo(db: None, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]

    call_command("seed", verbosity=0)

    assert Administration.objects.members().count() == 187
    assert Administration.objects.get(iso2="EU").kind == Administration.Kind.SPECIAL
    assert Technology.objects.count() == 20
    assert Work.objects.filter(is_sample=False).count() == 55
    assert {work.marking for work in Work.objects.filter(is_sample=True)} == set(Marking.values)
    assert News.objects.published().count() == 10
    assert Meeting.objects.published().count() == 20
    people = Person.objects.all()
    # One hash for everybody: the password is printed anyway.
    assert [row["password"] for row in people.values("password").distinct()] == [people[0].password]
    assert people[0].check_password(PASSWORD)
    assert all(person.is_sample and person.email.endswith(".example") for person in people)
    assert Seat.objects.filter(role=Seat.Kind.CONTACT_POINT).count() >= 40
    assert Event.objects.filter(verb="research.publish_work").count() == 60
    # The newest of what is followed, and what waits on the desk.
    assert WorkItem.objects.waiting().count() >= 40
    kinds = WorkItem.objects.waiting().values_list("kind").annotate(Count("pk"))
    assert dict(kinds.order_by()) == {
        "desk.account": 1, "desk.mistake": 5, "directory.letter": 2, "forums.appeal": 3,
        "forums.flag": 8, "forums.held": 11, "forums.unanswered": 1, "workspaces.join_appeal": 1,
        "workspaces.join_request": 5, "workspaces.room_request": 4,
    }  # fmt: skip
    assert set(Post.objects.values_list("is_sample", flat=True)) == {True}
    rooms = Workspace.objects.all()
    assert {room.kind for room in rooms} == set(Kind)
    assert {room.is_sample for room in rooms} == {True}
    assert rooms.filter(state="archived").count() == 1
    talk = ["forum", "question", "desk", "workspace"]
    assert 0 < Told.objects.exclude(kind__in=talk).count() <= 40
    assert Topic.objects.shown().count() == 30
    assert set(Topic.objects.values_list("is_sample", flat=True)) == {True}
    assert set(Poll.objects.values_list("method", flat=True)) == {"single", "several", "ranking"}
    assert set(Poll.objects.values_list("votes", flat=True)) == {3, 5, 6}
    assert {post.signing.state for post in Post.objects.exclude(signing=None)} == {"signed"}
    states = set(Seat.objects.filled().values_list("state", flat=True))
    assert states == {"verified", "overdue", "lapsed"}
    table = sign_ins()
    assert len(table) == 14
    assert [row.role for row in table if "TOTP" in row.note] != []
    by_two = [
        kind
        for kind in reviewables()
        if kind.by_another or any(decision.needs_second for decision in kind.decisions)
    ]
    people = [as_reader(Person.objects.get(email=row.email)) for row in table]
    lonely = {
        kind.code: found
        for kind in by_two
        if len(found := [each.name for each in people if may(each, kind.permission)]) < 2
    }
    assert (len(by_two) > 5, lonely) == (True, {})


def test_seed_makes_no_sample_person_outside_a_demo_and_runs_once(db: None) -> None:
    call_command("seed", verbosity=0)

    assert Person.objects.count() == 0
    assert Work.objects.filter(is_sample=True).count() == 0
    assert Told.objects.count() == 0
    assert Workspace.objects.count() == 0
    assert sign_ins() == []

    with pytest.raises(CommandError, match="has content already"):
        call_command("seed", verbosity=0)
    call_command("seed", "--if-empty", verbosity=0)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("members.csv", "Asia/Kabul,thu|fri", "Asia/Kabul,thu|someday", "line 2: weekend names"),
        ("members.csv", ",AP,state", ",XX,state", "line 2: region is 'XX'. Accepted: AMS"),
        ("technologies.csv", ",focus,", ",focused,", "line 2: scp_status is 'focused'"),
        ("regions.csv", "code,slug", "kode,slug", "the column 'code' is missing"),
        ("works.json", '"year": 2020', '"year": "soon"', "item 1: year is 'soon'"),
        ("partners.csv", "WTO,", "WTO,extra,", "cells, but the header has"),
    ],
)
def test_seed_names_the_place_of_a_broken_cell(
    db: None, broken_content: Path, name: str, old: str, new: str, message: str
) -> None:
    path = broken_content / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CommandError) as caught:
        call_command("seed", verbosity=0)

    assert message in str(caught.value)
    assert name in str(caught.value)
    assert Administration.objects.count() == 0


def test_seed_names_a_file_that_is_not_text(db: None, broken_content: Path) -> None:
    (broken_content / "regions.csv").write_bytes(b"code,slug\nAMS,\xff\xfe\n")

    with pytest.raises(CommandError, match=r"regions.csv: not UTF-8"):
        call_command("seed", verbosity=0)
