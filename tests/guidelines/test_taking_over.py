"""An administration takes over what public sources say of it, or says that it is wrong."""

import re
from typing import Any

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Kind, Stage, State
from guidelines.models import Manuscript, Record
from guidelines.models.framing import frame_of, reframe
from guidelines.models.taking import take_over
from portal.audit.models import Event
from portal.markings.models import Marking
from portal.refusals import Refused
from tests.guidelines.advice import language, publish

pytestmark = pytest.mark.django_db
ROOM = "/en/guidelines/"
BUTTON = "Take it over"


def sourced(**values: Any) -> Record:
    """Publish what public sources say of A."""
    values.setdefault("about_codes", ["XA"])
    return publish(
        Kind.EXPERIENCE, marking=Marking.CLEAR, source_url="https://example.org/",
        about="Customs of Arcadia", **values,
    )  # fmt: skip


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def fresh(row: Record) -> Record:
    return Record.objects.get(pk=row.pk)


def test_contact_point_takes_it_over_and_the_published_text_stands_in_its_place(
    client: Client, ncp_a: Person
) -> None:
    row = sourced()
    client.force_login(ncp_a)
    assert BUTTON in shown(client, row.get_absolute_url())

    answer = client.post(f"{ROOM}{row.public_id}/take-over/", follow=True)

    begun = Manuscript.objects.get(record__takes_over=row)
    html = answer.content.decode()
    assert answer.redirect_chain[-1][0] == begun.get_absolute_url()
    assert f"which public sources say about {row.about}" in html
    assert (begun.stage, begun.content) == (Stage.WRITING, row.version.content)
    assert (begun.record.administration, begun.record.attribution) == (
        ncp_a.administration, "named",
    )  # fmt: skip
    # Until then the first one stands.
    assert fresh(row).state == State.PUBLISHED

    begun.publish(by=None)

    new = fresh(begun.record)
    assert (fresh(row).state, fresh(row).superseded_by) == (State.SUPERSEDED, new)
    page = shown(client, new.get_absolute_url())
    assert "From public sources" not in page
    assert row.code in begun.version.note
    old = shown(client, row.get_absolute_url())
    assert new.get_absolute_url() in old
    assert "Its administration handed in its own text." in old


def test_only_the_contact_point_of_whom_it_is_about_takes_it_over(
    client: Client, ncp_b: Person, officer: Person, secretariat: Person
) -> None:
    row = sourced()

    for person, is_theirs in ((ncp_b, False), (officer, True), (secretariat, False)):
        client.force_login(person)
        assert client.post(f"{ROOM}{row.public_id}/take-over/").status_code == 403
        html = shown(client, row.get_absolute_url())
        assert BUTTON not in html
        # An officer hears who may, and says what is wrong.
        assert ("Your contact point may take it over" in html) == is_theirs
        assert ("Say what is wrong" in html) == is_theirs
    client.logout()
    assert "It is about your administration" not in shown(client, row.get_absolute_url())
    assert not Manuscript.objects.open().exists()


def test_what_somebody_handed_in_is_taken_over_by_nobody(client: Client, ncp_a: Person) -> None:
    row = publish(Kind.EXPERIENCE, marking=Marking.CLEAR, about_codes=["XA"])
    client.force_login(ncp_a)

    assert client.post(f"{ROOM}{row.public_id}/take-over/").status_code == 403
    assert BUTTON not in shown(client, row.get_absolute_url())


def test_none_of_several_takes_it_over_alone(client: Client, ncp_a: Person) -> None:
    row = sourced(about_codes=["XA", "XB"])
    client.force_login(ncp_a)

    assert client.post(f"{ROOM}{row.public_id}/take-over/").status_code == 403
    html = shown(client, row.get_absolute_url())
    assert BUTTON not in html
    assert "none of them takes it over alone" in html
    assert f'href="{ROOM}experiences/add/"' in html
    assert not Manuscript.objects.open().exists()


def test_second_press_goes_on_with_the_same_draft(ncp_a: Person) -> None:
    row = sourced()

    first, second = take_over(row, by=ncp_a), take_over(row, by=ncp_a)

    assert first == second
    assert Event.objects.filter(verb="guidelines.take_over").count() == 1


def test_draft_that_was_given_up_leaves_the_record_and_another_may_be_begun(
    ncp_a: Person,
) -> None:
    row = sourced()
    first = take_over(row, by=ncp_a)

    first.drop(by=ncp_a)

    assert fresh(row).state == State.PUBLISHED
    assert take_over(row, by=ncp_a) != first


def test_translations_of_words_that_stayed_go_on(ncp_a: Person) -> None:
    row, french = sourced(), language("fr")
    row.translate("title", "Des scellés", language=french, by=None)
    row.translate("lesson", "Commencer petit.", language=french, by=None)
    begun = take_over(fresh(row), by=ncp_a)
    begun.write(
        by=ncp_a, content={**begun.content, "lesson": "Begin with two corridors."},
        seen=begun.seen(),
    )  # fmt: skip

    begun.publish(by=None)

    new = fresh(begun.record)
    assert list(new.translations.values_list("section", "text", "is_working")) == [
        ("title", "Des scellés", True)
    ]
    assert (new.title_fr, new.lead_fr) == ("Des scellés", "")


def test_record_that_was_withdrawn_meanwhile_stays_so(ncp_a: Person, publisher: Person) -> None:
    row = sourced()
    begun = take_over(row, by=ncp_a)
    fresh(row).withdraw(by=publisher, reason="Wrong.")

    begun.publish(by=None)

    assert (fresh(row).state, fresh(begun.record).state) == (State.WITHDRAWN, State.PUBLISHED)
    with pytest.raises(Refused):
        take_over(row, by=ncp_a)


def test_later_versions_replace_nothing(ncp_a: Person) -> None:
    row = sourced()
    begun = take_over(row, by=ncp_a)
    begun.publish(by=None)
    follower = fresh(row).superseded_by

    Manuscript.revise(fresh(begun.record), by=ncp_a).publish(by=None)

    assert fresh(row).superseded_by == follower
    assert fresh(begun.record).version.number == 2


def test_text_that_is_hidden_no_longer_leads_to_what_it_was_made_from(ncp_a: Person) -> None:
    row = sourced()
    begun = take_over(row, by=ncp_a)

    hidden = reframe(
        begun, by=ncp_a, frame=frame_of(begun)._replace(attribution="region", marking="green")
    )
    hidden.publish(by=None)

    assert fresh(hidden.record).takes_over is None
    assert fresh(row).state == State.PUBLISHED
    assert row.code not in hidden.note


def test_officer_says_what_is_wrong(client: Client, officer: Person) -> None:
    row = sourced()
    client.force_login(officer)

    page = shown(client, f"{ROOM}{row.public_id}/review/?cause=other")
    client.post(
        f"{ROOM}{row.public_id}/review/", {"cause": "other", "note": "We ended it in 2023."}
    )

    assert re.search(r'value="other"[^>]*checked', page)
    assert row.reexaminations.get().note == "We ended it in 2023."
