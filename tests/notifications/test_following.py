"""The button “Follow”, what it promises, and what a person follows."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Administration, Person
from portal.markings.models import Audience, Marking
from portal.notifications.models import Event, Follow, MailSetting, Volume, follow_by_itself
from portal.notifications.models.follow import MOST
from portal.notifications.models.setting import prefer
from portal.notifications.registry import Frequency, Level
from portal.taxonomy.models import Technology
from tests.search.conftest import publish_work

pytestmark = pytest.mark.django_db

SET = reverse("notifications:follow_set")
STOP = reverse("notifications:follow_stop")
SEVERAL = reverse("notifications:follow_stop_several")
CHANGE = reverse("notifications:follow_change")
FOLLOWS = reverse("notifications:follow_list")


@pytest.fixture
def ai(db: None) -> Technology:
    return Technology.objects.create(
        slug="ai-ml", name_en="Artificial intelligence", name_fr="Intelligence artificielle",
        group="data-intelligence", status="focus",
    )  # fmt: skip


@pytest.fixture
def officer_here(client: Client, ncp_a: Person) -> Client:
    """The browser of the contact point of Arcadia."""
    client.force_login(ncp_a)
    return client


def followed() -> set[tuple[str, str]]:
    """Return subject and level of every follow."""
    return set(Follow.objects.values_list("subject", "level"))


def text_of(html: bytes) -> str:
    """Return what a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())


def test_officer_follows_from_the_page_and_comes_back(officer_here: Client, ai: Technology) -> None:
    page = ai.get_absolute_url()
    before = officer_here.get(page).content.decode()

    response = officer_here.post(SET, {"subject": "technology:ai-ml", "next": page}, follow=True)

    assert 'value="technology:ai-ml"' in before
    assert response.redirect_chain == [(page, 302)]
    said = text_of(response.content)
    assert "You follow Artificial intelligence. Expect: hardly a mail. See and change" in said
    assert "Following: normal" in said
    assert followed() == {("technology:ai-ml", "normal")}


def test_level_is_changed_and_the_follow_stopped_on_the_page(
    officer_here: Client, ai: Technology
) -> None:
    for _press in range(2):
        officer_here.post(SET, {"subject": "technology:ai-ml", "level": "watching"})
    watching = followed()

    pages = [officer_here.post(STOP, {"subject": "technology:ai-ml"}, follow=True) for _ in "12"]

    assert watching == {("technology:ai-ml", "watching")}
    assert followed() == set()
    assert "You follow this no longer." in text_of(pages[0].content)
    assert "You did not follow this." in text_of(pages[1].content)


def test_visitor_meets_no_button(client: Client, ai: Technology) -> None:
    assert "notifications/follows" not in client.get(ai.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "technology",
        "technology:",
        "technology:blockchain",
        "zebra:ai-ml",
        "news:none",
        "search:1",
        "search:²",
        "search:999999999999999999999",
        "work:qqqqqqqqqqqq",
        "person:' OR 1=1",
        "author:nobody",
        "technology:ai-ml\x00",
        "technology:ai-ml\nX: y",
        "x" * 10_000,
        "technology:" + "x" * 10_000,
    ],
)
def test_subject_that_is_not_there_saves_nothing(
    officer_here: Client, ai: Technology, subject: str
) -> None:
    response = officer_here.post(SET, {"subject": subject, "next": "/en/"})

    assert response.status_code == 404
    assert "This does not exist, or you may not read it." in text_of(response.content)
    assert followed() == set()


def test_record_that_may_not_be_read_answers_as_one_that_does_not_exist(
    client: Client, ncp_a: Person, ncp_b: Person, arcadia: Administration
) -> None:
    red = publish_work("Secret canary", marking=Marking.RED, administration=arcadia)
    client.force_login(ncp_b)
    client.get(FOLLOWS)

    answers = [
        re.sub(rb'csrfmiddlewaretoken" value="\w+"', b"", client.post(SET, {"subject": s}).content)
        for s in (f"work:{red.public_id}", "work:qqqqqqqqqqqq")
    ]

    assert answers[0] == answers[1]
    assert b"canary" not in answers[0]
    assert followed() == set()


@pytest.mark.parametrize(
    ("subject", "level"),
    [("news:all", "muted"), ("technology:ai-ml", "loud"), ("technology:ai-ml", "x" * 10_000)],
)
def test_level_that_means_nothing_saves_nothing(
    officer_here: Client, ai: Technology, subject: str, level: str
) -> None:
    response = officer_here.post(SET, {"subject": subject, "level": level})

    assert response.status_code == 400
    assert followed() == set()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
        "http:evil.example", "/en/\r\nX: y", "x" * 10_000, "/" + "x" * 10_000, "\x00",
    ],
)  # fmt: skip
def test_address_of_another_host_leads_nowhere(
    officer_here: Client, ai: Technology, elsewhere: str
) -> None:
    for page in (SET, STOP):
        response = officer_here.post(page, {"subject": "technology:ai-ml", "next": elsewhere})

        assert (response.status_code, response["Location"]) == (302, FOLLOWS)


def test_more_than_the_limit_is_not_followed(
    officer_here: Client, ncp_a: Person, ai: Technology
) -> None:
    Follow.objects.bulk_create(Follow(person=ncp_a, subject=f"work:{n}") for n in range(MOST))

    page = officer_here.post(SET, {"subject": "technology:ai-ml"}, follow=True)
    officer_here.post(SET, {"subject": "news:all"})
    follow_by_itself("work:automatic", person=ncp_a)

    assert f"You follow {MOST} things, and more cannot be followed." in text_of(page.content)
    assert Follow.objects.count() == MOST
    Follow.objects.filter(subject="work:7").update(subject="news:all")
    officer_here.post(SET, {"subject": "news:all", "level": "watching"})
    assert ("news:all", "watching") in followed()


def test_list_shows_what_is_followed_by_kind(
    officer_here: Client, ncp_a: Person, ncp_b: Person, ai: Technology
) -> None:
    work = publish_work("A work on ports", authors=["Ängström, Åsa"])
    for subject in (
        "technology:ai-ml", f"work:{work.public_id}", "author:asa angstrom", "news:all",
        f"person:{ncp_b.public_id}", "administration:XA", "region:WCA", "meetings:all",
    ):  # fmt: skip
        officer_here.post(SET, {"subject": subject})

    english = text_of(officer_here.get(FOLLOWS).content)
    french = text_of(officer_here.get(FOLLOWS.replace("/en/", "/fr/")).content)

    assert "You follow 8 things" in english
    for name in (
        "Artificial intelligence", "A work on ports", "Åsa Ängström", "News", "Boris Bordur",
        "Arcadia", "West and Central Africa", "Meetings",
    ):  # fmt: skip
        assert name in english
    assert "Intelligence artificielle" in french
    assert "Arcadia (fr)" in french


def test_what_is_gone_or_no_longer_readable_is_listed_without_its_name(
    officer_here: Client, ncp_a: Person, editor: Person, ai: Technology
) -> None:
    work = publish_work("Canary work", authors=["Canary Author"])
    for subject in (f"work:{work.public_id}", "author:canary author", "technology:ai-ml"):
        officer_here.post(SET, {"subject": subject})
    # What the buttons said is read once.
    officer_here.get(FOLLOWS)
    work.revise(by=editor, marking=Marking.RED)
    ai.delete()

    page = officer_here.get(FOLLOWS).content.decode()

    assert "canary" not in page.lower()
    assert text_of(page.encode()).count("No longer available Normal") == 3
    officer_here.post(SEVERAL, {"follow": [row.pk for row in Follow.objects.all()]})
    assert followed() == set()


def test_several_are_changed_and_stopped_at_once(
    officer_here: Client, ncp_a: Person, ncp_b: Person
) -> None:
    for subject in ("news:all", "meetings:all", "administration:XA"):
        Follow.set(subject, by=ncp_a)
    theirs = Follow.set("news:all", by=ncp_b)
    mine = list(Follow.objects.of(ncp_a).order_by("pk").values_list("pk", flat=True))

    muted = officer_here.post(CHANGE, {"follow": [*mine, theirs.pk], "level": "muted"}, follow=True)
    levels = dict(Follow.objects.of(ncp_a).values_list("subject", "level"))
    stopped = officer_here.post(SEVERAL, {"follow": [*mine[:2], theirs.pk]}, follow=True)

    assert levels == {"news:all": "normal", "meetings:all": "normal", "administration:XA": "muted"}
    assert "1 follow changed." in text_of(muted.content)
    assert "2 follows stopped." in text_of(stopped.content)
    assert set(Follow.objects.values_list("person", "subject", "level")) == {
        (ncp_a.pk, "administration:XA", "muted"),
        (ncp_b.pk, "news:all", "normal"),
    }


@pytest.mark.parametrize("keys", [[], ["x"], ["-1"], ["²"], ["9" * 30], ["\x00"], ["1' OR 1=1"]])
def test_choice_of_nothing_changes_nothing(
    officer_here: Client, ncp_a: Person, keys: list[str]
) -> None:
    Follow.set("news:all", by=ncp_a)

    for address in (SEVERAL, CHANGE):
        page = officer_here.post(address, {"follow": keys, "level": "tracking"}, follow=True)
        assert "Nothing was changed." in text_of(page.content)
    assert officer_here.post(CHANGE, {"follow": keys, "level": "loud"}).status_code == 400
    assert followed() == {("news:all", "normal")}


def test_who_adds_a_record_follows_it_unless_switched_off(
    officer_here: Client, ncp_a: Person, editor: Person
) -> None:
    work = publish_work("First", by=editor)
    first = set(Follow.objects.values_list("person", "subject", "is_automatic"))
    officer_here.force_login(editor)
    page = officer_here.get(FOLLOWS).content

    officer_here.post(reverse("notifications:follow_automatic"), {})
    publish_work("Second", by=editor)

    assert first == {(editor.pk, f"work:{work.public_id}", True)}
    assert "by itself, because you took part" in text_of(page)
    assert Follow.objects.count() == 1
    assert MailSetting.of(editor).follows_by_itself is False
    officer_here.post(reverse("notifications:follow_automatic"), {"follows_by_itself": "on"})
    assert MailSetting.of(editor).follows_by_itself is True


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_however_much_is_followed(
    officer_here: Client, ncp_a: Person, number: int, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        Follow.set(f"work:{publish_work(f'Work {each}').public_id}", by=ncp_a)

    # Session, person, rows, setting, tokens, audiences, works, states, what needs them.
    with django_assert_num_queries(9):
        officer_here.get(FOLLOWS)


@pytest.mark.parametrize("authors", [1, 3])
def test_buttons_of_a_page_cost_one_statement(
    officer_here: Client, authors: int, django_assert_num_queries: Any
) -> None:
    work = publish_work("Work", authors=[f"Ann Author{each}" for each in range(authors)])
    address = work.get_absolute_url()
    officer_here.get(address)

    # Session, person, tokens, audiences, record, follows, akin works, what needs the person.
    with django_assert_num_queries(8):
        page = officer_here.get(address).content.decode()

    assert page.count('value="author:') == authors


def count(
    kind: str, events: int, subject: str = "technology:ai-ml", reader: str = "public"
) -> None:
    """Keep that so much was told of a subject in eight weeks to who holds a token."""
    audience = Audience.objects.intern([reader])
    Volume.objects.create(subject=subject, kind=kind, audience_id=audience, events=events)


@pytest.mark.parametrize(
    ("events", "frequency", "level", "said"),
    [
        (0, "now", Level.NORMAL, "hardly a mail"),
        (1, "now", Level.NORMAL, "about 1 mail a month"),
        (24, "now", Level.NORMAL, "about 3 mails a week"),
        (400, "now", Level.NORMAL, "about 50 mails a week"),
        (400, "daily", Level.NORMAL, "about 5 mails a week"),
        (400, "weekly", Level.NORMAL, "about 1 mail a week"),
        (400, "portal", Level.NORMAL, "only in the portal, no mail"),
        (400, "never", Level.WATCHING, "only in the portal, no mail"),
        (24, "weekly", Level.WATCHING, "about 3 mails a week"),
        (24, "now", Level.TRACKING, "only in the portal, no mail"),
        (24, "now", Level.MUTED, "nothing"),
    ],
)
def test_page_says_what_to_expect(
    officer_here: Client, ncp_a: Person, ai: Technology, events: int, frequency: str, level: str,
    said: str,
) -> None:  # fmt: skip
    prefer({"search": frequency}, by=ncp_a)
    Follow.set("technology:ai-ml", by=ncp_a, level=level)
    if events:
        count("search", events)

    page = text_of(officer_here.get(ai.get_absolute_url()).content)

    assert f"Expect: {said}" in page


def test_volume_counts_what_the_person_may_read(
    officer_here: Client, ncp_a: Person, ai: Technology
) -> None:
    prefer({"search": Frequency.NOW}, by=ncp_a)
    count("search", 8)
    count("search", 16, reader="members")
    count("search", 800, reader="secretariat")

    assert "Expect: about 3 mails a week" in text_of(
        officer_here.get(ai.get_absolute_url()).content
    )


def test_person_who_stopped_all_mail_expects_none(
    officer_here: Client, ncp_a: Person, ai: Technology
) -> None:
    MailSetting.change(by=ncp_a, is_stopped=True)
    count("search", 80)

    page = text_of(officer_here.get(ai.get_absolute_url()).content)

    assert "Expect: only in the portal, no mail" in page


def test_volume_is_counted_from_the_last_weeks(ncp_a: Person) -> None:
    rows = [("technology:ai-ml", 3, 1), ("technology:ai-ml", 2, 10), ("news:all", 1, 55)]
    audience = Audience.objects.intern(["public"])
    for subject, events, days in [*rows, ("news:all", 4, 57)]:
        for _event in range(events):
            make_event(subject, audience, days)
    make_event("x" * 300, audience, 1)

    counted = [Volume.count(timezone.now()) for _run in range(2)]

    assert counted == [2, 2]
    assert set(Volume.objects.values_list("subject", "kind", "events")) == {
        ("technology:ai-ml", "search", 5),
        ("news:all", "search", 1),
    }


def make_event(subject: str, audience: int, days: int) -> None:
    """Keep an event of some days ago."""
    Event.objects.create(
        verb="search.new_hits", kind="search", object_type="research.work", object_id=1,
        at=timezone.now() - datetime.timedelta(days=days), audience_id=audience,
        marking=Marking.CLEAR, subjects=[subject],
    )  # fmt: skip


def test_withdrawn_record_keeps_its_name_for_its_followers(
    officer_here: Client, ncp_a: Person, editor: Person
) -> None:
    work = publish_work("A work on ports")
    Follow.set(f"work:{work.public_id}", by=ncp_a)

    work.withdraw(by=editor, reason="Doubled.")

    assert "A work on ports" in text_of(officer_here.get(FOLLOWS).content)
