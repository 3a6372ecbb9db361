"""How a bilateral room ends: one side asks, the other agrees."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.audit.models import Personal
from portal.refusals import Refused
from tests.people import as_reader
from tests.workspaces.rooms import make_room
from tests.workspaces.test_needs import needs
from tests.workspaces.test_told import told
from workspaces.leaving import sections
from workspaces.models import Ending, Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b, kind="bilateral")


def fresh(room: Workspace) -> Workspace:
    return Workspace.objects.get(pk=room.pk)


def said(client: Client, address: str, answer: str, why: str = "") -> list[str]:
    """Return what the page says once somebody answered."""
    page = client.post(address, {"answer": answer, "why": why}, follow=True)
    return [str(each) for each in page.context["messages"]]


def test_one_side_alone_archives_nothing(room: Workspace, ncp_a: Person, ncp_b: Person) -> None:
    asked = Ending.propose(room, by=ncp_a, why="We are done.")

    assert Ending.propose(room, by=ncp_a) == asked
    for by, verb in ((ncp_a, asked.agree), (ncp_a, room.archive), (ncp_b, asked.withdraw)):
        with pytest.raises(Refused, match=r"[Ss]ide"):
            verb(by=by)
    with pytest.raises(Refused, match="asks for it already"):
        Ending.propose(room, by=ncp_b)
    assert fresh(room).state == "active"
    assert (needs(ncp_a), needs(ncp_b)) == ([], ["The other side wants to archive 1 workspace"])
    assert told() == {
        "Boris": [
            "The other side wants to archive the workspace “Seals”: agree, or say why not",
        ]
    }


def test_both_sides_archive_it_whichever_froze_it(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    room.freeze(by=ncp_a, why="Wait.")
    asked = Ending.propose(room, by=ncp_a, why="We are done.")
    assert needs(ncp_b) == ["The other side wants to archive 1 workspace"]

    assert asked.agree(by=ncp_b)

    ended = fresh(room)
    assert (ended.state, ended.stopped_why, ended.stopped_by) == (
        "archived", "We are done.", ncp_b,
    )  # fmt: skip
    assert not Ending.objects.get().decline(by=ncp_b, answer="Late.")
    assert needs(ncp_b) == []


def test_side_that_does_not_agree_says_why(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    page, answer = (
        reverse(f"workspaces:{name}", args=[room.public_id])
        for name in ("workspace_archive", "ending_answer")
    )
    client.force_login(ncp_a)
    client.post(page, {"why": "We are done."})
    assert (fresh(room).state, Ending.objects.get().state) == ("active", "waiting")
    client.force_login(ncp_b)
    seen = client.get(room.get_absolute_url()).content.decode()
    assert ("We are done." in seen, page in seen) == (True, True)
    assert "Agree: archive it" in client.get(page).content.decode()
    told()

    assert said(client, answer, "decline", "We still write.") == [
        "Your answer is sent. The workspace stays as it is."
    ]
    assert list(told()) == ["Ada"]
    assert said(client, answer, "agree") == ["This was answered already. Nothing changed."]
    client.force_login(ncp_a)
    again = client.get(page).content.decode()
    assert ("We still write." in again, "Ask the other side" in again) == (True, True)
    assert fresh(room).state == "active"


def test_side_that_asked_takes_it_back(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    asked = Ending.propose(room, by=ncp_a)
    client.force_login(ncp_a)
    told()

    answer = reverse("workspaces:ending_answer", args=[room.public_id])
    assert said(client, answer, "withdraw") == ["Taken back. The other side is told."]

    # Whoever was asked hears that nothing is asked of them any more.
    assert told() == {
        "Boris": [
            "The other side no longer wants to archive the workspace “Seals”. You need not answer"
        ]
    }
    with pytest.raises(Refused, match="Both sides"):
        room.archive(by=as_reader(ncp_b))
    assert (asked.agree(by=ncp_b), needs(ncp_b), fresh(room).state) == (False, [], "active")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("agree", "This workspace is archived."),
        ("decline", "Your answer is sent. The workspace stays as it is."),
        ("withdraw", "The side that asks for this takes it back."),
    ],
)
def test_each_answer_says_what_came_of_it(
    client: Client, room: Workspace, ncp_a: Person, ncp_b: Person, answer: str, words: str
) -> None:
    Ending.propose(room, by=ncp_a)
    client.force_login(ncp_b)

    address = reverse("workspaces:ending_answer", args=[room.public_id])

    assert said(client, address, answer) == [words]


def test_reasons_between_two_sides_are_not_logged(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    other = make_room(ncp_a, ncp_b, name="Other")

    room.freeze(by=ncp_a, why="Their office leaks.")
    Ending.propose(room, by=ncp_a, why="We trust them no more.").agree(by=ncp_b)
    other.freeze(by=ncp_a, why="Audit.")

    reasons = Personal.objects.filter(values__has_key="why").values_list("values", flat=True)
    assert [each["why"] for each in reasons] == ["Audit."]


def test_own_copy_holds_what_a_person_wrote_about_an_end(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    Ending.propose(room, by=ncp_a, why="We are done.").decline(by=ncp_b, answer="We still write.")

    copies = [
        {section.code: section.rows for section in sections(as_reader(person))}
        for person in (ncp_a, ncp_b)
    ]

    assert [
        [len(copy[name]) for name in ("workspace-endings", "workspace-ending-answers")]
        for copy in copies
    ] == [[1, 0], [0, 1]]
    assert "We are done." in str(copies[0]["workspace-endings"])
    assert "We still write." in str(copies[1]["workspace-ending-answers"])
