"""Two signers at the same moment: one signature, one standing text."""

import pytest

from directory.models import Signing
from tests.directory.signing import draft
from tests.directory.test_change_races import at_once, holder
from tests.people import make_person, seat
from tests.search.conftest import own_database  # noqa: F401 a fixture

pytestmark = pytest.mark.usefixtures("own_database")


def test_principal_and_deputy_sign_once() -> None:
    person = holder()
    deputy = make_person("Dora Deputy", administration=person.administration)
    seat(deputy, "deputy", administration=person.administration)
    person.holdings.get().seat.let_deputies_sign(True, by=person)
    signing = draft(person)
    pages = [Signing.objects.get(pk=signing.pk) for _each in range(2)]

    answers = at_once(
        lambda: pages[0].sign(by=person, seen=signing.digest),
        lambda: pages[1].sign(by=deputy, seen=signing.digest),
    )

    assert sorted(answers) == [False, True]
    assert Signing.objects.standing().count() == 1


def test_two_drafts_at_once_are_one() -> None:
    person = holder()
    colleague = make_person("Carl Colleague", administration=person.administration)

    answers = at_once(lambda: draft(person, "A").text, lambda: draft(colleague, "B").text)

    assert Signing.objects.drafts().count() == 1
    assert Signing.objects.get().text in answers


def test_signature_and_another_draft_lose_nothing() -> None:
    person = holder()
    signing = draft(person, "A")
    page = Signing.objects.get(pk=signing.pk)

    answers = at_once(
        lambda: page.sign(by=person, seen=signing.digest), lambda: draft(person, "B").text
    )

    stand = {each.state: each.text for each in Signing.objects.all()}
    assert stand == ({"signed": "A", "draft": "B"} if answers[0] is True else {"draft": "B"})
