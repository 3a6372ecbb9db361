"""The first officer of an empty production system."""

from io import StringIO

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from directory.models import Person
from tests.directory.signin import app_code, ask_for_code, mailed_code, page, who
from tests.people import as_reader


def run(email: str) -> str:
    out = StringIO()
    call_command("first_officer", email, stdout=out)
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


def test_second_first_officer_is_refused(secretariat: Person) -> None:
    with pytest.raises(CommandError, match="has officers already"):
        run("somebody@wco.example")


@pytest.mark.django_db
def test_first_officer_needs_an_address() -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        run("nobody")
