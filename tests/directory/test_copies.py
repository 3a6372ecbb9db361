"""Copies of cards: what a reader sees, nothing that computes, noted with a reason."""

import csv
import io
import warnings
from typing import Any

import icalendar
import pytest
import vobject
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from directory.cards import cards_of
from directory.models import CardView, Export, Person, Seat, card_view
from directory.vcards import escaped, folded, vcard_of
from portal.cells import harmless
from portal.taxonomy.models import Language, Technology
from tests.people import as_reader, seat

COPY = "directory:person_copy"
REASON = {"reason": "For the meeting in March.", "fields_kept": ["email", "phone", "office"]}
CORPUS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x",
    " =1+1", "\u00a0=1", "\u3000＝1", "\x00=1", '=HYPERLINK("http://evil.example")',
    "=cmd|' /C calc'!A0",
]  # fmt: skip


@pytest.fixture
def boris(ncp_b: Person, seals: Technology, french: Language) -> Person:
    """Somebody with every kind of field, some of them hidden, and names that hurt."""
    ncp_b.revise(
        by=None, given_name="=Boris, the;1st", family_name="Børdur\\Ünïted", phone="+999 1234",
        phone_visibility="members", mobile="+999 hidden", mobile_visibility="secretariat",
        post="Head of unit\nand more", related={"technologies": [seals]}, spoken={"fr": "C1"},
    )  # fmt: skip
    Seat.objects.filter(administration=ncp_b.administration).update(mailbox="ncp@borduria.example")
    return ncp_b


def copy(reader: Person, chosen: str, data: Any = None, **query: str) -> Any:
    """Return the answer to the form of a copy."""
    client = Client()
    client.force_login(reader)
    return client.post(reverse(COPY, query=query), REASON | {"format": chosen} | (data or {}))


@pytest.mark.parametrize("text", CORPUS)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert harmless(text).startswith("'")
    assert harmless("1-1 = 0") == "1-1 = 0"


def test_csv_has_label_head_and_what_the_reader_sees(ncp_a: Person, boris: Person) -> None:
    answer = copy(ncp_a, "csv", administration="XB")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, columns, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert (head[0], head[3].endswith("borders or status.")) == ("TLP:GREEN", True)
    assert columns[-3:] == ["E-mail", "Telephone", "Mailbox of the office"]
    assert row[:5] == [
        "'=Boris, the;1st", "Børdur\\Ünïted", "Head of unit\nand more", "XB", "Borduria",
    ]  # fmt: skip
    assert row[-3:] == [boris.email, "'+999 1234", "ncp@borduria.example"]
    assert "hidden" not in answer.content.decode()


def test_workbook_holds_text_only(ncp_a: Person, boris: Person) -> None:
    answer = copy(ncp_a, "xlsx", administration="XB")

    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet["A1"].value == "TLP:GREEN"
    assert sheet["A3"].value == "'=Boris, the;1st"


def test_vcards_of_a_list_are_read_by_other_programs(
    ncp_a: Person, boris: Person, officer: Person
) -> None:
    text = copy(ncp_a, "vcard").content.decode()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cards = list(vobject.readComponents(text))
        assert len(icalendar.Component.from_ical(text, multiple=True)) == len(cards)
    found = {card.fn.value: card for card in cards}
    assert found.keys() == {"Ada Arcadi", "Olga Officer", "=Boris, the;1st Børdur\\Ünïted"}
    card = found["=Boris, the;1st Børdur\\Ünïted"]
    assert card.n.value.family == "Børdur\\Ünïted"
    assert card.version.value == "4.0"
    assert {each.value for each in card.contents["email"]} == {boris.email, "ncp@borduria.example"}
    assert {each.value for each in card.contents["tel"]} == {"+999 1234"}


def test_vcard_shows_each_reader_what_they_see(
    ncp_a: Person, boris: Person, secretariat: Person, administrator: Person
) -> None:
    numbers = {
        reader.given_name: [
            line.partition(":")[2]
            for line in vcard_of(cards_of([boris], as_reader(reader))[0]).split("\r\n")
            if line.startswith(("TEL", "EMAIL"))
        ]
        for reader in (ncp_a, secretariat, administrator)
    }

    assert numbers == {
        "Ada": ["ncp@borduria.example", boris.email, "+999 1234"],
        "Secretariat": ["ncp@borduria.example", boris.email, "+999 1234", "+999 hidden"],
        "Administrator": [],
    }


def test_lines_are_escaped_and_folded() -> None:
    long = folded("NOTE:" + "é" * 200)

    assert escaped("a,b;c\\d\r\ne\x00\x1b") == "a\\,b\\;c\\\\d\\ne"
    assert all(len(part.encode()) <= 75 for part in long.split("\r\n"))
    assert long.replace("\r\n ", "") == "NOTE:" + "é" * 200


def test_copy_is_noted_with_its_reason_and_filter(ncp_a: Person, boris: Person) -> None:
    copy(ncp_a, "csv", region="EUR")

    export = Export.objects.get()
    assert (export.by, export.reason, export.filters, export.rows, export.fields) == (
        ncp_a, "For the meeting in March.", "region=EUR", 1, "email phone office",
    )  # fmt: skip
    assert [seen.person for seen in CardView.objects.filter(export=export)] == [boris]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"reason": ""}, "This field is required."),
        ({"reason": "x"}, "at least 5 characters"),
        ({"format": "exe"}, "Select a valid choice."),
        ({"fields_kept": ["password"]}, "Select a valid choice."),
    ],
)
def test_bad_copy_is_refused_at_its_field(
    data: dict[str, Any], words: str, ncp_a: Person, boris: Person
) -> None:
    answer = copy(ncp_a, "csv", data)

    assert words in answer.content.decode()
    assert Export.objects.count() == 0


def test_copy_has_a_limit_of_rows_and_a_budget(
    ncp_a: Person, boris: Person, officer: Person, monkeypatch: Any
) -> None:
    monkeypatch.setattr(card_view, "ROWS", 2)
    too_long = copy(ncp_a, "csv").content.decode()
    monkeypatch.setattr(card_view, "ROWS", 200)
    monkeypatch.setattr(card_view, "BUDGET", 0)
    spent = copy(ncp_a, "csv").content.decode()

    assert "at most 2 rows" in too_long
    assert "0 more cards today" in spent
    assert Export.objects.count() == 0


def test_contact_is_saved_as_a_file_or_a_code(client: Client, ncp_a: Person, boris: Person) -> None:
    client.force_login(ncp_a)
    address = reverse("directory:person_contact", args=[boris.public_id])

    client.get(address)
    assert Export.objects.count() == 0
    file = client.post(address, {"format": "vcard"})
    code = client.post(address, {"format": "qr"}).content.decode()
    refused = client.post(address, {"format": "xlsx"})

    assert file["Content-Type"] == "text/vcard; charset=utf-8"
    assert vobject.readOne(file.content.decode()).n.value.given == "=Boris, the 1st"
    assert "<svg" in code
    assert "style=" not in code.partition("<svg")[2].partition("</svg>")[0]
    assert refused.status_code == 200
    assert list(Export.objects.order_by("pk").values_list("format", "rows")) == [
        ("vcard", 1), ("qr", 1),
    ]  # fmt: skip


def test_long_contact_leaves_its_post_out_of_the_code(
    client: Client, ncp_a: Person, boris: Person
) -> None:
    client.force_login(ncp_a)
    address = reverse("directory:person_contact", args=[boris.public_id])
    long = "\N{CJK UNIFIED IDEOGRAPH-6D77}" * 200
    home = boris.administration
    assert home is not None
    home.administration_name_en = home.name_en = long
    home.save(update_fields=["administration_name_en", "name_en"])
    boris.revise(by=None, post=long)

    page = client.post(address, {"format": "qr"}).content.decode()

    assert ("qr-frame" in page, "The contact is long" in page) == (True, True)
    assert Export.objects.count() == 1


def test_contact_too_long_for_any_code_is_no_copy(
    client: Client, ncp_a: Person, boris: Person
) -> None:
    client.force_login(ncp_a)
    name = "\U00020000" * 100
    boris.revise(by=None, given_name=name, family_name=name)
    for kind in ("contact-point", "deputy", "national-coordinator"):
        seat(boris, kind, administration=boris.administration)
    for number, held in enumerate(boris.holdings.current()):
        mailbox = f"{number}@{name * 2}.example"
        Seat.objects.filter(pk=held.seat_id).update(mailbox=mailbox)

    page = client.post(
        reverse("directory:person_contact", args=[boris.public_id]), {"format": "qr"}
    ).content.decode()

    assert ("qr-frame" in page, "too long for a code" in page) == (False, True)
    assert Export.objects.count() == 0


@pytest.mark.parametrize("people", [1, 3])
def test_copy_asks_no_more_for_more_rows(
    people: int, client: Any, ncp_a: Person, boris: Person, officer: Person, partner: Person,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    client.force_login(ncp_a)
    query = {"administration": "XB"} if people == 1 else {}
    data = REASON | {"format": "csv"}
    client.post(reverse(COPY, query=query), data)

    with django_assert_num_queries(16):
        client.post(reverse(COPY, query=query), data)
