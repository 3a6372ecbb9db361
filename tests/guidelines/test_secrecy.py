"""A hidden author stands nowhere: no page, no file, no row of any table tells the name."""

import datetime
import json
from collections import Counter
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from directory.models import Administration, Person
from guidelines.kinds import Attribution, Kind
from guidelines.minding import mind_reviews
from guidelines.models import (
    Comment,
    Figures,
    Identity,
    Manuscript,
    Record,
    Relay,
    Unsealing,
    journey,
)
from guidelines.models.anew import SILENT_DAYS
from guidelines.models.apart import opened
from guidelines.models.figures import count_all
from guidelines.models.framing import frame_of, reframe
from guidelines.running import ask_due
from guidelines.text.paragraphs import paragraph_of
from portal.audit.models import Event as Logged
from portal.desk.models import WorkItem
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Event as Told
from portal.search.indexing import index_stale
from portal.writing.models import Draft
from tests.guidelines.advice import begin, publish, text
from tests.guidelines.ways import fresh, moved
from tests.people import as_reader, make_person, seat

pytestmark = pytest.mark.django_db

# No text of the portal has any of these by itself.
PLACE, NAME = "Canariland", "Zwitscherle"
CANARIES = (PLACE.lower(), NAME.lower())
HIDDEN = [each for each in Attribution.values if each != Attribution.NAMED]
# Where the directory and the machinery of accounts say who somebody is.
OWN_TABLES = ("directory_", "auth_", "account_", "mfa_", "usersessions_", "django_session")


# No other row has these keys.
AUTHOR_KEY, HOME_KEY = 987_654_301, 987_654_302
# Where a key of the author or their administration comes to stand by what happens to a record that
# names nobody. ADR 20 says why: whoever adds a place writes it there.
STAND = {
    ("guidelines_identity", "administration_id"),
    ("guidelines_identity", "author_id"),
    ("guidelines_identity", "writers"),
    # Readers: of drafts and texts in preparation, questions, what was unsealed.
    ("guidelines_record", "audience_id"),
    ("guidelines_manuscript", "audience_id"),
    ("guidelines_relay", "audience_id"),
    ("guidelines_unsealing", "audience_id"),
    ("markings_audience", "tokens"),
    # The clearance, which the own administration alone reads.
    ("directory_signing", "administration_id"),
    ("directory_signing", "audience_id"),
    ("directory_signing", "drafted_by_id"),
    ("directory_signing", "signed_by_id"),
    # Whom it was told.
    ("notifications_event", "audience_id"),
    ("notifications_notification", "person_id"),
    ("notifications_mail", "person_id"),
    # What they type, kept under a key that names no text.
    ("writing_draft", "person_id"),
    # The card that says where they work now.
    ("audit_event", "object_id"),
}


@pytest.fixture
def author(europe: Any) -> Person:
    home = Administration.enrol(
        by=None, id=HOME_KEY, iso2="QZ", iso3="QZX", name_en=PLACE, name_fr=PLACE, region=europe
    )
    person = make_person(f"Una {NAME}", id=AUTHOR_KEY, administration=home)
    return seat(person, "contact-point", administration=home)


def named(author: Person) -> Manuscript:
    """Return a text that an author began under the name, with a comment, and will hide."""
    first = begin(by=author, content=text(Kind.PRACTICE, title="A third canary of failures"))
    about = paragraph_of(first.kind, first.content, "recommendation", 1)
    assert about
    Comment.write(first, by=author, section="recommendation", paragraph=1, words="Which?",
                  seen=about.digest)  # fmt: skip
    return first


def lived(author: Person, asker: Person, level: str, *, first: Manuscript | None = None) -> Record:
    """Return a hidden record after all that can happen to it."""
    until = "2031-05-01" if level == Attribution.SEALED else None
    if first is None:
        first = named(author)
    seal = datetime.date.fromisoformat(until) if until else None
    reframe(fresh(first), by=author,
            frame=frame_of(first)._replace(attribution=level, sealed_until=seal))  # fmt: skip
    content = text(Kind.EXPERIENCE, title="A canary of failures", contact=True)
    row = publish(
        Kind.EXPERIENCE, by=author, content=content, attribution=level, sealed_until=until,
        marking="clear",
    )  # fmt: skip
    row.say_running(by=author)
    relay = Relay.ask(row, by=asker, text="How?")
    relay.say("So.", by=author)
    relay.report(by=author)
    relay.end(by=author)
    Record.objects.filter(pk=row.pk).update(running_at="2020-01-01T00:00Z")
    ask_due()
    if level in (Attribution.REGION, Attribution.SEALED):
        officers = [make_person("Otto One"), make_person("Otto Two")]
        for each in officers:
            each.assign_role("secretariat", by=None)
        asked = Unsealing.ask(row, by=as_reader(officers[0]), reason="A court asks.")
        asked.agree(by=as_reader(officers[1]))
        asked.look(by=officers[0])
    row.refresh_from_db()
    manuscript = row.manuscripts.model.revise(row, by=author)
    manuscript.write(
        by=author, content={**manuscript.content, "problem": "Worse."}, seen=manuscript.seen()
    )
    keep_draft(author, manuscript)
    give_up(author, level, until)
    # Whoever moves is the author still.
    moved(Person.objects.get(pk=author.pk), asker.administration)
    index_stale()
    count_all()
    dispatch_waiting()
    return row


def keep_draft(author: Person, row: Manuscript) -> None:
    """Keep what somebody types in a text, and does not send."""
    client = Client()
    client.force_login(author)
    address = f"/en/guidelines/manuscripts/{row.public_id}/edit/"
    client.post(address, {"steps": "Half a", "press": "save", "draft_window": "w"})


def give_up(author: Person, level: str, until: Any) -> None:
    """Give up a draft that was in review and came back."""
    content = text(Kind.EXPERIENCE, title="A second canary of failures")
    draft = begin(
        Kind.EXPERIENCE, by=author, content=content, attribution=level, sealed_until=until
    )
    journey.send_on(draft, by=author)
    journey.give_back(fresh(draft), by=None, reason="Why?")
    journey.drop(fresh(draft), by=author)


def tables() -> list[str]:
    """Return every table that is not the directory's own."""
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return sorted(name for name in names if not name.startswith(OWN_TABLES))


def rows_with(table: str, words: tuple[str, ...]) -> list[str]:
    """Return the rows of a table that hold one of the words, as text."""
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(each)::text FROM " + quoted + " AS each")
        rows = [text for (text,) in cursor.fetchall()]
    return [row for row in rows if any(word in row.lower() for word in words)]


@pytest.mark.parametrize("level", HIDDEN)
def test_no_row_that_speaks_of_a_hidden_record_names_its_author(
    author: Person, ncp_b: Person, level: str
) -> None:
    row = lived(author, ncp_b, level)

    found = {table: rows_with(table, CANARIES) for table in tables()}
    # Her own card and her administration are found by their names; the record is not.
    own = {"search_entry", "search_posting", "search_word", "search_vocabulary", "audit_personal"}
    assert {table for table, rows in found.items() if rows} <= own | {"notifications_mail"}
    marks = (row.public_id, str(row.code).lower(), "canary of failures")
    for table, rows in found.items():
        assert [each for each in rows if any(mark in each.lower() for mark in marks)] == [], table


@pytest.mark.parametrize("level", HIDDEN)
def test_no_line_of_log_or_outbox_is_by_a_hidden_author(
    author: Person, ncp_b: Person, level: str
) -> None:
    row = lived(author, ncp_b, level)

    about = [row, *row.manuscripts.all(), *row.relays.all(), *row.unsealings.all()]
    items = list(WorkItem.objects.filter(kind__startswith="guidelines."))
    for each in [*about, *items]:
        assert author.pk not in set(Logged.objects.about(each).values_list("actor_id", flat=True))
        told = Told.objects.filter(object_type=each._meta.label_lower, object_id=each.pk)
        assert author.pk not in set(told.values_list("actor_id", flat=True))
        detail = json.dumps(list(Logged.objects.about(each).values_list("detail", flat=True)))
        assert f'"administration_id": {author.administration_id}' not in detail
    home = f"administration:{author.administration_id}"
    assert home not in Record.objects.get(pk=row.pk).audience.tokens
    assert author.pk not in {item.opened_by_id for item in items}


@pytest.mark.parametrize("level", HIDDEN)
def test_no_line_beside_those_of_a_hidden_record_leads_to_its_author(
    author: Person, ncp_b: Person, level: str
) -> None:
    first = named(author)
    began = Logged.objects.latest("pk").pk

    lived(author, ncp_b, level, first=first)

    rows = Logged.objects.filter(pk__gt=began)
    assert author.pk not in set(rows.values_list("actor_id", flat=True))
    old = [*first.comments.all(), first, first.record]
    assert [row for each in old for row in rows.about(each)] == []
    days = datetime.timedelta(days=SILENT_DAYS)
    with time_machine.travel(timezone.now() + days):
        mind_reviews()
        mind_reviews()
    assert list(rows.about(first).values_list("verb", "actor_id")) == [("guidelines.drop", None)]


@pytest.mark.parametrize("level", HIDDEN)
def test_draft_of_a_hidden_text_says_which_to_nobody(
    client: Client, author: Person, level: str
) -> None:
    until = datetime.date(2031, 5, 1) if level == Attribution.SEALED else None
    row = begin(by=author, attribution=level, sealed_until=until)
    keep_draft(author, row)
    client.force_login(author)

    page = client.get(f"/en/guidelines/manuscripts/{row.public_id}/edit/")

    marks = (row.public_id.lower(), row.record.public_id.lower())
    assert (Draft.objects.waiting().count(), rows_with("writing_draft", marks)) == (1, [])
    assert page.context["form"]["steps"].value() == "Half a"
    assert page.context["form"].draft_attributes["data-draft-address"] == (
        "/en/guidelines/manuscripts/"
    )
    assert client.get(Draft.objects.get().address).status_code == 200


@pytest.mark.parametrize("level", HIDDEN)
def test_no_reader_meets_the_name_on_any_page(
    client: Client, author: Person, ncp_b: Person, secretariat: Person, level: str
) -> None:
    row = lived(author, ncp_b, level)
    relay = Relay.objects.get()

    addresses = [
        row.get_absolute_url(), "/en/guidelines/", "/en/guidelines/experiences/",
        "/en/guidelines/figures/", "/en/search/?q=canary", "/en/guidelines/questions/",
    ]  # fmt: skip
    for person in (None, ncp_b, secretariat):
        if person:
            client.force_login(person)
        for address in [*addresses, *([relay.get_absolute_url()] if person == ncp_b else [])]:
            answer = client.get(address, follow=True)
            said = answer.content.decode().lower()
            assert [word for word in CANARIES if word in said] == [], (person, address)


def test_what_the_search_index_keeps_does_not_lead_to_the_author(
    author: Person, ncp_b: Person
) -> None:
    row = lived(author, ncp_b, Attribution.SECRETARIAT)

    for table in tables():
        if table.startswith("search_"):
            about = rows_with(table, (row.public_id,))
            assert not any(word in each.lower() for each in about for word in CANARIES)
    assert Figures.objects.count() == 2
    assert str(Identity.of(row)) == f"identity of record {row.pk}"


@pytest.mark.parametrize("level", HIDDEN)
def test_readers_are_kept_as_the_rule_says(author: Person, ncp_b: Person, level: str) -> None:
    row = lived(author, ncp_b, level)
    owner = Identity.of(row)
    assert owner
    owner.open_to("named", by=author)

    for model in (Record, Relay, Unsealing, type(row.manuscript)):
        for each in model.objects.all():
            assert set(each.audience.tokens) == each.audience_tokens(), each
            events = Told.objects.filter(object_type=each._meta.label_lower, object_id=each.pk)
            assert {event.audience_id for event in events} <= {each.audience_id}


def keys_found() -> Counter[tuple[str, str]]:
    """Return how many rows hold a key of the author or their administration, by table, column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, tokens::text FROM markings_audience")
        audiences = {pk for pk, tokens in cursor.fetchall() if holds_key(tokens)}
    found: Counter[tuple[str, str]] = Counter()
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT row_to_json(each)::text FROM "
                + connection.ops.quote_name(table)
                + " AS each"
            )
            rows = [json.loads(text) for (text,) in cursor.fetchall()]
        found.update(
            (table, column)
            for row in rows
            for column, value in row.items()
            if holds_key(value) or (column == "audience_id" and value in audiences)
        )
    return found


def holds_key(value: Any) -> bool:
    """Return whether a value of a column holds one of the two keys."""
    return any(str(key) in str(value) for key in (AUTHOR_KEY, HOME_KEY))


@pytest.mark.parametrize("level", HIDDEN)
def test_keys_of_a_hidden_author_stand_where_the_record_of_decisions_says(
    author: Person, ncp_b: Person, level: str
) -> None:
    first = named(author)
    before = keys_found()

    lived(author, ncp_b, level, first=first)
    with opened():
        after = keys_found()

    unsealed = {("guidelines_unsealing", "audience_id")}
    expected = STAND - unsealed if level == Attribution.SECRETARIAT else STAND
    assert set(after - before) == expected
