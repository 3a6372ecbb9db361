"""The pages of the desk: queues, one item, several at once, and who was faster."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.desk.models import LEASE, Letter, ReasonTemplate, WorkItem
from portal.needs import standing_of
from tests.desk.work import KIND, _notes, note_of, put, ticked  # noqa: F401 a fixture
from tests.people import as_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]
QUEUE = "desk:queue"


@pytest.fixture
def desk(client: Client, moderator: Person) -> Client:
    """A browser in which a moderator has signed in."""
    client.force_login(moderator)
    return client


def decide(client: Client, item: WorkItem, code: str, query: str = "", **values: Any) -> Any:
    """Press a button of an item, as its page shows it now."""
    data = {"decision": code, "seen": WorkItem.objects.get(pk=item.pk).turn} | values
    return client.post(reverse("desk:item_decide", args=[item.public_id]) + query, data)


def test_desk_is_for_who_handles_something(client: Client, request: pytest.FixtureRequest) -> None:
    kinds = ["secretariat", "moderator", "editor", "auditor", "administrator", "ncp_a"]
    answers = {}
    for kind in kinds:
        client.force_login(request.getfixturevalue(kind))
        answers[kind] = client.get(reverse("desk:home")).status_code

    assert {kind for kind, status in answers.items() if status == 200} == {
        "secretariat", "moderator", "editor",
    }  # fmt: skip
    assert set(answers.values()) == {200, 403}


def test_home_counts_each_queue(desk: Client, moderator: Person, secretariat: Person) -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 16, 12, tzinfo=datetime.UTC)):
        put("late")
    with time_machine.travel(datetime.datetime(2026, 11, 18, 12, tzinfo=datetime.UTC)):
        put("today").claim(by=secretariat)
    with time_machine.travel(datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)):
        put("mine").assign(by=secretariat, to=moderator)
        put("grave").decide("accept", by=secretariat)
        put("grave too").decide("accept", by=moderator)
        put("returned").give_back(by=secretariat, reason="Sign it.")
        put("done").decide("accept", by=secretariat)

        totals = desk.get(reverse("desk:home")).context["totals"]

    assert totals == {"waiting": 5, "mine": 1, "today": 1, "late": 1, "second": 1, "returned": 1}


def test_home_puts_kinds_without_work_behind_the_others(desk: Client) -> None:
    put("one")

    context = desk.get(reverse("desk:home")).context

    assert [kind.code for kind, _counts in context["rows"]] == [KIND]
    assert context["idle"]
    assert KIND not in {kind.code for kind in context["idle"]}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"free", "held", "mine", "grave"}),
        ("show=mine", {"mine"}),
        ("show=free", {"free", "grave"}),
        ("show=second", {"grave"}),
        ("show=returned", {"returned"}),
        ("show=done", {"done"}),
        ("show=late", set()),
        ("q=ELD", {"held"}),
        (f"kind={KIND}&q=free", {"free"}),
        ("kind=desk.mistake", set()),
        ("show=nonsense&kind=%00&q=%00", {"free", "held", "mine", "grave"}),
        ("after=forged&sort=%27", {"free", "held", "mine", "grave"}),
    ],
)
def test_queue_filters(
    desk: Client, moderator: Person, secretariat: Person, query: str, shown: set[str]
) -> None:
    put("free")
    put("held").claim(by=secretariat)
    put("mine").assign(by=secretariat, to=moderator)
    put("grave").decide("accept", by=secretariat)
    put("returned").give_back(by=secretariat, reason="Sign it.")
    put("done").decide("accept", by=secretariat)

    page = desk.get(f"{reverse(QUEUE)}?{query}").context["page"]

    assert {item.title for item in page} == shown


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        # Session, person, tokens, audiences, counts, needs.
        ("desk:home", 6),
        # Besides: rows, closing days; a list that fits one page counts itself.
        (QUEUE, 8),
        # Session, person, tokens, audiences; item, row, texts twice, steps, closing days, needs.
        ("desk:item_detail", 10),
    ],
)
def test_pages_ask_a_fixed_number_of_queries(
    desk: Client, secretariat: Person, number: int, name: str, queries: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for position in range(number):
        item = put(f"note {position}", by=secretariat)
        item.claim(by=secretariat)
        item.release(by=secretariat)
        ReasonTemplate.add(
            by=None, kind=KIND, name=str(position), text_en="Thanks.", text_fr="Merci."
        )
    args = [item.public_id] if name == "desk:item_detail" else []

    with django_assert_num_queries(queries):
        desk.get(reverse(name, args=args))


def test_decision_goes_on_to_the_next_of_the_same_queue(desk: Client, secretariat: Person) -> None:
    Letter.write("mistake", by=None, text="Another kind.")
    first, held, third = put("first"), put("held"), put("third")
    held.claim(by=secretariat)
    query = f"?kind={KIND}"

    answers = [decide(desk, each, "accept", query, reason=each.title) for each in (first, third)]

    assert [each.headers["Location"] for each in answers] == [
        third.get_absolute_url() + f"?kind={KIND}",
        reverse(QUEUE) + f"?kind={KIND}",
    ]


def test_letter_is_answered_on_the_desk_and_its_author_reads_it(
    desk: Client, moderator: Person, ncp_a: Person
) -> None:
    letter = Letter.write("mistake", by=ncp_a, text="The date is wrong.")
    item = WorkItem.objects.get()
    assert "The date is wrong." in desk.get(item.get_absolute_url()).content.decode()
    decide(desk, item, "answer", reason="Corrected today.")

    desk.force_login(ncp_a)
    page = desk.get(letter.get_absolute_url()).content.decode()

    letter.refresh_from_db()
    assert (letter.state, letter.handled_by, letter.answer) == (
        "done", moderator, "Corrected today.",
    )  # fmt: skip
    assert "Corrected today." in page
    assert desk.get(item.get_absolute_url()).status_code == 403


def test_second_of_two_is_told_what_happened_and_keeps_what_they_typed(
    desk: Client, secretariat: Person
) -> None:
    item = put()
    WorkItem.objects.get().decide("accept", by=secretariat, reason="Fits well.")

    answer = decide(desk, item, "return", seen=1, reason="My long text.")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("Accepted", "Fits well.", "My long text."))
    assert note_of(item).startswith("accepted")


def test_item_in_hand_of_a_colleague_shows_who_until_it_is_over(
    desk: Client, secretariat: Person
) -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)) as clock:
        item = put()
        item.claim(by=secretariat)
        held = desk.get(item.get_absolute_url())
        clock.shift(LEASE)
        free = desk.get(item.get_absolute_url())

    assert (held.context["offers"], "has it in hand until" in held.content.decode()) == ([], True)
    assert [each.code for each in free.context["offers"]] == ["accept", "return", "refuse", "edit"]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"decision": "return"}, "Write the reason."),
        ({"decision": ""}, "not offered"),
        ({"decision": "accept", "reason": "a\x00b"}, "Null characters"),
        ({"decision": "accept", "seen": "x"}, "whole number"),
        ({"decision": "accept", "checked": "9"}, "Select a valid choice"),
        ({"decision": "accept", "reason": "x" * 5001}, "at most 5000"),
    ],
)
def test_decision_that_cannot_be_read_says_why(
    desk: Client, values: dict[str, str], why: str
) -> None:
    item = put()

    answer = decide(desk, item, "", **values)

    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert WorkItem.objects.get().state == "open"


def test_kept_text_is_put_into_the_reason_in_the_language_of_the_author(
    desk: Client, ncp_a: Person
) -> None:
    letter = Letter.write("mistake", by=ncp_a, text="Une date.")
    Letter.objects.update(language="fr")
    item = WorkItem.objects.about(letter.desk_kind, letter).get()
    text = ReasonTemplate.add(by=None, name="Thanks", text_en="Thank you.", text_fr="Merci.")

    page = decide(desk, item, "", use="on", text=text.pk, reason="Bonjour.")

    assert page.context["form"]["reason"].value() == "Bonjour.\n\nMerci."
    assert WorkItem.objects.get().state == "open"


def test_several_items_of_a_kind_are_decided_each_for_itself(
    desk: Client, secretariat: Person
) -> None:
    good, stuck, held, grave = put("good"), put("stuck"), put("held"), put("grave")
    held.claim(by=secretariat)
    items = ticked(good, stuck, held)

    refused = desk.post(reverse("desk:queue_act"), {"act": "refuse", "item": items})
    accepted = desk.post(reverse("desk:queue_act"), {"act": "accept", "item": ticked(good, grave)})

    report = refused.context["report"]
    assert [(each.item.title, each.is_done, str(each.words)) for each in report] == [
        ("good", True, "Refused"),
        ("stuck", False, "This note cannot be refused."),
        ("held", False, "A colleague was faster, or has it in hand."),
    ]  # fmt: skip
    assert [each.is_done for each in accepted.context["report"]] == [False, True]
    assert {each.title: each.state for each in WorkItem.objects.all()} == {
        "good": "done", "stuck": "open", "held": "open", "grave": "second",
    }  # fmt: skip


def test_mixed_items_are_taken_but_not_decided_at_once(desk: Client, moderator: Person) -> None:
    Letter.write("mistake", by=None, text="Another kind.")
    put()
    values = {"item": ticked(*WorkItem.objects.all()), "reason": "My words."}

    answer = desk.post(reverse("desk:queue_act"), values | {"act": "answer"})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert all(words in page for words in ("several kinds", "My words."))
    assert set(WorkItem.objects.mine(moderator)) == set()
    assert desk.post(reverse("desk:queue_act"), values | {"act": "take"}).status_code == 200
    assert WorkItem.objects.mine(moderator).count() == 2


def test_item_is_assigned_to_who_may_do_it_only(
    desk: Client, secretariat: Person, editor: Person
) -> None:
    item = put()
    address = reverse("desk:item_assign", args=[item.public_id])

    refused = desk.post(address, {"to": editor.public_id})
    desk.post(address, {"to": secretariat.public_id})

    late = desk.post(address, {"to": ""})
    page = desk.get(address).context["form"]

    assert (refused.status_code, late.status_code) == (200, 409)
    assert WorkItem.objects.get().assigned_to == secretariat
    desk.post(address, {"to": "", "seen": page["seen"].value()})
    assert WorkItem.objects.get().assigned_to is None


def test_item_whose_row_is_gone_still_opens(desk: Client) -> None:
    item = put()
    Group.objects.filter(pk=item.subject).delete()

    page = desk.get(item.get_absolute_url())

    assert page.status_code == 200
    assert "no longer there" in page.content.decode()


def test_what_waits_and_is_late_needs_its_officers(moderator: Person, editor: Person) -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)):
        put("old")
    put("new").claim(by=moderator)

    titles = {
        person: [each.title for each in standing_of(as_reader(person)).due]
        for person in (moderator, editor)
    }

    assert titles[moderator][0] == "1 item is late"
    assert {"1 item is yours", "2 items wait"} <= set(titles[moderator])
    assert not any("item" in title for title in titles[editor])


def test_first_button_of_every_form_decides_nothing(desk: Client) -> None:
    item = put()
    pages = [item.get_absolute_url(), f"{reverse(QUEUE)}?kind={KIND}"]

    first = [
        re.search(
            r'name="(use|act|decision)" value="(\w+)"', desk.get(page).content.decode()
        ).groups()  # type: ignore[union-attr]
        for page in pages
    ]

    assert first == [("use", "on"), ("act", "take")]


def test_second_press_of_ones_own_button_names_no_colleague(
    desk: Client, secretariat: Person
) -> None:
    item = put()
    first, second = (decide(desk, item, "accept", seen=1) for _press in range(2))

    desk.force_login(secretariat)
    other = decide(desk, item, "accept", seen=1)

    assert [each.status_code for each in (first, second, other)] == [302, 409, 409]
    assert "You decided this already. This press changed nothing." in second.content.decode()
    assert "A colleague was faster. You changed nothing." in other.content.decode()


def test_ticked_points_stay_when_drawn_again_and_stand_in_the_history(desk: Client) -> None:
    item = put()
    again = decide(desk, item, "return", checked="1").content.decode()
    decide(desk, item, "accept", checked="1")

    history = desk.get(item.get_absolute_url()).content.decode()

    assert re.findall(r'value="(\d)" id="check-\d"( checked)?', again) == [
        ("0", ""),
        ("1", " checked"),
    ]
    assert ("It is dated." in history, "It is signed." in history) == (True, False)
