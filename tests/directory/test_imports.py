"""An import: checked row by row, then carried out once, whatever happens meanwhile."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from directory.importing import working
from directory.models import (
    Administration,
    AllowedDomain,
    ContactImport,
    Evidence,
    Invitation,
    Nomination,
    Person,
    Seat,
)
from portal.audit.models import Event
from portal.files.tasks import inspect_files
from tests.directory.lists import as_csv, as_xlsx, line, received, states, upload
from tests.files.conftest import folder  # noqa: F401 a private folder for every test

POINT = "contact-point"
NO_LIST = "no-list"


@pytest.fixture
def keeper(client: Client, secretariat: Person) -> Client:
    client.force_login(secretariat)
    return client


def found(lines: list[Any], by: Person) -> list[tuple[str, list[str]]]:
    """Return the state and findings of each row of a list, beside what every address has."""
    rows = states(received(as_csv(lines), by))
    return [(state, [each for each in said if each != NO_LIST]) for _number, state, said in rows]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"family": ""}, "needed"),
        ({"email": "nobody"}, "email"),
        ({"email": "a" * 300 + "@b.example"}, "long"),
        ({"office": "Nowhere"}, "office"),
        ({"office": ""}, "needed"),
        ({"seat": "king"}, "seat"),
        ({"seat": "partner-contact"}, "seat-office"),
        ({"phone": "call me"}, "phone"),
        ({"phone": "-1+2"}, "formula"),
        ({"family": "=1+1"}, "formula"),
        ({"family": "@SUM(A1)"}, "formula"),
        ({"family": "Zero\u200bWidth"}, "hidden-letters"),
        ({"family": "\u202eesrever"}, "hidden-letters"),
        ({"family": "<b>Lee</b>"}, "markup"),
    ],
)
def test_malformed_row_says_which_cell(
    changes: dict[str, str], code: str, secretariat: Person, arcadia: Administration
) -> None:
    assert found([line("Ann Lee", **changes)], secretariat) == [("malformed", [code])]


def test_formula_of_a_workbook_is_malformed(secretariat: Person, arcadia: Administration) -> None:
    body = as_xlsx([line("Ann Lee", family='=HYPERLINK("https://x.example")')])

    assert states(received(body, secretariat, "list.xlsx")) == [(2, "malformed", ["formula"])]


@pytest.mark.usefixtures("borduria")
def test_rows_are_compared_with_each_other(secretariat: Person, arcadia: Administration) -> None:
    ann = line("Ann Lee", seat=POINT)
    lines = [
        ann,
        ann,
        line("Ann Lee", email="Ann.LEE@xa.example "),
        line("Ann Lee", seat="deputy"),
        line("Bob Day", seat=POINT),
        line("Ann Lee", office="XB", email="ann.lee@xa.example"),
        line("Cat Ray", email="ann.lee@xa.example"),
        line("Ann Lee", email="other@xa.example"),
    ]

    assert found(lines, secretariat) == [
        ("ready", []),
        ("duplicate", ["twice"]),
        ("duplicate", ["twice"]),
        ("ready", []),
        ("duplicate", ["seat-twice"]),
        ("review", ["two-offices"]),
        ("review", ["two-names"]),
        ("review", ["two-addresses"]),
    ]


def test_rows_are_compared_with_the_directory(
    secretariat: Person,
    officer: Person,
    ncp_a: Person,
    suspended: Person,
    ncp_b: Person,
    former_holder: Person,
) -> None:
    lines = [
        line(officer.name, email=officer.email.upper()),
        line(officer.name, email=officer.email, seat="deputy"),
        line(ncp_a.name, email=ncp_a.email, seat=POINT),
        line("Some Body", email=former_holder.email),
        line(suspended.name, email=suspended.email),
        line(ncp_b.name, email=ncp_b.email),
        line("New Comer", office="XB", seat=POINT),
        line("Pure Officer"),
    ]

    assert found(lines, secretariat) == [
        ("present", []),
        ("ready", []),
        ("present", []),
        ("review", ["other-name"]),
        ("review", ["stopped"]),
        ("review", ["other-office"]),
        ("review", ["held"]),
        ("ready", []),
    ]


def test_namesake_of_the_same_office_needs_a_look(secretariat: Person, officer: Person) -> None:
    lines = [line("Olga Öfficer", email="new@xa.example")]

    assert found(lines, secretariat) == [("review", ["other-address"])]


def test_grave_finding_of_an_address_needs_a_look(
    secretariat: Person, arcadia: Administration
) -> None:
    AllowedDomain.allow(arcadia, "xa.example", by=None)
    lines = [
        line("Ann Lee"),
        line("Bob Day", email="bob@xa-example.test"),
        line("Cat Ray", email="cat@gmail.com"),
        line("Dan Orr", email="dan@xа.example"),
    ]

    assert found(lines, secretariat) == [
        ("ready", []),
        ("review", ["look-alike", "not-listed"]),
        ("ready", ["free-mail", "not-listed"]),
        ("review", ["punycode", "mixed-scripts", "look-alike", "not-listed"]),
    ]


def test_dry_run_changes_nothing(secretariat: Person, arcadia: Administration) -> None:
    before = Person.objects.count()

    batch = received(as_csv([line("Ann Lee", seat=POINT)]), secretariat)

    assert batch.state == "checked"
    assert Person.objects.count() == before
    assert not Nomination.objects.exists()
    assert not Seat.objects.exists()


def test_ready_rows_become_people_seats_and_invitations(
    secretariat: Person, arcadia: Administration, officer: Person
) -> None:
    lines = [
        line("Ann Lee", seat=POINT),
        line(officer.name, email=officer.email, seat="deputy"),
        line("Bob Day", phone="+999 1"),
        line("Bad Row", email="x"),
    ]
    batch = received(as_csv(lines), secretariat)

    assert batch.begin(by=secretariat)
    assert not batch.begin(by=secretariat)
    assert working.work() == 3
    assert working.work() == 0

    batch.refresh_from_db()
    assert batch.state == "done"
    assert batch.counts() == {"malformed": 1, "imported": 3}
    ann, bob = (Person.objects.get(email=f"{name}@xa.example") for name in ("ann.lee", "bob.day"))
    assert {seat.role_id: seat.holdings.current().get().person for seat in Seat.objects.all()} == {
        POINT: ann,
        "deputy": officer,
    }
    assert {each.person for each in Invitation.objects.standing()} == {ann, bob}
    assert (ann.state, bob.phone) == ("unconfirmed", "+999 1")
    nominations = Nomination.objects.all()
    assert {(each.origin, each.state, each.person) for each in nominations} == {
        ("import", "verified", ann),
        ("import", "verified", officer),
    }
    evidence = Evidence.objects.all()
    assert {(each.file, each.verified_by) for each in evidence} == {(batch.file, secretariat)}
    finished = Event.objects.get(verb="directory.finish_import")
    assert (finished.actor_id, finished.detail) == (secretariat.pk, {"rows": 3})


def test_second_import_of_a_list_finds_everybody_there(
    secretariat: Person, arcadia: Administration
) -> None:
    body = as_csv([line("Ann Lee", seat=POINT), line("Bob Day")])
    received(body, secretariat).begin(by=secretariat)
    working.work()
    people = Person.objects.count()

    again = received(body, secretariat)

    assert again.counts() == {"present": 2}
    assert not again.begin(by=secretariat)
    assert Person.objects.count() == people


def test_what_changed_since_the_check_is_not_undone(
    secretariat: Person, arcadia: Administration
) -> None:
    lines = [line("Ann Lee", seat=POINT), line("Bob Day"), line("Cat Ray")]
    batch = received(as_csv(lines), secretariat)
    other = received(as_csv([line("Dan Orr", seat=POINT), line("Bob Day")]), secretariat)
    for each in (other, batch):
        each.begin(by=secretariat)

    working.work()

    batch.refresh_from_db()
    assert (batch.state, other.counts()) == ("done", {"imported": 2})
    assert [row[1:] for row in states(batch)] == [
        ("review", [NO_LIST, "held"]),
        ("present", [NO_LIST]),
        ("imported", [NO_LIST]),
    ]


def test_killed_worker_is_followed_by_the_next(
    secretariat: Person, arcadia: Administration, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [line(f"Ann{n} Lee") for n in range(5)]
    batch = received(as_csv(lines), secretariat)
    batch.begin(by=secretariat)
    monkeypatch.setattr(working, "BATCH", 2)
    assert working.work(seconds=0) == 0
    assert working._some(batch) == (2, 2)
    assert batch.counts() == {"ready": 3, "imported": 2}

    assert working.work() == 3
    assert batch.counts() == {"imported": 5}


def test_cancelled_import_goes_no_further(secretariat: Person, arcadia: Administration) -> None:
    batch = received(as_csv([line("Ann Lee")]), secretariat)
    batch.begin(by=secretariat)

    assert batch.cancel(by=secretariat)
    assert not batch.cancel(by=secretariat)
    assert working.work() == 0

    assert batch.counts() == {"ready": 1}
    assert not Person.objects.filter(email="ann.lee@xa.example").exists()


def test_two_workers_share_nothing(secretariat: Person, arcadia: Administration) -> None:
    batch = received(as_csv([line("Ann Lee")]), secretariat)
    batch.begin(by=secretariat)

    assert batch.lease()
    assert not batch.lease()
    assert working.work() == 0


def test_rows_are_forgotten_after_a_month(
    secretariat: Person, arcadia: Administration, time_machine: Any
) -> None:
    batch = received(as_csv([line("Ann Lee")]), secretariat)
    assert not ContactImport.objects.outdated().exists()
    time_machine.move_to("2027-01-15")

    assert [each.drop_rows() for each in ContactImport.objects.outdated()] == [1]

    batch.refresh_from_db()
    assert (batch.state, batch.counts()) == ("cancelled", {})
    assert not ContactImport.objects.outdated().exists()


def test_list_is_sent_checked_and_imported_in_the_browser(
    keeper: Client, arcadia: Administration
) -> None:
    body = as_csv([line("Ann Lee", seat=POINT), line("Bad Row", email="x")], sep=";")
    values = {"sender": "DG", "channel": "e-mail", "dated": "2026-11-01"}
    values["file_once"] = "7a2f2a4e-0000-4000-8000-000000000002"
    sent = [
        keeper.post(reverse("directory:import_add"), values | {"file": upload(body)})
        for _press in range(2)
    ]
    assert sent[0].headers["Location"] == sent[1].headers["Location"]
    address = sent[0].headers["Location"]
    assert "data-live" in keeper.get(address).content.decode()
    inspect_files()
    working.work()

    page = keeper.get(address).content.decode()
    assert "Import the 1 ready row" in page
    assert "This is no e-mail address." in page
    assert "data-live" not in page
    malformed = keeper.get(f"{address}?state=malformed").content.decode()
    assert ("Bad" in malformed, "Ann" in malformed) == (True, False)

    for _press in range(2):
        assert keeper.post(f"{address}start/").status_code == 302
    working.work()
    assert "1 person was imported." in keeper.get(address).content.decode()
    assert keeper.get(f"{address}?state=nonsense").status_code == 200


def test_report_holds_every_row_and_no_formula(
    keeper: Client, secretariat: Person, arcadia: Administration
) -> None:
    batch = received(as_csv([line("Ann Lee", family="=cmd|' /C calc'!A0")]), secretariat)
    csv, xlsx = (
        keeper.get(reverse("directory:import_report", args=[batch.public_id, kind])).content
        for kind in ("csv", "xlsx")
    )

    assert csv.startswith(b"\xef\xbb\xbf")
    assert "\"'=cmd|" in csv.decode("utf-8-sig")
    cells = [cell for row in load_workbook(io.BytesIO(xlsx)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert [cell.value for cell in cells if "cmd" in str(cell.value)] == ["'=cmd|' /C calc'!A0"]
    assert Event.objects.filter(verb="directory.export_import").count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_fixed_number_of_queries(
    keeper: Client, secretariat: Person, arcadia: Administration, number: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for n in range(number):
        batch = received(as_csv([line(f"A{n}{m} Lee") for m in range(number)]), secretariat)
    # Session, person, tokens, audiences, and: rows, total / import, counts, rows.
    with django_assert_num_queries(6):
        keeper.get(reverse("directory:import_list"))
    with django_assert_num_queries(8):
        keeper.get(batch.get_absolute_url())
