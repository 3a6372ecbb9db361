"""Writing to the Secretariat, with and without an account."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.audit.models import Event
from portal.desk.forms.letters import local_path
from portal.desk.limits import PER_HOUR
from portal.desk.models import Letter
from portal.markings.roles import roles

pytestmark = pytest.mark.django_db

REQUEST = {
    "name": "Nadia New",
    "organisation": "Customs of Arcadia",
    "email": "nadia@customs.example",
    "text": "I work on risk analysis.",
}


@pytest.fixture(autouse=True)
def _nobody_has_written() -> None:
    cache.clear()


def test_report_of_a_visitor_arrives(client: Client) -> None:
    page = reverse("hub:news_list")
    form = client.get(f"{reverse('desk:report_add')}?page={page}").context["form"]

    answer = client.post(
        reverse("desk:report_add"),
        {"text": "A date is wrong.", "page": form["page"].value(), "email": "v@visitor.example"},
    )

    item = Letter.objects.get()
    assert answer.headers["Location"] == reverse("desk:letter_sent")
    assert (item.kind, item.text, item.page, item.email, item.opened_by) == (
        "mistake", "A date is wrong.", page, "v@visitor.example", None,
    )  # fmt: skip
    assert set(item.audience.tokens) == {"role:secretariat", "role:moderator"}
    assert Event.objects.about(item).get().actor_id is None


def test_report_of_an_officer_carries_their_name(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    client.post(reverse("desk:report_add"), {"text": "Wrong.", "email": "other@x.example"})

    item = Letter.objects.get()
    assert (item.opened_by, item.email) == (ncp_a, "")
    assert f"person:{ncp_a.pk}" in item.audience.tokens


def test_request_for_an_account_arrives(client: Client) -> None:
    client.post(reverse("desk:account_request"), REQUEST)

    item = Letter.objects.get()
    assert {name: getattr(item, name) for name in REQUEST} == REQUEST
    assert item.kind == "account"


@pytest.mark.parametrize("missing", REQUEST)
def test_request_without_a_field_says_which(client: Client, missing: str) -> None:
    answer = client.post(reverse("desk:account_request"), REQUEST | {missing: " "})

    assert set(answer.context["form"].errors) == {missing}
    assert not Letter.objects.exists()


def test_form_sent_twice_arrives_once(client: Client) -> None:
    form = client.get(reverse("desk:report_add")).context["form"]
    values = {"text": "Wrong.", "once": str(form["once"].value())}

    answers = [client.post(reverse("desk:report_add"), values).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("name", ["desk:report_add", "desk:account_request"])
def test_robot_in_the_trap_is_told_the_same_and_leaves_nothing(client: Client, name: str) -> None:
    answer = client.post(reverse(name), REQUEST | {"website": "https://spam.example"})

    assert answer.headers["Location"] == reverse("desk:letter_sent")
    assert not Letter.objects.exists()


def test_sender_waits_after_ten_letters_and_keeps_the_text(client: Client) -> None:
    for _ in range(PER_HOUR):
        client.post(reverse("desk:report_add"), {"text": "Wrong."})

    answer = client.post(reverse("desk:report_add"), {"text": "The eleventh."})

    assert answer.status_code == 429
    assert "The eleventh." in answer.content.decode()
    assert Letter.objects.count() == PER_HOUR


def test_limit_of_one_officer_leaves_colleagues_alone(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    client.force_login(ncp_a)
    for _ in range(PER_HOUR):
        client.post(reverse("desk:report_add"), {"text": "Wrong."})
    client.force_login(ncp_b)

    assert client.post(reverse("desk:report_add"), {"text": "Wrong."}).status_code == 302


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("/en/news/?after=x", "/en/news/?after=x"),
        ("//evil.example/", ""),
        ("https://evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("/\\evil.example", ""),
        ("/en/\x00", ""),
        ("/en/\n", ""),
        ("/" + "a" * 300, ""),
        ("", ""),
    ],
)
def test_local_path_keeps_addresses_of_the_portal_only(page: str, kept: str) -> None:
    assert local_path(page) == kept


@pytest.mark.parametrize(
    "values",
    [
        {"text": "a\x00b"},
        {"text": "x" * 5001},
        {"text": ""},
        {"text": "ok", "email": "no address"},
        {"text": "ok", "once": "no uuid"},
    ],
)
def test_report_that_cannot_be_read_says_why(client: Client, values: dict[str, Any]) -> None:
    answer = client.post(reverse("desk:report_add"), values)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "query", ["page=%00", "page=%ff%fe", "page=//evil.example", "page=" + "a" * 9000]
)
def test_report_form_opens_whatever_page_it_is_given(client: Client, query: str) -> None:
    answer = client.get(f"{reverse('desk:report_add')}?{query}")

    assert answer.status_code == 200
    assert answer.context["form"]["page"].value() == ""


def test_form_sent_again_with_another_text_is_another_letter(client: Client) -> None:
    form = client.get(reverse("desk:report_add")).context["form"]
    once = str(form["once"].value())

    for text in ("Wrong.", "Wrong, and late.", "Wrong, and late."):
        client.post(reverse("desk:report_add"), {"text": text, "once": once})

    texts = Letter.objects.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["Wrong.", "Wrong, and late."]


def test_letter_is_read_by_who_may_handle_it() -> None:
    letter = Letter.write("mistake", by=None, text="Wrong.")

    assert letter.audience_tokens() == {
        role.token for role in roles() if "desk.handle_item" in role.permissions
    }
