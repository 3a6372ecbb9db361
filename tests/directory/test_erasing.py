"""Whoever leaves anonymously is forgotten everywhere: no canary is left in any table."""

import datetime
import uuid

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import leaving
from directory.models import (
    Administration,
    Evidence,
    Nomination,
    PendingChange,
    Person,
    SavedFilter,
    Signing,
)
from directory.models.signing import digest
from directory.reviewing import KIND
from directory.tasks import carry_out_leavings
from hub.models import News
from portal.audit.models import Personal, broken_links, seal
from portal.desk.models import Letter, WorkItem
from portal.files import storing
from portal.files.models import StoredFile
from portal.notifications.models import Follow
from portal.search.indexing import index_stale
from portal.search.models import Entry, SavedSearch
from tests.directory.conftest import page_of
from tests.directory.traced import CANARIES, NAME, knows_of, make_traced, pointing
from tests.files.conftest import folder  # noqa: F401 a private folder for every test
from tests.people import PASSWORD, make_person

# Where a canary may stay, and why. Think before you add one.
STAYS: dict[str, str] = {}
# Files that prove something: letters, and lists of contacts.
EVIDENCE = ("directory.letter", "directory.import")
# Models that point to people, but never to one who is only written of here.
NOT_OURS = {
    "guardian.UserObjectPermission": "never written: grants stand in tables of their own",
}


def tables_with(words: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the words that any column of any table has, whatever its type, by table."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for word in words:
                name = connection.ops.quote_name(table)
                cursor.execute(
                    f"SELECT count(*) FROM {name} AS each WHERE each::text ILIKE %s",
                    [f"%{word}%"],
                )
                row = cursor.fetchone()
                if row and row[0]:
                    found.setdefault(table, []).append(word)
    return found


@pytest.fixture
def traced(arcadia: Administration, secretariat: Person) -> Person:
    """Somebody with a trace everywhere, indexed and sealed."""
    person = make_traced(arcadia, secretariat)
    index_stale()
    seal()
    return person


def leave(person: Person, *, choice: str = "anonymise", drops_drafts: bool = False) -> None:
    leaving.ask(person, by=person, choice=choice, drops_drafts=drops_drafts)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7, seconds=1)):
        assert carry_out_leavings() == 1
    index_stale()


def test_person_of_this_test_has_a_trace_in_every_model(traced: Person) -> None:
    leaving.ask(traced, by=traced, choice="keep", drops_drafts=False)
    assert knows_of(traced) == pointing().keys() - NOT_OURS.keys()
    assert {"directory_person", "audit_personal", "desk_letter", "search_entry"} <= set(
        tables_with(CANARIES)
    )


def test_no_canary_is_left_in_any_table(traced: Person) -> None:
    leave(traced)

    assert tables_with(CANARIES) == {table: list(CANARIES) for table in STAYS}


def test_log_still_verifies(traced: Person) -> None:
    before = Personal.objects.count()

    leave(traced)
    seal()

    assert broken_links() == []
    call_command("audit_verify")
    assert Personal.objects.count() >= before


def test_search_finds_nothing(traced: Person, ncp_b: Person) -> None:
    leave(traced)

    assert not Entry.objects.filter(object_type="directory.person", object_id=traced.pk).exists()
    for query in (NAME, "zwitscher", "canaria"):
        assert "People" not in page_of(ncp_b, "search:results", q=query).split("<main", 1)[1] or (
            "Former officer" not in page_of(ncp_b, "search:results", q=query)
        )


def test_account_opens_nothing_any_more(traced: Person) -> None:
    browser = Client()
    browser.force_login(traced)
    address = traced.email
    leave(traced)

    assert browser.get(reverse("directory:account")).status_code == 302
    assert not UserSession.objects.filter(user=traced).exists()
    answer = Client().post(reverse("account_login"), {"login": address, "password": PASSWORD})
    assert answer.status_code == 200


def test_letters_stay_as_evidence_and_other_files_go(traced: Person) -> None:
    WorkItem.put(KIND, on=Nomination.objects.get(), by=None)
    leave(traced)

    kept = Evidence.objects.get().file
    assert (kept.is_released, kept.name) == (True, "[…].pdf")
    gone = StoredFile.objects.exclude(purpose__in=EVIDENCE)
    assert {file.erased_at is None for file in gone} == {False}
    assert Nomination.objects.get().state == "withdrawn"
    assert WorkItem.objects.get(kind=KIND).outcome == "withdrawn"


def test_bytes_of_files_go_with_them(
    traced: Person, django_capture_on_commit_callbacks: object
) -> None:
    keys = list(StoredFile.objects.exclude(purpose__in=EVIDENCE).values_list("key", flat=True))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        leave(traced)

    assert [storing.exists(key) for key in keys] == [False] * len(keys)


def test_texts_of_others_keep_the_rest_of_their_words(traced: Person) -> None:
    leave(traced)

    assert Letter.objects.get().answer == "Spoke to […] ([…], […]): […] agrees."
    # Others follow topics, whoever wrote in them.
    assert not Follow.objects.exclude(subject__startswith="topic:").exists()


def test_what_was_written_of_the_person_keeps_the_rest(traced: Person, secretariat: Person) -> None:
    leave(traced)

    news = News.objects.get()
    assert (news.title_en, news.source_title) == ("Welcome, […]", "[…]")
    assert Entry.objects.get(object_type="hub.news").titles["en"] == "Welcome, […]"
    draft = Signing.objects.get(act="survey")
    assert (draft.title, draft.digest) == ("A survey ([…])", digest(draft.text))
    kept = list(SavedFilter.objects.values_list("person", "name", "query"))
    assert kept == [(secretariat.pk, "Near […]", "region=WCA")]
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(("other", "text"), [("", "[…] called."), ("Suharto", "Suharto called.")])
def test_single_name_goes_unless_a_colleague_has_it(
    other: str, text: str, secretariat: Person
) -> None:
    person = make_person("Suharto Suharto")
    person.given_name = ""
    person.save(update_fields=["given_name"])
    if other:
        make_person(f"{other} Sani")
    letter = Letter.write("mistake", by=None, once=uuid.uuid4(), text="Suharto called.")

    leave(person)

    letter.refresh_from_db()
    assert letter.text == text


def test_kept_name_loses_every_address(traced: Person) -> None:
    leave(traced, choice="keep")

    assert tables_with(("777 0001", "777 0002", "canaria.zwitscher@")) == {}
    traced.refresh_from_db()
    assert traced.name == NAME


def test_colleague_with_nearly_the_same_address_loses_nothing(
    traced: Person, secretariat: Person
) -> None:
    colleague = make_person("Canaria Zwitscherling", administration=traced.administration)
    address = f"c.{traced.email}"
    change = PendingChange.ask("email", on=colleague, value=address, by=secretariat)
    enrolled = Personal.objects.get(
        event__verb="directory.enrol_person", event__object_id=colleague.pk
    )

    leave(traced)

    change.refresh_from_db()
    assert (change.state, change.value) == ("waiting", address)
    kept = Personal.objects.get(pk=enrolled.pk)
    assert kept.values == {"name": colleague.name, "email": colleague.email}
    colleague.refresh_from_db()
    assert colleague.name == "Canaria Zwitscherling"


def test_address_of_earlier_goes_from_texts(traced: Person, secretariat: Person) -> None:
    earlier = traced.email
    traced.email = "other@customs.example"
    traced.save(update_fields=["email"])
    letter = Letter.objects.get()
    assert earlier in letter.answer.casefold()

    leave(traced, choice="keep")

    letter.refresh_from_db()
    assert earlier not in letter.answer.casefold()
