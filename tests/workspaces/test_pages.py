"""The pages: what each shows, what it costs, and the row report of a list of people."""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Person
from portal.markings.models import Reader
from tests.people import make_person
from tests.workspaces.rooms import admit, make_open_room, make_room
from workspaces.models import Admission, Invitation, Lesson, Role, Workspace
from workspaces.sections import Act, Leaf, Part, Section, _sections
from workspaces.standpoint import Abilities, seen_as

TEXTS = dict.fromkeys(("happened", "worked", "failed", "instead", "useful_for"), "Words.")


def page(client: Client, name: str, *args: str, **query: str) -> str:
    """Return a page as text."""
    response = client.get(reverse(f"workspaces:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def names(html: str) -> list[str]:
    """Return the names of the rows of a list."""
    return re.findall(r'<h3><a href="[^"]+"><bdi>([^<]*)</bdi></a></h3>', html)


@pytest.fixture
def browser(client: Client, ncp_a: Person) -> Client:
    """A browser in which the contact point of A is signed in."""
    client.force_login(ncp_a)
    return client


def test_lists_show_own_rooms_and_all_listed_ones(
    browser: Client, ncp_a: Person, ncp_b: Person
) -> None:
    make_room(ncp_a, name="Mine")
    make_open_room(ncp_b, name="Listed")
    make_room(ncp_b, name="Hidden")

    assert names(page(browser, "workspace_list")) == ["Mine"]
    assert names(page(browser, "listed_list")) == ["Listed", "Mine"]


def test_lists_are_narrowed(browser: Client, ncp_a: Person) -> None:
    make_room(ncp_a, name="Seals")
    make_room(ncp_a, name="Visit", kind="mission")
    make_room(ncp_a, name="Old").archive(by=ncp_a)

    found = {
        query: names(page(browser, "workspace_list", **dict([query.split("=")])))
        for query in ("kind=mission", "q=seal", "state=archived", "kind=nonsense")
    }

    assert found == {
        "kind=mission": ["Visit"],
        "q=seal": ["Seals"],
        "state=archived": ["Old"],
        "kind=nonsense": ["Seals", "Visit"],
    }


def statements(client: Client, name: str, *args: str) -> int:
    """Return how many statements a page asks."""
    with CaptureQueriesContext(connection) as asked:
        page(client, name, *args)
    return len(asked)


def test_lists_cost_the_same_however_many_rooms(
    browser: Client, ncp_a: Person, ncp_b: Person
) -> None:
    asked = []
    for rooms in (1, 2):
        for number in range(rooms):
            make_room(ncp_a, name=f"Mine {rooms} {number}")
            other = make_room(ncp_b, name=f"Other {rooms} {number}")
            Invitation.send(other, ncp_a, role=Role.READER, by=ncp_b)
        page(browser, "workspace_list")
        asked.append([statements(browser, name) for name in ("workspace_list", "listed_list")])

    assert asked[0] == asked[1]
    assert max(asked[0]) <= 10


def test_room_and_members_cost_the_same_however_many_members(
    browser: Client, ncp_a: Person, ncp_b: Person
) -> None:
    room, home = make_room(ncp_a, ncp_b), ncp_b.administration
    asked = []
    for members in (1, 2):
        for number in range(members):
            admit(room, make_person(f"Member {members}{number}", administration=home))
            guest = make_person(f"Guest {members}{number}", administration=home)
            Invitation.send(room, guest, role=Role.READER, by=ncp_a)
        pages = ("workspace_detail", "member_list", "attestation", "invite")
        page(browser, "workspace_detail", room.public_id)
        asked.append([statements(browser, name, room.public_id) for name in pages])

    assert asked[0] == asked[1]
    # Three of the home are its activity: what happened, to which topics, to whom.
    assert max(asked[0]) <= 13


def test_home_shows_members_by_administration(
    browser: Client, ncp_a: Person, ncp_b: Person, officer: Person, secretariat: Person
) -> None:
    room = make_room(ncp_a, ncp_b)
    admit(room, officer)
    admit(room, secretariat)

    html = page(browser, "workspace_detail", room.public_id)

    shown = re.findall(r"<dt><bdi>([^<]+)</bdi></dt>\s*<dd>([^<]+)</dd>", html)
    assert shown == [
        ("Arcadia", "2, owner, you"),
        ("Borduria", "1, owner"),
        ("WCO Secretariat and regional offices", "1"),
    ]
    assert "4 members" in html


def test_section_of_a_higher_room_stands_on_the_home(
    browser: Client, ncp_a: Person, ncp_b: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def news(rooms: Any, reader: Reader) -> dict[int, int]:
        return {room.pk: 3 for room in rooms}

    room = make_room(ncp_a, ncp_b)
    act = Act(permission="workspaces.contribute", label="New topic", url=lambda room: "/add/")
    section = Section(
        code="topics", title="Topics", url=lambda room: "/topics/", act=act, news=news,
        template="workspaces/desk_ownerless.html",
        part=lambda room, reader: Part(count=18, note="Newest first"),
        exported=lambda room, reader: [
            Leaf(name="one.html", chunks=[b"<p>One</p>"], marking="green")
        ],
    )  # fmt: skip
    monkeypatch.setitem(_sections, "topics", section)

    html = page(browser, "workspace_detail", room.public_id)
    looked = page(browser, "workspace_detail", room.public_id, **{"as": "reader"})
    listed = page(browser, "workspace_list")
    copy = browser.post(reverse("workspaces:workspace_export", args=[room.public_id]))

    assert '<a href="/topics/">Topics</a>' in html
    assert ("All 18" in html, "New topic" in html, "New topic" in looked) == (True, True, False)
    assert "3 new" in listed
    with zipfile.ZipFile(io.BytesIO(b"".join(copy.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert archive.read("topics/one.html") == b"<p>One</p>"


def test_view_as_role_shows_its_buttons_and_writes_nothing(
    browser: Client, ncp_a: Person, ncp_b: Person
) -> None:
    room = make_room(ncp_a, ncp_b)
    ncp_a.reader = Reader(ncp_a)

    able = {
        role: {name for name, may in Abilities(seen_as(ncp_a, room, role), room).items() if may}
        for role in Role
    }

    assert able[Role.READER] == {"enter", "leave"}
    assert able[Role.CONTRIBUTOR] - able[Role.READER] == {"contribute", "write_lesson"}
    assert able[Role.MODERATOR] - able[Role.CONTRIBUTOR] == {"moderate"}
    assert {"admit", "invite", "view_as"} < able[Role.OWNER]
    html = page(browser, "workspace_detail", room.public_id, **{"as": "contributor"})
    assert "You see the buttons of this role: Contributor" in html
    assert reverse("workspaces:invite", args=[room.public_id]) not in html


def test_list_of_people_is_answered_line_by_line(
    browser: Client, ncp_a: Person, ncp_b: Person, officer: Person, partner: Person
) -> None:
    room = make_room(ncp_a, ncp_b)
    lines = [officer.email.upper(), "Bordur, Boris", "olga officer", "Nobody Known", partner.email]
    address = reverse("workspaces:invite", args=[room.public_id])
    html = browser.post(address, {"people": "\r\n".join(lines), "role": "1"}).content.decode()

    entry = re.compile(r'<h3><bdi>([^<]+)</bdi></h3>.*?<span class="badge [^"]+">([^<]+)<', re.S)
    badges = entry.findall(html)
    assert dict(badges) == {
        officer.email.upper(): "Invited",
        "Bordur, Boris": "A member already",
        "olga officer": "Invited already",
        "Nobody Known": "Nobody of this name or address, or nobody you may see",
        partner.email: "May not be let in",
    }
    assert list(Invitation.objects.values_list("person", flat=True)) == [officer.pk]


@pytest.mark.parametrize(
    "people", ["", " \n ", "x" * 20_001, "\n".join(f"line {n}" for n in range(201))]
)
def test_bad_list_of_people_is_refused(browser: Client, ncp_a: Person, people: str) -> None:
    room = make_room(ncp_a)
    address = reverse("workspaces:invite", args=[room.public_id])

    html = browser.post(address, {"people": people, "role": "1"}).content.decode()

    assert "<title>Error:" in html
    assert not Invitation.objects.exists()


def test_member_who_is_removed_loses_the_room_at_once(
    browser: Client, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    room = make_room(ncp_a, ncp_b)
    admission = admit(room, officer)
    other = Client()
    other.force_login(officer)
    assert names(page(other, "workspace_list")) == ["Seals"]

    browser.post(
        reverse("workspaces:member_end", args=[room.public_id, admission.public_id]),
        {"why": "Moved."},
    )

    assert names(page(other, "workspace_list")) == []
    assert other.get(room.get_absolute_url()).status_code == 404


def test_invitation_is_accepted_on_its_page(browser: Client, ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_b)
    invitation = Invitation.send(room, ncp_a, role=Role.CONTRIBUTOR, by=ncp_b, reason="Help us.")
    assert "Help us." in page(browser, "invitation_detail", invitation.public_id)

    response = browser.post(invitation.get_absolute_url(), {"answer": "accept"})

    assert response.headers["Location"] == room.get_absolute_url()
    assert Admission.objects.current().filter(workspace=room, person=ncp_a).exists()


def test_copy_for_owners_holds_what_stands_in_the_room(
    browser: Client, ncp_a: Person, ncp_b: Person
) -> None:
    room = make_room(ncp_a, ncp_b)
    Lesson.write(room, by=ncp_a, marking="amber", **TEXTS)

    response = browser.post(reverse("workspaces:workspace_export", args=[room.public_id]))

    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:  # type: ignore[attr-defined]
        known = json.loads(archive.read("workspace.json"))
        assert "TLP:AMBER" in archive.read("index.html").decode()
    assert (known["workspace"]["name"], len(known["members"])) == ("Seals", 2)
    assert known["lesson"] == TEXTS | {"label": "TLP:AMBER"}


def test_room_that_is_asked_for_names_its_second_owner(
    browser: Client, ncp_a: Person, ncp_b: Person
) -> None:
    asked = {"kind": "bilateral", "name": "Two", "purpose": "P", "joining": "invitation",
             "reason": "R", "second_owner": "Ada Arcadi"}  # fmt: skip
    address = reverse("workspaces:room_request_add")
    refused = browser.post(address, asked).content.decode()
    assert "Name somebody else than yourself." in refused

    response = browser.post(address, asked | {"second_owner": ncp_b.email})

    assert response.status_code == 302
    assert not Workspace.objects.exists()


def test_owner_attests_on_one_page(browser: Client, ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a, ncp_b)
    member = admit(room, make_person("Mia Member"))
    kept = {row.public_id: "keep" for row in room.admissions.all()}
    address = reverse("workspaces:attestation", args=[room.public_id])

    without_day = browser.post(address, kept | {member.public_id: "extend"})
    assert "Give the new last day." in without_day.content.decode()
    response = browser.post(address, kept | {member.public_id: "remove"})

    assert response.status_code == 302
    assert set(room.admissions.current().values_list("person", flat=True)) == {ncp_a.pk, ncp_b.pk}


def test_two_who_write_the_lesson_overwrite_nothing(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    room = make_room(ncp_a, ncp_b)
    address = reverse("workspaces:lesson_edit", args=[room.public_id])
    texts = dict.fromkeys(("happened", "worked", "failed", "instead", "useful_for"), "Mine.")
    client.force_login(ncp_a)
    opened = client.get(address).context["form"].initial["seen"]
    Lesson.write(room, by=ncp_b, marking="amber", **dict.fromkeys(texts, "Theirs."))

    page = client.post(address, texts | {"marking": "amber", "seen": opened})

    assert page.status_code == 200
    assert page.context["form"].data["happened"] == "Mine."
    assert Lesson.objects.get().happened == "Theirs."


def test_name_of_a_member_is_a_link_for_whoever_may_open_the_card(
    ncp_a: Person, ncp_b: Person, partner: Person, client: Client
) -> None:
    room = make_room(ncp_a, ncp_b, is_open_to_partners=True)
    admit(room, partner)
    opened = {}
    for reader in (ncp_a, partner):
        client.force_login(reader)
        html = page(client, "member_list", room.public_id)
        assert all(person.name in html for person in (ncp_a, ncp_b, partner))
        links = set(re.findall(r'href="([^"]+/directory/people/[^"]+)"', html))
        assert {client.get(link).status_code for link in links} == {200}
        opened[reader] = links

    assert ncp_b.get_absolute_url() in opened[ncp_a]
    assert opened[partner] == {partner.get_absolute_url()}
