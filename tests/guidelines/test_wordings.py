"""Words that are proposed in the place of a checked translation, and what editors have to check."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Record, Translation, Wording
from guidelines.text.sections import digest_of
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Event as Told
from portal.notifications.models import Notification
from portal.refusals import Refused
from tests.guidelines.advice import language, publish, text, version_of
from tests.people import make_person

pytestmark = pytest.mark.django_db

SOURCE = "Count the errors of a month."
QUEUE = "/en/guidelines/translations/"


@pytest.fixture
def row(ncp_b: Person, ncp_a: Person, editor: Person) -> Record:
    """A record of B that A translated and an editor checked."""
    row = publish(by=ncp_b, content=text(Kind.PRACTICE, problem=SOURCE), marking="clear")
    row.translate("problem", "Comptez.", language=language("fr"), by=ncp_a)
    Translation.objects.get().check_words(by=editor, seen=digest_of("Comptez."))
    return row


def path(row: Record, more: str = "") -> str:
    """Return the address of the French words."""
    return f"/en/guidelines/{row.public_id}/translations/fr/{more}"


def propose(client: Client, row: Record, by: Person, words: str = "Tout.") -> Wording:
    """Let somebody save other words, and return what waits."""
    client.force_login(by)
    found = client.get(path(row, "problem/")).context["form"].initial
    form = {"text": words, "seen": found["seen"], "source": found["source"]}
    assert client.post(path(row, "problem/"), form).status_code == 302
    return Wording.objects.waiting().get(by=by)


def press(client: Client, row: Record, wording: Wording, answer: str, by: Person) -> None:
    """Let somebody decide on words that wait."""
    client.force_login(by)
    sent = {"seen": wording.digest, "answer": answer}
    client.post(path(row, f"proposed/{wording.pk}/"), sent)


def test_words_of_an_officer_wait_beside_checked_ones(
    client: Client, row: Record, officer: Person
) -> None:
    wording = propose(client, row, officer)

    html = client.get(path(row)).content.decode()

    made = Translation.objects.get()
    assert (made.text, made.is_working) == ("Comptez.", False)
    assert (wording.text, wording.administration) == ("Tout.", officer.administration)
    assert ["Tout." in html, "until an editor accepts yours" in html] == [True, True]
    client.logout()
    assert "Tout." not in client.get(path(row)).content.decode()


def test_own_words_that_wait_are_written_anew(
    client: Client, row: Record, officer: Person, ncp_a: Person
) -> None:
    for by, words in ((officer, "Tout."), (ncp_a, "Autre."), (officer, "Tout, donc.")):
        propose(client, row, by, words)

    assert {each.text for each in Wording.objects.waiting()} == {"Autre.", "Tout, donc."}


def test_form_goes_on_from_own_words_that_wait(
    client: Client, row: Record, officer: Person, ncp_a: Person, editor: Person
) -> None:
    propose(client, row, officer)

    shown = {}
    for by in (officer, ncp_a, editor):
        client.force_login(by)
        form = client.get(path(row, "problem/")).context["form"]
        shown[by.pk] = (form.initial["text"], form.goes_on)

    assert shown == {
        officer.pk: ("Tout.", True), ncp_a.pk: ("Comptez.", False), editor.pk: ("Comptez.", False),
    }  # fmt: skip


def test_own_words_of_another_window_are_not_lost(
    client: Client, row: Record, officer: Person
) -> None:
    propose(client, row, officer)
    form = {"text": "Rien.", "seen": digest_of("Comptez."), "source": digest_of(SOURCE)}

    page = client.post(path(row, "problem/"), form)

    assert (page.status_code, Wording.objects.get().text) == (200, "Tout.")
    assert "Tout." in page.content.decode()
    assert client.post(path(row, "problem/"), page.context["form"].data).status_code == 302
    assert Wording.objects.get().text == "Rien."


def test_colleagues_of_a_hidden_record_see_what_they_proposed_before(
    client: Client, ncp_b: Person, editor: Person, ncp_a: Person
) -> None:
    row = publish(by=ncp_b, content=text(Kind.PRACTICE, problem=SOURCE), marking="clear",
                  attribution="region")  # fmt: skip
    mate = make_person("Mia Mate", administration=ncp_b.administration)
    row.translate("problem", "Comptez.", language=language("fr"), by=ncp_a)
    Translation.objects.get().check_words(by=editor, seen=digest_of("Comptez."))
    started = {"seen": digest_of("Comptez."), "source": digest_of(SOURCE)}
    for by, words in ((ncp_b, "Tout."), (mate, "Autre.")):
        client.force_login(by)
        page = client.post(path(row, "problem/"), {"text": words, **started})

    assert [each.text for each in Wording.objects.waiting()] == ["Tout."]
    assert ["Tout." in page.content.decode(), "Autre." in page.content.decode()] == [True, True]
    assert client.get(path(row, "problem/")).context["form"].initial["text"] == "Tout."


@pytest.mark.parametrize("who", ["editor", "owner"])
def test_accepted_words_take_the_place_and_the_earlier_are_kept(
    client: Client, row: Record, officer: Person, editor: Person, ncp_b: Person, who: str
) -> None:
    wording = propose(client, row, officer)
    by = {"editor": editor, "owner": ncp_b}[who]

    press(client, row, wording, "take", by)

    made = Translation.objects.get()
    assert (made.text, made.by, made.is_working, made.checked_by) == ("Tout.", officer, False, by)
    kept = Wording.objects.values_list("state", "text")
    assert set(kept) == {("taken", "Tout."), ("past", "Comptez.")}
    assert "Tout." in client.get(f"/fr/guidelines/{row.public_id}/").content.decode()


def test_words_that_are_left_change_nothing(
    client: Client, row: Record, officer: Person, editor: Person
) -> None:
    wording = propose(client, row, officer)

    press(client, row, wording, "leave", editor)
    press(client, row, wording, "take", editor)

    wording.refresh_from_db()
    assert (Translation.objects.get().text, wording.state) == ("Comptez.", "left")


@pytest.mark.parametrize("answer", ["take", "leave"])
@pytest.mark.parametrize("attribution", ["named", "region"])
def test_proposer_hears_what_became_of_the_words(
    client: Client, officer: Person, editor: Person, ncp_b: Person, answer: str, attribution: str
) -> None:
    row = publish(by=ncp_b, content=text(Kind.PRACTICE, problem=SOURCE), marking="clear",
                  attribution=attribution)  # fmt: skip
    row.translate("problem", "Comptez.", language=language("fr"), by=editor)
    Translation.objects.update(is_working=False)
    wording = propose(client, row, officer)

    press(client, row, wording, answer, ncp_b)
    press(client, row, wording, answer, ncp_b)
    dispatch_waiting()

    event = Told.objects.get(verb="guidelines.settle_wording")
    # Nobody is told who settled it where that would say whose record it is.
    assert event.actor == (ncp_b if attribution == "named" else None)
    (line,) = Notification.objects.filter(event=event)
    words = {"take": "were accepted", "leave": "were not accepted"}[answer]
    client.force_login(officer)
    assert (line.person, words in client.get(reverse("notifications:inbox")).content.decode()) == (
        officer,
        True,
    )


def test_nobody_hears_of_words_that_colleagues_proposed_without_a_name(
    ncp_b: Person, editor: Person, ncp_a: Person
) -> None:
    row = publish(by=ncp_b, marking="clear", attribution="region")
    row.translate("title", "Mesurer", language=language("fr"), by=ncp_a)
    made = Translation.objects.get()
    made.check_words(by=editor, seen=made.digest)
    Wording.propose(made, "Tout.", by=ncp_b)

    Wording.objects.get().settle(by=editor, seen=digest_of("Tout."), is_taken=True)

    assert not Told.objects.filter(verb="guidelines.settle_wording").exists()


def test_words_that_cannot_be_accepted_wait_on(
    client: Client, row: Record, officer: Person, editor: Person
) -> None:
    wording = propose(client, row, officer)

    with pytest.raises(Refused, match="Somebody changed"):
        wording.settle(by=editor, seen=digest_of("Comptez."), is_taken=True)
    with pytest.raises(Refused, match="A second person"):
        wording.settle(by=officer, seen=wording.digest, is_taken=True)
    row.issue(version_of(row).content | {"problem": "Other."}, by=None, marking="clear")
    with pytest.raises(Refused, match="The source changed"):
        wording.settle(by=editor, seen=wording.digest, is_taken=True)

    assert Wording.objects.waiting().get() == wording


def proposed_of_hidden(owner: Person, translator: Person, editor: Person) -> Wording:
    """Return words that an officer proposed on a record of their own that names nobody."""
    row = publish(by=owner, marking="clear", attribution="region")
    row.translate("title", "Mesurer", language=language("fr"), by=translator)
    made = Translation.objects.get()
    made.check_words(by=editor, seen=made.digest)
    Wording.propose(made, "Tout.", by=owner)
    return Wording.objects.get()


def test_hidden_owner_does_not_accept_words_of_the_own_administration(
    ncp_b: Person, editor: Person, officer: Person
) -> None:
    wording = proposed_of_hidden(ncp_b, officer, editor)

    with pytest.raises(Refused, match="A second person"):
        wording.settle(by=ncp_b, seen=wording.digest, is_taken=True)

    assert wording.settle(by=editor, seen=wording.digest, is_taken=True)


def test_words_proposed_while_it_was_hidden_are_not_accepted_by_their_author_once_it_is_named(
    ncp_b: Person, editor: Person, officer: Person
) -> None:
    wording = proposed_of_hidden(ncp_b, officer, editor)
    owner = wording.translation.record.identity_or_none
    assert owner
    owner.open_to("named", by=ncp_b)

    with pytest.raises(Refused, match="A second person"):
        wording.settle(by=ncp_b, seen=wording.digest, is_taken=True)

    assert wording.settle(by=editor, seen=wording.digest, is_taken=True)


@pytest.mark.parametrize("level", ["region", "named"])
def test_button_that_would_be_refused_is_not_shown(
    client: Client, ncp_b: Person, editor: Person, officer: Person, level: str
) -> None:
    wording = proposed_of_hidden(ncp_b, officer, editor)
    record = wording.translation.record
    owner = record.identity_or_none
    assert owner
    owner.open_to(level, by=ncp_b)
    colleague = make_person("Bea Bordur", administration=ncp_b.administration)
    shown = {}
    for who, by in (("own", ncp_b), ("colleague", colleague), ("editor", editor)):
        client.force_login(by)
        page = client.get(path(record)).content.decode()
        shown[who] = ("Put it in the place" in page, "Leave the checked one" in page)

    assert shown == {"own": (False, True), "colleague": (False, True), "editor": (True, True)}


def test_words_of_an_editor_replace_and_keep_the_earlier(
    client: Client, row: Record, editor: Person
) -> None:
    client.force_login(editor)
    form = {"text": "Mieux.", "seen": digest_of("Comptez."), "source": digest_of(SOURCE)}

    client.post(path(row, "problem/"), form)

    made = Translation.objects.get()
    assert (made.text, made.is_working) == ("Mieux.", True)
    assert Wording.objects.values_list("state", "text").get() == ("past", "Comptez.")


@pytest.mark.parametrize("count", [1, 3])
def test_queue_lists_what_nobody_checked(
    client: Client, row: Record, officer: Person, editor: Person, count: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    propose(client, row, officer)
    propose(client, row, make_person("Mia Mate", administration=officer.administration), "Deux.")
    for number in range(count):
        other = publish(content=text(Kind.PRACTICE, title=f"Number {number}"))
        other.translate("title", "Numéro", language=language("fr"), by=officer)
    client.force_login(editor)
    client.get(QUEUE)

    # Session, person, tokens, audiences, the number of rows, the rows.
    with django_assert_num_queries(6):
        page = client.get(QUEUE)

    titles = sorted(line.record.title for line, _language in page.context["lines"])
    assert titles == [*["Measure before you buy"], *(f"Number {each}" for each in range(count))]
    assert "Translations to check" in page.content.decode()
