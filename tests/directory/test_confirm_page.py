"""The page of the yearly confirmation: one button, pressed once a day at most."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Person
from portal.audit.models import Event
from tests.directory.signin import page, sign_in
from tests.people import as_reader

pytestmark = pytest.mark.django_db

CONFIRM = "directory:account_confirm"
BUTTON = "All correct"
DAY = datetime.timedelta(days=1)


def ask(person: Person, days: int) -> Person:
    """Let the day of a person be so many days from now, and the clock have seen it."""
    Person.objects.filter(pk=person.pk).update(confirm_by=timezone.now().date() + days * DAY)
    person.refresh_from_db()
    person.move_clock(today=timezone.now().date())
    return person


def test_button_stands_until_it_is_pressed(ncp_a: Person, client: Client) -> None:
    client.force_login(ncp_a)
    shown = []
    # Early is welcome, too: a new holder looks at the card on the first day.
    for days in (365, 31, 30, 0, -1, -31):
        ask(ncp_a, days)
        shown.append(BUTTON in page(client.get(reverse(CONFIRM))))
    client.post(reverse(CONFIRM))
    shown.append(BUTTON in page(client.get(reverse(CONFIRM))))
    assert shown == [True, True, True, True, True, True, False]
    # Another day, another look.
    Person.objects.filter(pk=ncp_a.pk).update(confirmed_at=timezone.now() - DAY)
    assert BUTTON in page(client.get(reverse(CONFIRM)))


def test_second_press_changes_nothing(ncp_a: Person, client: Client) -> None:
    ask(ncp_a, 5)
    client.force_login(ncp_a)
    answers = [client.post(reverse(CONFIRM), follow=True) for _press in range(2)]
    assert ["confirmed for a year" in page(answer) for answer in answers] == [True, False]
    assert {answer.redirect_chain[-1][0] for answer in answers} == {reverse(CONFIRM)}
    assert Event.objects.filter(verb="directory.confirm_person").count() == 1
    ncp_a.refresh_from_db()
    assert ncp_a.confirm_by == timezone.now().date() + 365 * DAY


def test_whoever_holds_no_seat_finds_nothing_to_press(officer: Person, client: Client) -> None:
    client.force_login(officer)
    assert BUTTON not in page(client.get(reverse(CONFIRM)))
    client.post(reverse(CONFIRM))
    assert not Event.objects.filter(verb="directory.confirm_person").exists()


def test_lapsed_holder_signs_in_and_comes_back_by_one_press(
    ncp_without_factor: Person, ncp_b: Person, client: Client
) -> None:
    lapsed = ask(ncp_without_factor, -40)
    assert lapsed.is_lapsed
    answer = sign_in(client, lapsed.email)
    assert answer["Location"].startswith(reverse(CONFIRM))
    refused = client.get(reverse("directory:person_list"))
    assert (refused.status_code, reverse(CONFIRM) in page(refused)) == (403, True)

    answer = client.post(answer["Location"])
    # The second step comes next.
    assert answer["Location"] == reverse("directory:account_protect")
    lapsed.refresh_from_db()
    assert not lapsed.is_lapsed
    assert Person.objects.readable_by(as_reader(ncp_b)).contains(lapsed)


def test_confirmed_holder_goes_where_they_were_going(ncp_a: Person, client: Client) -> None:
    ask(ncp_a, -40)
    client.force_login(ncp_a)
    onward = reverse("directory:person_list")
    answer = client.post(f"{reverse(CONFIRM)}?next={onward}")
    assert answer["Location"] == onward
    assert client.get(onward).status_code == 200
    ask(ncp_a, 5)
    answer = client.post(f"{reverse(CONFIRM)}?next=https://elsewhere.example/")
    assert answer["Location"] == reverse(CONFIRM)


def test_wrong_card_is_changed_and_leads_back(ncp_a: Person, client: Client) -> None:
    ask(ncp_a, 5)
    client.force_login(ncp_a)
    card = f"{reverse('directory:account_card')}?next={reverse(CONFIRM)}"
    assert card in page(client.get(reverse(CONFIRM)))
    form = client.get(card).context["form"]
    sent: dict[str, Any] = {
        bound.html_name: bound.value() for bound in form if bound.value() is not None
    }
    answer = client.post(card, sent | {"post": "Head of unit"})
    assert answer["Location"] == reverse(CONFIRM)
    assert "Head of unit" in page(client.get(reverse(CONFIRM)))


@pytest.mark.parametrize(("days", "words"), [(40, 0), (20, 0), (-3, 1), (-40, 1)])
def test_notice_stands_on_every_page_but_the_home_page_while_it_is_late(
    ncp_a: Person, client: Client, days: int, words: int
) -> None:
    ask(ncp_a, days)
    client.force_login(ncp_a)
    front, other = (page(client.get(reverse(name))) for name in ("home:front", "home:help"))
    notices = [
        text.count("Your confirmation is overdue") + text.count("Your card is hidden</h2>")
        for text in (front, other)
    ]
    # The home page says it in the list of what needs the person, and nowhere else.
    assert notices == [0, words]
    assert front.count("Look and confirm<") == (days <= 30)
    assert "Confirmation overdue" not in front


def test_page_asks_the_same_whatever_the_state(
    ncp_a: Person, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(ncp_a)
    client.get(reverse(CONFIRM))
    for days in (300, -3):
        ask(ncp_a, days)
        with django_assert_max_num_queries(8):
            client.get(reverse(CONFIRM))


def test_confirmed_late_in_the_evening_is_confirmed_by_the_day_of_utc(ncp_a: Person) -> None:
    due = ncp_a.confirm_by
    assert due is not None
    night = datetime.datetime(due.year, due.month, due.day, 23, 59, tzinfo=datetime.UTC)
    with time_machine.travel(night, tick=False):
        assert not ncp_a.move_clock(today=timezone.now().date() - 31 * DAY)
        assert ncp_a.confirm(by=ncp_a)
    assert ncp_a.confirm_by == due + 365 * DAY
