"""What workspaces need of a person, counted in the one statement of every page."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Holding, Person
from portal.needs import standing_of
from tests.people import as_reader
from tests.workspaces.rooms import admit, make_room, today
from workspaces.looking_after import ask_for_owners
from workspaces.models import Invitation, Role, Workspace


def needs(person: Person) -> list[str]:
    """Return what is needed of a person by workspaces."""
    return [due.title for due in standing_of(as_reader(person)).due if "workspace" in due.title]


def test_invitation_needs_an_answer(ncp_a: Person, ncp_b: Person) -> None:
    for name in ("One", "Two"):
        Invitation.send(make_room(ncp_a, name=name), ncp_b, role=Role.READER, by=ncp_a)
    assert (needs(ncp_a), needs(ncp_b)) == ([], ["2 workspaces invite you"])

    for invitation in Invitation.objects.all():
        invitation.decline(by=ncp_b)

    assert needs(ncp_b) == []


def test_owner_by_name_or_by_seat_is_asked_to_attest(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a)
    admit(room, Holding.objects.get(person=ncp_b).seat, Role.OWNER)
    assert (needs(ncp_a), needs(ncp_b)) == ([], [])

    Workspace.objects.update(attest_by=today())
    asked = ["Attest the members of 1 workspace"]
    assert (needs(ncp_a), needs(ncp_b)) == (asked, asked)

    room.archive(by=ncp_a)
    assert (needs(ncp_a), needs(ncp_b)) == ([], [])


def test_moderator_is_asked_for_another_owner(ncp_a: Person, ncp_b: Person) -> None:
    room = make_room(ncp_a)
    admit(room, ncp_b, Role.MODERATOR)
    ask_for_owners()

    assert needs(ncp_b) == ["1 workspace needs another owner"]


def test_needs_cost_no_statement_of_their_own(ncp_a: Person) -> None:
    asked = []
    for name in ("One", "Two"):
        person = as_reader(ncp_a)
        # Whoever moderates a room works on the desk, whose rows are asked for by audience.
        assert person.reader.audience_ids
        with CaptureQueriesContext(connection) as statements:
            standing_of(person)
        asked.append(len(statements))
        make_room(ncp_a, name=name)

    assert asked[0] == asked[1]
