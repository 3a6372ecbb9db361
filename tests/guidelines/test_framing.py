"""What was chosen at the beginning is corrected until something is published."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Attribution, Stage
from guidelines.models import Comment, Manuscript, Provenance, journey
from guidelines.models.framing import Frame, frame_of, reframe
from guidelines.text.paragraphs import paragraph_of
from portal.audit.models import Event
from portal.markings.models import Marking
from portal.refusals import Refused
from portal.writing.models import Draft
from tests.guidelines.advice import begin, language, publish
from tests.guidelines.ways import fresh, in_review

pytestmark = pytest.mark.django_db


def sent(row: Manuscript, **chosen: str) -> dict[str, str]:
    """Return the form of a text as it is sent from a page that is opened now."""
    shown = frame_of(row)
    framed = {
        "marking": shown.marking, "language": shown.language.code,
        "attribution": shown.attribution, "sealed_until": "",
    }  # fmt: skip
    words = {"title": "Measure before you buy", "seen": json.dumps(row.seen())}
    return {**words, **framed, "framed": json.dumps(framed), **chosen}


def send(client: Client, row: Manuscript, data: dict[str, str]) -> Any:
    """Send the form of a text."""
    return client.post(f"/en/guidelines/manuscripts/{row.public_id}/edit/", data)


def frame(row: Manuscript, **values: Any) -> Frame:
    """Return what is chosen of a text, but for some of it."""
    return frame_of(fresh(row))._replace(**values)


def test_label_and_language_are_corrected_with_the_text(client: Client, ncp_a: Person) -> None:
    language("fr")
    row = begin(by=ncp_a)
    client.force_login(ncp_a)
    page = client.get(f"/en/guidelines/manuscripts/{row.public_id}/edit/")

    answer = send(client, row, sent(row, marking="clear", language="fr"))

    assert "Who will read it once it is published" in page.content.decode()
    row = fresh(row)
    record = row.record
    assert answer.headers["Location"] == row.get_absolute_url()
    assert (row.marking, record.marking, record.language.code) == ("clear", "clear", "fr")
    assert "language:fr" in record.facets


def test_form_without_choices_changes_none(client: Client, ncp_a: Person) -> None:
    row = begin(by=ncp_a, marking=Marking.CLEAR, attribution=Attribution.REGION)
    before = frame(row)
    client.force_login(ncp_a)

    answer = send(client, row, {"title": "Another", "seen": json.dumps(row.seen())})

    assert (answer.status_code, fresh(row).content["title"], frame(row)) == (302, "Another", before)


def test_choices_nested_without_end_change_none(client: Client, ncp_a: Person) -> None:
    row = begin(by=ncp_a, marking=Marking.CLEAR, attribution=Attribution.REGION)
    before = frame(row)
    client.force_login(ncp_a)
    endless = "[" * 100_000

    answer = send(client, row, {"title": "Another", "seen": endless, "framed": endless})

    assert (answer.status_code < 500, frame(row)) == (True, before)


def test_choice_of_a_colleague_is_not_undone_unseen(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    language("fr")
    row = begin(by=ncp_a)
    opened = sent(row, language="fr", title="Mine")
    untouched = sent(row)
    reframe(row, by=officer, frame=frame(row, marking=Marking.CLEAR, language=language("es")))
    client.force_login(ncp_a)

    quiet = send(client, row, untouched)
    page = send(client, row, opened)
    kept = frame(row), fresh(row).content["title"]
    again = send(client, row, opened | {"framed": page.context["form"]["framed"].value()})

    assert (quiet.status_code, page.status_code) == (302, 200)
    assert kept == (frame(row, language=language("es")), "Measure before you buy")
    assert "A colleague chose something else" in page.content.decode()
    assert (again.status_code, frame(row).language.code, frame(row).marking) == (302, "fr", "clear")


def test_name_that_is_hidden_stands_nowhere_any_more(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    first = begin(by=officer)
    Provenance.keep(first.record, code="topic", key="abc")
    client.force_login(ncp_a)

    answer = send(client, first, sent(first, attribution=Attribution.REGION, steps="One."))

    row = Manuscript.objects.open().get()
    record = row.record
    assert answer.headers["Location"] == row.get_absolute_url()
    assert (fresh(first).stage, row.content["steps"]) == (Stage.DROPPED, "One.")
    assert (record.administration, record.region) == (None, ncp_a.administration.region)  # type: ignore[union-attr]
    assert (row.changed_by, row.written_by, record.provenance.is_open) == (None, [], False)
    identity = record.identity_or_none
    assert identity
    assert (identity.author, identity.attribution) == (officer, "region")
    acts = {each.actor_id for on in (row, record) for each in Event.objects.about(on)}
    assert acts == {None}


def test_comments_go_on_with_the_text_by_nobody(ncp_a: Person, officer: Person) -> None:
    first = begin(by=officer)
    about = paragraph_of(first.kind, first.content, "recommendation", 1)
    assert about
    for words in ("Which?", "Whose?"):
        Comment.write(first, by=ncp_a, section="recommendation", paragraph=1, words=words,
                      seen=about.digest)  # fmt: skip
    first.comments.get(words="Whose?").settle("refused", by=officer, answer="Ours.")

    row = reframe(first, by=officer, frame=frame(first, attribution=Attribution.REGION))

    names = ("words", "state", "answer", "by", "answered_by")
    assert set(row.comments.values_list(*names)) == {
        ("Which?", "open", "", None, None), ("Whose?", "refused", "Ours.", None, None),
    }  # fmt: skip
    keys = {each.pk for each in first.comments.all()}
    assert (len(keys), keys & {each.pk for each in row.comments.all()}) == (2, set())
    assert min(each.at for each in row.comments.all()) > max(
        each.at for each in first.comments.all()
    )


def test_colleague_who_is_writing_goes_on_in_the_text_begun_anew(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    first = begin(by=officer)
    client.force_login(ncp_a)
    address = f"/en/guidelines/manuscripts/{first.public_id}/edit/"
    typed = sent(first, title="Mine", steps="Typed for long.")
    client.post(address, typed | {"press": "save", "draft_window": "w"})
    row = reframe(first, by=officer, frame=frame(first, attribution=Attribution.REGION))

    opened = client.get(address)
    answer = client.post(address, typed | {"draft_window": "w"})

    assert opened.context["manuscript"] == row
    assert opened.context["form"]["steps"].value() == "Typed for long."
    assert answer.headers["Location"] == row.get_absolute_url()
    assert (fresh(row).content["title"], fresh(row).content["steps"]) == ("Mine", "Typed for long.")
    assert (frame(row).attribution, fresh(first).content["title"]) == (
        "region", "Measure before you buy",
    )  # fmt: skip
    assert not Draft.objects.waiting().exists()


def test_colleague_who_is_writing_is_shown_what_another_changed_in_the_text_begun_anew(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    first = begin(by=officer)
    typed = sent(first, title="Mine")
    row = reframe(first, by=officer, frame=frame(first, attribution=Attribution.REGION))
    row.write(by=officer, content={**row.content, "title": "Theirs"}, seen=row.seen())
    client.force_login(ncp_a)

    page = send(client, first, typed)

    assert (page.status_code, page.context["form"].conflicts) == (200, ["title"])
    assert "A colleague changed this section" in page.content.decode()
    assert fresh(row).content["title"] == "Theirs"


def test_page_of_a_text_begun_anew_leads_on(client: Client, ncp_a: Person) -> None:
    first = begin(by=ncp_a)
    row = reframe(first, by=ncp_a, frame=frame(first, attribution=Attribution.REGION))
    client.force_login(ncp_a)

    old, new = (client.get(each.get_absolute_url()).content.decode() for each in (first, row))

    assert f'href="{row.get_absolute_url()}"' in old
    assert first.public_id not in new


def test_hidden_text_is_hidden_further_in_place(ncp_a: Person) -> None:
    row = begin(by=ncp_a, attribution=Attribution.REGION)
    day = datetime.date(2031, 1, 1)
    hidden = frame(row, attribution=Attribution.SEALED, sealed_until=day)

    again = reframe(row, by=ncp_a, frame=hidden)

    record = fresh(row).record
    assert (again, record.region, record.sealed_until) == (row, None, day)


def test_what_was_sent_under_a_name_is_not_hidden(ncp_a: Person) -> None:
    row = in_review(ncp_a)
    journey.take_back(row, by=ncp_a)

    with pytest.raises(Refused, match="Others read whose it is already"):
        reframe(row, by=ncp_a, frame=frame(row, attribution=Attribution.REGION))

    assert frame(row).attribution == Attribution.NAMED


def test_other_label_wants_another_clearance(ncp_a: Person, secretariat: Person) -> None:
    row = in_review(ncp_a)
    journey.give_back(row, by=secretariat, reason="Why not for all?")

    reframe(row, by=ncp_a, frame=frame(row, marking=Marking.CLEAR))

    assert fresh(row).cleared_digest == ""


def test_label_is_never_milder_than_where_it_comes_from(ncp_a: Person) -> None:
    row = begin(by=ncp_a)
    Provenance.keep(row.record, code="topic", key="nothing")

    with pytest.raises(Refused, match="cannot be milder"):
        reframe(row, by=ncp_a, frame=frame(row, marking=Marking.CLEAR))

    assert frame(row).marking == Marking.GREEN


def test_text_that_was_sent_on_or_published_keeps_its_frame(ncp_a: Person) -> None:
    on_its_way = in_review(ncp_a)
    published = Manuscript.revise(publish(by=ncp_a), by=ncp_a)

    for row in (on_its_way, published):
        with pytest.raises(Refused, match="while the text is written"):
            reframe(row, by=ncp_a, frame=frame(row, marking=Marking.CLEAR))
