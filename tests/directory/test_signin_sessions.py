"""Sessions: how long they last, what ends them, and where a person sees them."""

import datetime
from typing import Any

import pytest
import time_machine
from allauth.core.context import request_context
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from directory.models import Person
from directory.second_factor import enrol_totp
from directory.session_store import GRACE, SessionStore
from portal.audit.models import Event
from portal.home.tasks import drop_expired_sessions
from tests.directory.signin import app_code, page, sign_in, who
from tests.people import PASSWORD, make_person

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def two(officer: Person) -> tuple[Client, Client]:
    """Two browsers in which the officer is signed in."""
    browsers = Client(headers={"user-agent": FIREFOX}), Client()
    for browser in browsers:
        sign_in(browser, officer.email)
    return browsers


def is_in(client: Client) -> bool:
    return client.get(reverse("usersessions_list")).status_code == 200


def minutes(number: float) -> datetime.timedelta:
    return datetime.timedelta(minutes=number)


def test_session_ends_after_half_an_hour_without_use(two: tuple[Client, Client]) -> None:
    used, idle = two
    now = timezone.now()
    for moment in (20, 40):
        with time_machine.travel(now + minutes(moment), tick=False):
            assert is_in(used)

    with time_machine.travel(now + minutes(41), tick=False):
        assert (is_in(used), is_in(idle)) == (True, False)


def test_session_ends_after_twelve_hours_of_use(client: Client, officer: Person) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        sign_in(client, officer.email)
    for number in range(1, 36):
        with time_machine.travel(now + minutes(20 * number), tick=False):
            assert is_in(client)

    with time_machine.travel(now + minutes(12 * 60 + 1), tick=False):
        assert not is_in(client)


def test_a_page_in_the_first_minutes_writes_no_session(
    two: tuple[Client, Client], django_assert_max_num_queries: Any
) -> None:
    before = Session.objects.values_list("session_key", "expire_date", "session_data")
    kept = set(before)
    is_in(two[0])

    assert set(before.all()) == kept


def test_list_names_browser_and_ends_one_session(
    two: tuple[Client, Client], officer: Person
) -> None:
    first, second = two
    listed = page(second.get(reverse("usersessions_list")))
    session = UserSession.objects.exclude(session_key=second.session.session_key).get()

    assert "You are signed in on 2 computers" in listed
    assert "Firefox on Linux" in listed

    second.post(reverse("directory:account_session_end", args=[session.pk]))

    assert (is_in(first), is_in(second)) == (False, True)


def test_nobody_ends_the_session_of_somebody_else(
    two: tuple[Client, Client], ncp_a: Person
) -> None:
    other = Client()
    other.force_login(ncp_a)
    session = UserSession.objects.first()
    assert session is not None

    response = other.post(reverse("directory:account_session_end", args=[session.pk]))

    assert response.status_code == 404
    assert [is_in(browser) for browser in two] == [True, True]


def test_all_other_sessions_end_at_once(two: tuple[Client, Client]) -> None:
    first, second = two
    second.post(reverse("usersessions_list"))

    assert (is_in(first), is_in(second)) == (False, True)
    assert UserSession.objects.count() == 1


def test_suspended_person_is_out_with_the_next_request(
    two: tuple[Client, Client], officer: Person, secretariat: Person
) -> None:
    officer.suspend(by=secretariat, reason="Left without notice.")

    assert [is_in(browser) for browser in two] == [False, False]
    assert UserSession.objects.filter(user=officer).count() == 0


def test_new_password_ends_the_other_sessions_and_is_told(
    two: tuple[Client, Client], officer: Person
) -> None:
    first, second = two
    new = "four unlikely words together"
    response = second.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert response["Location"] == reverse("directory:account")
    assert (is_in(first), is_in(second)) == (False, True)
    assert UserSession.objects.filter(user=officer).count() == 1
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [officer.email],
        "Your password was changed",
    )
    assert Event.objects.filter(verb="directory.change_password", actor_id=officer.pk).count() == 1


def test_new_factor_ends_the_other_sessions_and_is_told(
    two: tuple[Client, Client], officer: Person, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = two
    second.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    form = second.get(reverse("mfa_activate_totp")).context["form"]
    # What happens on commit happens within the request; here it would come after it.
    request = RequestFactory().get("/")
    request.user = officer
    with request_context(request), django_capture_on_commit_callbacks(execute=True):
        second.post(reverse("mfa_activate_totp"), {"code": app_code(form.secret)})

    assert (is_in(first), is_in(second)) == (False, True)
    assert mail.outbox[-1].subject == "An authenticator app was added"
    assert Event.objects.filter(verb="directory.add_app", actor_id=officer.pk).count() == 1


def test_session_gets_a_new_key_when_the_password_is_typed_again(
    client: Client, officer: Person
) -> None:
    sign_in(client, officer.email)
    before = client.session.session_key
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert client.session.session_key != before
    assert is_in(client)
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [
        client.session.session_key
    ]


def test_session_gets_a_new_key_when_the_persons_rights_change(
    two: tuple[Client, Client], officer: Person, secretariat: Person
) -> None:
    def keys() -> list[str]:
        assert [is_in(browser) for browser in two] == [True, True]
        found = [browser.session.session_key for browser in two]
        assert set(UserSession.objects.values_list("session_key", flat=True)) == set(found)
        return found

    first = keys()
    assert keys() == first

    officer.assign_role("editor", by=secretariat)
    second = keys()
    assert set(second).isdisjoint(first)
    assert keys() == second

    officer.end_role("editor", by=secretariat)
    assert set(keys()).isdisjoint({*first, *second})
    with time_machine.travel(timezone.now() + GRACE + datetime.timedelta(seconds=1)):
        assert [SessionStore(key).load() for key in (*first, *second)] == [{}] * 4


def test_requests_with_the_last_key_are_signed_in_when_rights_change(
    client: Client, officer: Person, secretariat: Person
) -> None:
    sign_in(client, officer.email)
    before = client.cookies["session"].value
    officer.assign_role("editor", by=secretariat)
    answers = []
    for _press in range(3):
        client.cookies["session"] = before
        answers.append(is_in(client))

    assert answers == [True] * 3
    assert UserSession.objects.count() == Session.objects.exclude(session_key=before).count() == 1


def test_session_gets_a_new_key_once_its_person_has_a_second_step(
    client: Client, ncp_without_factor: Person
) -> None:
    sign_in(client, ncp_without_factor.email)
    client.get(reverse("home:about"))
    before = client.session.session_key
    enrol_totp(ncp_without_factor)
    client.get(reverse("home:about"))

    assert client.session.session_key != before


def test_rights_are_followed_without_a_question_more(
    client: Client, officer: Person, django_assert_num_queries: Any
) -> None:
    sign_in(client, officer.email)

    # Session, person, what the person holds, what needs the person.
    with django_assert_num_queries(4):
        client.get(reverse("home:about"))


def test_sign_out_asks_first_and_ends_the_session(client: Client, officer: Person) -> None:
    sign_in(client, officer.email)
    key = client.session.session_key

    asked = client.get(reverse("account_logout"))
    assert "Sign out of this computer?" in page(asked)
    assert "Clear-Site-Data" not in asked
    assert who(client) == str(officer.pk)

    out = client.post(reverse("account_logout"))

    assert (out.status_code, out["Clear-Site-Data"]) == (302, '"cache"')
    assert not Session.objects.filter(session_key=key).exists()


def test_ended_sessions_are_forgotten(client: Client, officer: Person) -> None:
    sign_in(client, officer.email)
    with time_machine.travel(timezone.now() + minutes(31), tick=False):
        assert drop_expired_sessions() == 1
    assert Session.objects.count() == 0


def test_browser_and_address_of_an_ended_session_are_forgotten(
    client: Client, officer: Person
) -> None:
    sign_in(client, officer.email)
    later = Client()
    with time_machine.travel(timezone.now() + minutes(13 * 60), tick=True):
        sign_in(later, make_person("Pat Late", factor=False).email)
        assert UserSession.objects.count() == 2
        drop_expired_sessions()

    living = [each.session_key for each in UserSession.objects.all()]
    assert living == [later.session.session_key]
