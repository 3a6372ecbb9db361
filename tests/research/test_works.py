"""The verbs of a work: what they write, whom they let read, and that twice is once."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.utils import translation

from directory.models import Administration, Person
from portal.audit.models import Event
from portal.markings.models import Audience, Marking
from portal.markings.sources import holders_of
from portal.search.models import Entry, Stale
from portal.taxonomy.models import Language, Process, Technology
from research.models import ChangedMeanwhileError, Work
from tests.people import as_reader
from tests.research.conftest import Make


def verbs_about(work: Work) -> list[str]:
    return list(Event.objects.about(work).order_by("pk").values_list("verb", flat=True))


def test_add_writes_authors_audit_and_stale_row(make_work: Make, editor: Person) -> None:
    work = make_work(authors=["Ada Arcadi", "{Bank of B}", "Poe, Edgar Allan"], publish=False)

    assert list(work.authors.values_list("name", "family")) == [
        ("Ada Arcadi", "Arcadi"),
        ("Bank of B", ""),
        ("Edgar Allan Poe", "Poe"),
    ]
    assert work.byline == "Ada Arcadi et al."
    assert verbs_about(work) == ["research.add_work"]
    assert Stale.objects.filter(object_type="research.work", object_id=work.pk).count() == 1


def test_add_with_a_used_token_is_refused_by_the_database(make_work: Make) -> None:
    token = uuid.uuid4()
    make_work(token=token)

    with pytest.raises(IntegrityError):
        make_work(token=token)


def test_facets_are_kept_from_what_the_work_is_filed_under(
    make_work: Make, ai: Technology, drones: Technology, valuation: Process
) -> None:
    work = make_work(related={"technologies": [ai], "processes": [valuation]})

    work.revise(by=work.added_by, related={"technologies": [drones]}, kind=Work.Type.BOOK)

    kept = Work.objects.get(pk=work.pk).facets
    assert kept == ["language:en", "process:valuation", "technology:drones", "type:book"]


def test_publish_gives_public_records_a_code_once(make_work: Make, publisher: Person) -> None:
    work = make_work(publish=False)

    work.publish(by=publisher)
    work.publish(by=publisher)

    assert work.code == f"R{work.pk:03d}"
    assert (work.published_by, work.state) == (publisher, "published")
    assert verbs_about(work) == ["research.add_work", "research.publish_work"]


def test_restricted_record_has_no_code_until_it_becomes_public(
    make_work: Make, editor: Person
) -> None:
    work = make_work(marking=Marking.GREEN)
    before = work.code

    work.revise(by=editor, marking=Marking.CLEAR)

    assert (before, work.code) == (None, f"R{work.pk:03d}")


def test_withdraw_keeps_the_reason_out_of_the_log(make_work: Make, publisher: Person) -> None:
    work = make_work()

    work.withdraw(by=publisher, reason="The figures were wrong.")
    work.withdraw(by=publisher, reason="Again.")

    event = Event.objects.about(work).get(verb="research.withdraw_work")
    assert (work.state, work.withdrawal_reason) == ("withdrawn", "The figures were wrong.")
    assert event.detail == {}
    assert event.personal.values == {"reason": "The figures were wrong."}


def test_revise_refuses_a_text_that_somebody_changed_meanwhile(
    make_work: Make, editor: Person, secretariat: Person
) -> None:
    work = make_work()
    seen = work.changed_at
    Work.objects.get(pk=work.pk).revise(by=secretariat, title="Theirs")

    with pytest.raises(ChangedMeanwhileError) as caught:
        work.revise(by=editor, seen=seen, title="Mine")

    assert caught.value.by == secretariat
    assert Work.objects.get(pk=work.pk).title == "Theirs"


def test_revise_on_an_old_copy_keeps_the_audience_of_the_row(
    make_work: Make, editor: Person
) -> None:
    work = make_work(publish=False, marking=Marking.GREEN)
    old = Work.objects.get(pk=work.pk)
    work.publish(by=None)

    old.revise(by=editor, title="Changed")

    assert Work.objects.get(pk=work.pk).audience.tokens == ["members"]


def test_publish_refuses_a_text_that_the_publisher_has_not_read(
    make_work: Make, publisher: Person, editor: Person
) -> None:
    work = make_work(publish=False)
    seen = work.changed_at
    Work.objects.get(pk=work.pk).revise(by=editor, title="Other words")

    with pytest.raises(ChangedMeanwhileError):
        work.publish(by=publisher, seen=seen)

    assert Work.objects.get(pk=work.pk).state == "draft"


def test_a_lowered_label_hides_the_index_row_at_once(make_work: Make, editor: Person) -> None:
    work = make_work()
    entry = Entry.objects.get(object_type="research.work", object_id=work.pk)
    Entry.objects.filter(pk=entry.pk).update(is_hidden=False)

    work.revise(by=editor, marking=Marking.GREEN)

    entry.refresh_from_db()
    assert (entry.is_hidden, entry.audience_id) == (True, work.audience_id)


def test_grants_change_the_readers_at_once(
    make_work: Make, ncp_b: Person, borduria: Administration, secretariat: Person, officer: Person
) -> None:
    work = make_work(marking=Marking.RED)

    work.grant(borduria.group, by=secretariat)
    by_administration = work.is_readable_by(as_reader(ncp_b))
    work.revoke(borduria.group, by=secretariat)

    assert (by_administration, work.is_readable_by(as_reader(ncp_b))) == (True, False)
    assert work.audience.tokens == []
    assert verbs_about(work)[-2:] == ["research.grant_work", "research.revoke_work"]


def test_stored_audience_equals_the_rule_and_both_ways_agree(
    library: dict[str, Work], make_work: Make, everybody: list[Person], arcadia: Administration
) -> None:
    named = {str(person): person for person in everybody}
    make_work("Open to partners", marking=Marking.GREEN, is_open_to_partners=True)
    make_work("Draft", publish=False)
    make_work("Withdrawn", marking=Marking.AMBER).withdraw(by=named["Publisher Role"], reason="No.")
    library["red"].grant(arcadia.group, by=None)
    library["amber-strict"].grant(named["Paul Partner"], by=None)

    for work in Work.objects.select_related("audience"):
        assert work.audience.tokens == sorted(work.audience_tokens()), work.title
        by_rule = {person.pk for person in everybody if work.is_readable_by(person)}
        by_query = {
            person.pk
            for person in everybody
            if Work.objects.readable_by(person).filter(pk=work.pk).exists()
        }
        by_holders = set(
            Person.objects.filter(holders_of(work.audience.tokens)).values_list("pk", flat=True)
        )
        assert by_rule == by_query == by_holders, work.title


def test_readers_per_label(library: dict[str, Work], everybody: list[Person]) -> None:
    anonymous = AnonymousUser()
    readers = {
        label: {str(person) for person in everybody if work.is_readable_by(person)}
        for label, work in library.items()
    }

    assert not any(
        library[label].is_readable_by(anonymous) for label in library if label != "clear"
    )
    assert readers["clear"] == {str(person) for person in everybody}
    assert readers["green"] == {
        "Ada Arcadi", "Boris Bordur", "Olga Officer", "Rita Regional", "Secretariat Role",
        "Editor Role", "Publisher Role", "Moderator Role",
    }  # fmt: skip
    assert readers["amber"] == {
        "Ada Arcadi", "Olga Officer", "Secretariat Role", "Editor Role", "Publisher Role",
        "Moderator Role",
    }  # fmt: skip
    assert readers["amber-strict"] == {"Ada Arcadi", "Olga Officer"}
    assert readers["red"] == {"Boris Bordur"}


def test_amber_record_without_an_owner_is_refused_by_the_database(
    make_work: Make,
) -> None:
    with pytest.raises(IntegrityError, match="research_amber_has_owner"):
        make_work(marking=Marking.AMBER, administration=None)


def test_local_title_is_french_for_french_readers_only(make_work: Make, spanish: Language) -> None:
    work = make_work("Título", title_fr="Titre", language=spanish)

    with translation.override("fr"):
        french = work.local_title

    assert (french, work.local_title) == ("Titre", "Título")


def test_audiences_are_interned(library: dict[str, Work], make_work: Make) -> None:
    before = Audience.objects.count()

    make_work("Another", marking=Marking.GREEN)

    assert Audience.objects.count() == before


def test_discarded_draft_is_gone_and_the_log_says_who_did_it(
    make_work: Make, editor: Person
) -> None:
    draft = make_work(publish=False)
    key = draft.pk

    draft.discard(by=editor)

    assert not Work.objects.filter(pk=key).exists()
    entry = Event.objects.get(verb="research.discard_work")
    assert (entry.object_id, entry.actor_id) == (key, editor.pk)
