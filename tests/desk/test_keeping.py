"""Texts for reasons and closing days, kept by the Secretariat."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.audit.models import Event
from portal.desk.models import Holiday, ReasonTemplate
from tests.desk.work import KIND, _notes  # noqa: F401 a fixture

pytestmark = pytest.mark.django_db
TEXT = {"kind": "", "name": "Thanks", "text_en": "Thank you.", "text_fr": "Merci."}


@pytest.fixture
def keeper(client: Client, secretariat: Person) -> Client:
    """A browser in which a Secretariat officer has signed in."""
    client.force_login(secretariat)
    return client


def log() -> list[str]:
    """Return what was logged of the desk, oldest first."""
    rows = Event.objects.filter(verb__startswith="desk.").order_by("pk")
    return list(rows.values_list("verb", flat=True))


def test_text_is_kept_changed_and_dropped(keeper: Client) -> None:
    keeper.post(reverse("desk:reason_add"), TEXT)
    text = ReasonTemplate.objects.get()
    page = reverse("desk:reason_edit", args=[text.pk])
    seen = {"seen": keeper.get(page).context["form"]["seen"].value()}
    keeper.post(page, TEXT | seen | {"text_fr": "Grand merci."})
    text.refresh_from_db()
    spoken = [text.text_in(language) for language in ("en", "fr", "ar")]
    keeper.post(reverse("desk:reason_drop", args=[text.pk]))

    assert spoken == ["Thank you.", "Grand merci.", "Thank you."]
    assert not ReasonTemplate.objects.exists()
    assert log() == ["desk.add_reason", "desk.edit_reason", "desk.drop_reason"]


@pytest.mark.parametrize(
    "values", [{"name": ""}, {"text_fr": " "}, {"kind": "no.kind"}, {"name": "Taken"}]
)
def test_text_that_cannot_be_kept_says_why(keeper: Client, values: dict[str, str]) -> None:
    ReasonTemplate.add(by=None, **TEXT | {"name": "Taken"})

    answer = keeper.post(reverse("desk:reason_add"), TEXT | values)

    assert (answer.status_code, ReasonTemplate.objects.count()) == (200, 1)
    assert answer.context["form"].errors


@pytest.mark.usefixtures("notes")
def test_texts_of_a_kind_are_its_own_and_everybodys() -> None:
    for name, kind in (("all", ""), ("own", KIND), ("other", "desk.mistake")):
        ReasonTemplate.add(by=None, **TEXT | {"name": name, "kind": kind})

    assert {each.name for each in ReasonTemplate.objects.of(KIND)} == {"all", "own"}


def test_closing_day_is_noted_and_made_a_working_day_again(keeper: Client) -> None:
    address = reverse("desk:holiday_list")
    keeper.post(address, {"day": "2099-05-01", "name": "Labour day"})
    noted = Holiday.objects.get()
    shown = keeper.get(address).content.decode()
    keeper.post(reverse("desk:holiday_drop", args=[noted.pk]))

    assert (noted.day, "Labour day" in shown) == (datetime.date(2099, 5, 1), True)
    assert not Holiday.objects.exists()
    assert log() == ["desk.close_day", "desk.open_day"]


@pytest.mark.parametrize("day", ["", "tomorrow", "2099-13-01"])
def test_day_that_is_none_says_why(keeper: Client, day: str) -> None:
    answer = keeper.post(reverse("desk:holiday_list"), {"day": day})

    assert answer.context["form"].errors
    assert not Holiday.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_a_fixed_number_of_queries(
    keeper: Client, number: int, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        ReasonTemplate.add(by=None, **TEXT | {"name": str(each)})
        Holiday.keep(by=None, day=datetime.date(2099, 1, each + 1))

    for name in ("desk:reason_list", "desk:holiday_list"):
        # Session, person, tokens, audiences, rows, needs.
        with django_assert_num_queries(6):
            keeper.get(reverse(name))


def test_text_that_another_officer_changed_is_looked_at_again(keeper: Client) -> None:
    text = ReasonTemplate.add(by=None, **TEXT)
    page = reverse("desk:reason_edit", args=[text.pk])
    seen = {"seen": keeper.get(page).context["form"]["seen"].value()}
    keeper.post(page, TEXT | seen | {"text_fr": "Grand merci."})

    late = keeper.post(page, TEXT | seen | {"text_fr": "Merci bien."})
    answer = late.content.decode()

    assert late.status_code == 200
    assert all(words in answer for words in ("Merci bien.", "Somebody changed this"))
    assert ReasonTemplate.objects.get().text_fr == "Grand merci."
    shown = {"seen": late.context["form"]["seen"].value()}
    keeper.post(page, TEXT | shown | {"text_fr": "Merci bien."})
    assert ReasonTemplate.objects.get().text_fr == "Merci bien."
