"""The page of preferences: what it says, what it saves, and what it refuses."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Administration, Person
from portal.audit.models import Event as AuditEvent
from portal.markings.models import Marking
from portal.notifications import registry
from portal.notifications.models import MailSetting, Preference
from portal.notifications.models.setting import frequencies_of
from portal.notifications.week import in_words
from research.models import Work
from tests.notifications.conftest import Say
from tests.research.conftest import Make

PAGE = "notifications:preferences"
TEXT_ONLY = {"is_text_only": "on"}


def given(**changes: Any) -> dict[str, Any]:
    """Return the form as the page shows it to somebody who changed nothing, with changes."""
    form = {
        "kind_library": "now", "kind_news": "weekly", "week": "home",
        "quiet_from": "19", "quiet_until": "7",
    }  # fmt: skip
    return {name: value for name, value in (form | changes).items() if value is not None}


@pytest.fixture
def signed_in(client: Client, ncp_a: Person) -> Client:
    client.force_login(ncp_a)
    return client


@pytest.fixture(autouse=True)
def _only_these_kinds(monkeypatch: pytest.MonkeyPatch, _kinds: None) -> None:
    """Know no kind of a room: the table is the one of this file."""
    known = {code: registry.kind_of(code) for code in ("library", "news", "account")}
    monkeypatch.setattr(registry._registry, "kinds", known)


def test_choices_are_saved_and_shown(signed_in: Client, ncp_a: Person) -> None:
    answer = signed_in.post(
        reverse(PAGE),
        given(
            kind_library="never", week="own", days=["6", "0"], quiet_from="22", is_text_only="on"
        ),
    )
    page = signed_in.get(reverse(PAGE)).content.decode()

    setting = MailSetting.of(ncp_a)
    assert answer.status_code == 302
    assert frequencies_of(ncp_a) == {"library": "never", "news": "weekly", "account": "now"}
    assert Preference.objects.values_list("kind", "frequency").get() == ("library", "never")
    assert (setting.working_days, setting.quiet_from, setting.is_text_only) == ([0, 6], 22, True)
    assert re.search(r'<input[^>]*name="kind_library"[^>]*value="never"[^>]*checked', page)
    assert "between 07:00 and 22:00 in UTC" in page


def test_saving_what_stands_there_writes_nothing(signed_in: Client, ncp_a: Person) -> None:
    before = AuditEvent.objects.count()

    assert signed_in.post(reverse(PAGE), given()).status_code == 302

    assert AuditEvent.objects.count() == before
    assert (Preference.objects.count(), MailSetting.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind_library": "hourly"}, "kind_library"),
        ({"kind_library": None}, "kind_library"),
        ({"kind_unknown": "daily"}, "__all__"),
        ({"kind_account": "never"}, "__all__"),
        ({"week": "own"}, "days"),
        ({"week": "own", "days": ["7"]}, "days"),
        ({"week": "moon"}, "week"),
        ({"quiet_from": "24"}, "quiet_from"),
        ({"quiet_until": "-1"}, "quiet_until"),
        ({"quiet_until": "x\x00"}, "quiet_until"),
    ],
)
def test_what_is_unknown_is_said_at_its_field_and_nothing_changes(
    signed_in: Client, ncp_a: Person, wrong: dict[str, Any], field: str
) -> None:
    answer = signed_in.post(reverse(PAGE), given(kind_news="daily", **TEXT_ONLY, **wrong))

    form = answer.context["form"]
    assert answer.status_code == 400
    assert set(form.errors) == {field}
    assert (Preference.objects.count(), MailSetting.objects.count()) == (0, 0)
    # What was typed is kept.
    assert form["kind_news"].value() == "daily"
    assert form["is_text_only"].value()


def test_required_kind_is_locked_with_its_reason(signed_in: Client) -> None:
    page = signed_in.get(reverse(PAGE)).content.decode()

    assert "kind_account" not in page
    assert "Security and duties cannot be switched off." in page


def test_all_is_stopped_and_comes_again(signed_in: Client, ncp_a: Person, ncp_b: Person) -> None:
    address = reverse("notifications:preferences_stop")
    seen = []
    for value in ("yes", "yes", "maybe", "no"):
        signed_in.post(address, {"is_stopped": value})
        seen.append(MailSetting.of(ncp_a).is_stopped)

    assert seen == [True, True, True, False]
    assert MailSetting.objects.filter(person=ncp_b).count() == 0


def test_zone_that_no_longer_exists_is_utc_with_a_note(signed_in: Client, ncp_a: Person) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(zone="Atlantis/Capital")

    page = signed_in.get(reverse(PAGE)).content.decode()

    assert "Your time zone “Atlantis/Capital” no longer exists" in page
    assert "in UTC" in page


def test_week_is_the_one_of_the_administration(
    signed_in: Client, ncp_a: Person, arcadia: Administration
) -> None:
    Administration.objects.filter(pk=arcadia.pk).update(weekend_first=4, weekend_last=5)

    assert "Sunday to Thursday" in signed_in.get(reverse(PAGE)).content.decode()


def test_days_are_said_as_people_say_them() -> None:
    said = {
        "Monday to Friday": [0, 1, 2, 3, 4],
        "Sunday to Thursday": [0, 1, 2, 3, 6],
        "every day": list(range(7)),
        "Tuesday, Thursday": [1, 3],
        "Monday": [0],
        "Monday, Tuesday": [0, 1],
        "Monday, Wednesday, Friday": [0, 2, 4],
    }
    assert {in_words(days) for days in said.values()} == set(said)


@pytest.fixture
def told(ncp_a: Person, say: Say, make_work: Make) -> Any:
    """Return a way to tell the contact point of a new work, a number of times."""

    def tell_them(times: int) -> None:
        for n in range(times):
            say(make_work(f"Work {n}"), people=[ncp_a.pk])

    return tell_them


def test_mail_is_estimated_as_if_these_settings_had_held(
    signed_in: Client, told: Any, ncp_a: Person
) -> None:
    told(24)
    single = signed_in.get(reverse(PAGE)).content.decode()
    signed_in.post(reverse(PAGE), given(kind_library="daily"))
    daily = signed_in.get(reverse(PAGE)).content.decode()
    signed_in.post(reverse(PAGE), given(kind_library="portal"))
    none = signed_in.get(reverse(PAGE)).content.decode()

    assert "<strong>about 6 mails a week</strong>" in single
    assert "24 in the last 4 weeks" in single
    # A summary of each working day.
    assert "<strong>about 5 mails a week</strong>" in daily
    assert "<strong>no mail</strong>" in none


def test_estimate_leaves_out_what_may_no_longer_be_read(
    signed_in: Client, told: Any, editor: Person
) -> None:
    told(5)
    for work in Work.objects.order_by("pk")[:2]:
        work.revise(by=editor, marking=Marking.RED)

    assert "3 in the last 4 weeks" in signed_in.get(reverse(PAGE)).content.decode()


def test_page_asks_the_same_of_the_database_for_one_and_three_lines(
    signed_in: Client, told: Any, django_assert_num_queries: Any
) -> None:
    counts = []
    for times in (1, 2):
        told(times)
        with django_assert_num_queries(10, exact=False) as captured:
            signed_in.get(reverse(PAGE))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_address_is_tried_again_by_its_owner(signed_in: Client, ncp_a: Person) -> None:
    # Without a seat: what the desk hears of holders is proven in the directory.
    ncp_a.holdings.update(until=timezone.now())
    for _bounce in range(2):
        MailSetting.bounced(person=ncp_a, status="5.1.1", is_hard=True)
    page = signed_in.get(reverse(PAGE)).content.decode()
    signed_in.post(reverse("notifications:try_again"))

    assert "Mail to your address comes back." in page
    assert MailSetting.of(ncp_a).unreachable_since is None
    assert MailSetting.of(ncp_a).hard_bounces == 0
    assert "comes back" not in signed_in.get(reverse(PAGE)).content.decode()
