"""The first officer of an empty production system."""

from io import StringIO

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from directory.models import PendingChange, Person
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.refusals import Refused
from tests.directory.signin import app_code, ask_for_code, mailed_code, page, who
from tests.people import as_reader, make_person


def run(*emails: str) -> str:
    out = StringIO()
    call_command("first_officer", *emails, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_first_officer_signs_in_by_code_and_must_protect_the_account(client: Client) -> None:
    cache.clear()
    said = run("Mara.Lund@wco.example")
    assert "/en/account/login/code/" in said
    assert (mail.outbox[0].to, "http" in said) == (["mara.lund@wco.example"], True)

    ask_for_code(client, "mara.lund@wco.example")
    response = client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
    person = Person.objects.get(email="mara.lund@wco.example")

    assert who(client) == str(person.pk)
    assert response["Location"].startswith(reverse("directory:account_protect"))
    assert as_reader(person).reader.tokens == {"public"}
    assert client.get(reverse("directory:factor_reset_list")).status_code == 403

    form = client.get(reverse("mfa_activate_totp")).context["form"]
    client.post(reverse("mfa_activate_totp"), {"code": app_code(form.secret)})

    assert {"secretariat", "role:administrator"} <= as_reader(person).reader.tokens
    assert "first visit" in page(client.get(reverse("directory:factor_reset_list"), follow=True))


@pytest.mark.django_db
def test_first_two_officers_let_a_third_person_have_a_role(client: Client) -> None:
    assert "Run the command again" in run("mara.lund@wco.example")
    assert "Run the command again" not in run("noor.haddad@wco.example")
    mara, noor = Person.objects.order_by("pk")
    editor = make_person("Third Person")

    change = PendingChange.ask("role", on=editor, value="editor", by=mara)
    with pytest.raises(Refused):
        change.accept(by=mara)
    WorkItem.objects.standing().get().decide("accept", by=noor)

    assert [role.role for role in editor.role_assignments.current()] == ["editor"]
    rows = Event.objects.filter(verb="directory.first_officer")
    assert {row.object_id for row in rows} == {mara.pk, noor.pk}


@pytest.mark.django_db
def test_first_two_officers_are_let_in_at_once_or_not_at_all() -> None:
    with pytest.raises(CommandError, match="At most 2 more"):
        run("a@wco.example", "b@wco.example", "c@wco.example")
    with pytest.raises(CommandError, match="not an e-mail address"):
        run("a@wco.example", "nobody")
    assert not Person.objects.exists()

    run("a@wco.example", "b@wco.example")

    assert Person.objects.count() == 2
    assert [message.to for message in mail.outbox] == [["a@wco.example"], ["b@wco.example"]]


def test_further_first_officer_is_refused_while_two_can_decide(secretariat: Person) -> None:
    run("second@wco.example")
    with pytest.raises(CommandError, match="has two officers already"):
        run("third@wco.example")

    secretariat.suspend(by=None, reason="Left.")
    run("third@wco.example")

    assert Person.objects.filter(email="third@wco.example").exists()


@pytest.mark.django_db
def test_first_officer_needs_an_address() -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        run("nobody")
