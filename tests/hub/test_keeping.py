"""Writing and publishing in the browser: two people, nothing lost, nothing leaked."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from hub.models import KINDS, Deliverable, Item, Meeting, News
from research.models import Work
from tests.hub.items import MAKERS, make_news, published

NEWS = {
    "marking": "clear",
    "title_en": "Pilot ends",
    "title_fr": "Fin du projet pilote",
    "summary_en": "It worked.",
    "summary_fr": "Il a réussi.",
    "body_en": "Text.",
    "body_fr": "Texte.",
    "date": "2026-04-13",
    "precision": "day",
}
MEETING = {
    "marking": "green",
    "title_en": "Plenary",
    "title_fr": "Plénière",
    "kind": "ncp-meeting",
    "start": "2026-12-03",
    "end": "2026-12-03",
    "precision": "day",
    "start_time": "10:00",
    "zone": "UTC",
    "verification": "verified",
}


def form_of(client: Client, address: str) -> dict[str, Any]:
    """Return the values that a browser would send back unchanged."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False, "")}


def address(verb: str, item: Item, kind: str = "news") -> str:
    """Return the address of what is done to an item."""
    return reverse(f"hub:item_{verb}", args=[kind, item.public_id])


def test_editor_writes_and_publisher_publishes(
    client: Client, editor: Person, publisher: Person
) -> None:
    client.force_login(editor)
    client.post(reverse("hub:item_add", args=["news"]), form_of_new(client, "news") | NEWS)
    news = News.objects.get()
    client.force_login(publisher)
    seen = {"seen": news.changed_at.isoformat()}

    client.post(address("publish", news), seen)

    news.refresh_from_db()
    assert (news.state, news.added_by, news.published_by) == ("published", editor, publisher)


def form_of_new(client: Client, kind: str) -> dict[str, Any]:
    """Return the hidden values of an empty form."""
    form = client.get(reverse("hub:item_add", args=[kind])).context["form"]
    return {name: str(form[name].value()) for name in ("seen", "once")}


def test_form_sent_twice_adds_one_item(client: Client, editor: Person) -> None:
    client.force_login(editor)
    values = form_of_new(client, "news") | NEWS

    for _ in range(2):
        client.post(reverse("hub:item_add", args=["news"]), values)

    assert News.objects.count() == 1


def test_meeting_form_keeps_the_hour_and_its_zone(client: Client, editor: Person) -> None:
    client.force_login(editor)

    client.post(
        reverse("hub:item_add", args=["meetings"]), form_of_new(client, "meetings") | MEETING
    )

    meeting = Meeting.objects.get()
    assert (f"{meeting.start_time:%H:%M}", meeting.zone, meeting.marking) == (
        "10:00",
        "UTC",
        "green",
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"end": "2026-12-02"}, "__all__"),
        ({"end_time": "09:00"}, "end_time"),
        ({"start_time": "", "end_time": "09:00"}, "start_time"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"marking": "red"}, "marking"),
        ({"marking": ""}, "marking"),
        ({"title_en": "a\x00b"}, "title_en"),
    ],
)
def test_meeting_form_says_what_is_wrong(
    client: Client, editor: Person, change: dict[str, str], field: str
) -> None:
    client.force_login(editor)
    values = form_of_new(client, "meetings") | MEETING | change

    answer = client.post(reverse("hub:item_add", args=["meetings"]), values)

    assert set(answer.context["form"].errors) == {field}
    assert not Meeting.objects.exists()


def test_deliverable_names_a_public_record_only(
    client: Client, editor: Person, borduria: Any, english: Any
) -> None:
    work = Work.add(
        by=None, authors=["A"], title="T", year=2025, kind="report", language=english,
        abstract="A", code="R030",
    )  # fmt: skip
    client.force_login(editor)
    values = form_of_new(client, "deliverables") | {
        "marking": "clear", "title_en": "Report", "title_fr": "Rapport", "kind": "report",
        "status": "published", "description_en": "D", "description_fr": "D", "precision": "day",
        "work": "r030", "position": "1", "verification": "verified",
    }  # fmt: skip
    draft = client.post(reverse("hub:item_add", args=["deliverables"]), values)
    work.publish(by=None)

    client.post(reverse("hub:item_add", args=["deliverables"]), values)

    assert set(draft.context["form"].errors) == {"work"}
    assert Deliverable.objects.get().work == work


def test_edit_shows_words_that_somebody_else_wrote_meanwhile(
    client: Client, editor: Person, secretariat: Person
) -> None:
    news = make_news(by=editor)
    client.force_login(editor)
    values = form_of(client, address("edit", news)) | {"title_en": "Mine"}
    news.revise(by=secretariat, title_en="Theirs")

    first = client.post(address("edit", news), values)
    again = values | {"seen": first.context["form"]["seen"].value()}
    second = client.post(address("edit", news), again)

    assert first.status_code == 200
    assert second.status_code == 302
    news.refresh_from_db()
    assert news.title_en == "Mine"


def test_publish_of_unseen_words_does_nothing(
    client: Client, editor: Person, publisher: Person
) -> None:
    news = make_news(by=editor)
    seen = {"seen": news.changed_at.isoformat()}
    news.revise(by=editor, title_en="Other words")
    client.force_login(publisher)

    client.post(address("publish", news), seen)

    news.refresh_from_db()
    assert news.state == "draft"


@pytest.mark.parametrize("verb", ["publish", "withdraw", "edit", "detail"])
def test_officer_cannot_reach_the_keepers_pages(client: Client, ncp_a: Person, verb: str) -> None:
    news = published(make_news())
    client.force_login(ncp_a)

    answer = (
        client.post(address(verb, news))
        if verb in ("publish", "withdraw")
        else client.get(address(verb, news))
    )

    assert answer.status_code == 403
    news.refresh_from_db()
    assert news.state == "published"


def test_writer_is_told_why_they_cannot_publish(client: Client, secretariat: Person) -> None:
    news = make_news(by=secretariat)
    client.force_login(secretariat)

    answer = client.post(address("publish", news), {"seen": news.changed_at.isoformat()})

    assert answer.status_code == 403
    assert "A second person publishes what you wrote." in answer.content.decode()


def test_withdrawn_item_leaves_the_pages(client: Client, publisher: Person) -> None:
    news = published(make_news("Gone words"))
    client.force_login(publisher)
    client.post(address("withdraw", news))
    client.logout()

    pages = [client.get(reverse("hub:news_list")), client.get(news.get_absolute_url(), follow=True)]

    assert [("Gone words" in page.content.decode()) for page in pages] == [False, False]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_pages(client: Client, kind: str, secretariat: Person) -> None:
    item = MAKERS[kind]("Shown in both")
    client.force_login(secretariat)
    addresses = [
        reverse("hub:item_list", args=[kind]),
        reverse("hub:item_list", args=[kind]) + "?state=all",
        reverse("hub:item_add", args=[kind]),
        address("detail", item, kind),
        address("edit", item, kind),
    ]

    assert [client.get(each).status_code for each in addresses] == [200] * 5
    page = client.get(address("detail", item, kind)).content.decode()
    assert "Shown in both (fr)" in page


@pytest.mark.parametrize("kind", ["unknown", "News", "people"])
def test_unknown_kind_does_not_exist(client: Client, kind: str, secretariat: Person) -> None:
    client.force_login(secretariat)

    assert client.get(reverse("hub:item_list", args=[kind])).status_code == 404


def test_banner_stands_above_every_page_until_it_is_taken_down(
    client: Client, administrator: Person
) -> None:
    client.force_login(administrator)
    values = {
        "text_en": "Maintenance on Sunday.",
        "text_fr": "Maintenance dimanche.",
        "since": "2020-01-01T00:00",
        "until": "2100-01-01T00:00",
    }

    client.post(reverse("hub:banner_edit"), values)
    english = client.get("/en/about/").content.decode()
    french = client.get("/fr/about/").content.decode()
    client.post(reverse("hub:banner_end"))
    after = client.get("/en/about/").content.decode()

    assert "Maintenance on Sunday." in english
    assert "Maintenance dimanche." in french
    assert "Maintenance on Sunday." not in after


@pytest.mark.parametrize("until", ["2019-01-01T00:00", "never", "", "9999-99-99T00:00"])
def test_banner_form_says_what_is_wrong(client: Client, administrator: Person, until: str) -> None:
    client.force_login(administrator)
    values = {"text_en": "A", "text_fr": "B", "since": "2020-01-01T00:00", "until": until}

    answer = client.post(reverse("hub:banner_edit"), values)

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_page_says_who_reads_an_item_as_it_stands(client: Client, secretariat: Person) -> None:
    client.force_login(secretariat)
    item = make_news()
    page = reverse("hub:item_detail", args=["news", item.public_id])
    found = [client.get(page).content.decode()]
    published(item)
    found.append(client.get(page).content.decode())
    item.withdraw(by=secretariat)
    found.append(client.get(page).content.decode())

    said = [
        "once it is published",
        "Everybody, signed in or not",
        "Only those who write and publish here",
    ]
    assert [[words in each for words in said] for each in found] == [
        [True, False, False], [False, True, False], [False, False, True],
    ]  # fmt: skip
