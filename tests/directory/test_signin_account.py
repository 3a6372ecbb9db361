"""My account: the card, the first visit, the address, the factors."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person, TermsAcceptance
from directory.second_factor import enrol_totp
from portal.audit.models import Event
from portal.taxonomy.models import Language, Process, Technology
from tests.directory.signin import app_code, ask_for_code, mailed_code, page, sign_in, who
from tests.people import PASSWORD, as_reader, make_person

WELCOME = {
    "language": "fr",
    "zone": "UTC",
    "email_visibility": "region",
    "phone_visibility": "secretariat",
    "mobile_visibility": "secretariat",
}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def newcomer(arcadia: Administration) -> Person:
    """A verified officer before the first visit."""
    return make_person(
        "Nia Newcomer", administration=arcadia, factor=False, welcomed_at=None, terms_version=""
    )


@pytest.fixture
def topics(db: None) -> tuple[Technology, Process]:
    """A technology and a process to choose."""
    technology = Technology.objects.create(
        slug="x-ray", name_en="X-ray", name_fr="Rayons X", group="data-intelligence", status="focus"
    )
    process = Process.objects.create(
        slug="transit", name_en="Transit", name_fr="Transit", group="clearance"
    )
    return technology, process


def test_first_visit_stands_before_every_page_and_leads_on(
    client: Client, newcomer: Person, topics: tuple[Technology, Process]
) -> None:
    wanted = reverse("home:held_form_list")
    response = sign_in(client, newcomer.email, next=reverse("home:front"))
    assert response["Location"].startswith(reverse("directory:account_welcome"))

    response = client.get(reverse("directory:administration_list"))
    assert response["Location"].startswith(reverse("directory:account_welcome"))

    technology, process = topics
    answers = WELCOME | {"technologies": [technology.pk], "processes": [process.pk]}
    welcome = reverse("directory:account_welcome")
    refused = client.post(welcome, answers | {"next": wanted})
    assert "Accept the terms to go on, or sign out." in page(refused)

    response = client.post(welcome, answers | {"next": wanted, "accept": "on"})

    newcomer.refresh_from_db()
    assert response["Location"] == "/fr/held/"
    assert (newcomer.language, newcomer.email_visibility) == ("fr", "region")
    assert list(newcomer.technologies.all()) == [technology]
    assert list(newcomer.processes.all()) == [process]
    accepted = TermsAcceptance.objects.filter(person=newcomer).values_list("version", flat=True)
    assert list(accepted) == [Person.TERMS_VERSION]
    assert Event.objects.filter(verb="directory.accept_terms", actor_id=newcomer.pk).count() == 1
    assert client.get(response["Location"]).status_code == 200


def test_new_terms_ask_again(client: Client, officer: Person) -> None:
    Person.objects.filter(pk=officer.pk).update(terms_version="2020-01")
    sign_in(client, officer.email)

    shown = page(client.get(reverse("directory:account_welcome")))

    assert "The terms have changed" in shown


def test_account_stays_open_before_the_first_visit(client: Client, newcomer: Person) -> None:
    client.force_login(newcomer)

    for name in ("directory:account", "account_logout", "mfa_index", "home:held_form_list"):
        assert client.get(reverse(name)).status_code == 200


def test_first_visit_costs_no_query_once_done(
    client: Client, officer: Person, django_assert_num_queries: Any
) -> None:
    client.force_login(officer)
    # Session, person, tokens and what needs the person in the frame; held forms.
    with django_assert_num_queries(5):
        client.get(reverse("home:held_form_list"))


def test_account_shows_what_others_see(client: Client, ncp_a: Person) -> None:
    ncp_a.revise(by=ncp_a, phone="+32 2 111 11 11", phone_visibility="region")
    client.force_login(ncp_a)
    overview = reverse("directory:account")

    as_members = page(client.get(overview))
    as_region = page(client.get(overview, {"seen_by": "region"}))

    assert ("+32 2 111 11 11" in as_members, "+32 2 111 11 11" in as_region) == (False, True)
    assert "You hold a regional seat." not in as_members
    assert "Smart Customs National Contact Point, Arcadia" in as_members
    assert "You are an officer of a Member administration." in as_members


@pytest.mark.parametrize("query", ["seen_by=nonsense", "seen_by=members&seen_by=%00", "x=%ff"])
def test_account_survives_nonsense(client: Client, ncp_a: Person, query: str) -> None:
    client.force_login(ncp_a)

    assert client.get(f"{reverse('directory:account')}?{query}").status_code == 200


def test_account_asks_few_questions(
    client: Client, ncp_a: Person, django_assert_max_num_queries: Any
) -> None:
    client.force_login(ncp_a)
    with django_assert_max_num_queries(10):
        client.get(reverse("directory:account"))


def filled(client: Client, **changed: Any) -> dict[str, Any]:
    """Return the card form as the page shows it, with some answers changed."""
    form = client.get(reverse("directory:account_card")).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value()}
    return values | changed


def test_own_card_is_changed_by_its_owner(client: Client, officer: Person, topics: Any) -> None:
    Language.objects.create(code="ar", name_en="Arabic", name_fr="arabe", endonym="ar")
    client.force_login(officer)
    answers = filled(
        client,
        post="Head of risk analysis",
        language_1="ar",
        level_1="C2",
        technologies=[topics[0].pk],
        given_name="X",
        administration="",
        state="former",
    )
    response = client.post(reverse("directory:account_card"), answers)

    officer.refresh_from_db()
    assert response["Location"] == reverse("directory:account")
    assert (officer.post, officer.given_name, officer.state) == (
        "Head of risk analysis",
        "Olga",
        "verified",
    )
    assert officer.administration is not None
    spoken = officer.spoken_languages.values_list("language__code", "level")
    assert list(spoken) == [("ar", "C2")]
    assert list(officer.technologies.all()) == [topics[0]]
    client.post(reverse("directory:account_card"), answers)
    assert Event.objects.about(officer).filter(verb="directory.edit_person").count() == 1


def test_own_card_leads_on_in_the_chosen_language(client: Client, officer: Person) -> None:
    client.force_login(officer)
    response = client.post(reverse("directory:account_card"), filled(client, language="fr"))

    assert response["Location"] == "/fr/account/"
    assert client.cookies["django_language"].value == "fr"


def test_own_card_keeps_the_language_of_its_page(client: Client, officer: Person) -> None:
    Person.objects.filter(pk=officer.pk).update(language="fr")
    client.force_login(officer)

    response = client.post(reverse("directory:account_card"), filled(client, post="Head of data"))

    assert response["Location"] == "/en/account/"


def test_address_moves_in_four_steps(client: Client, officer: Person) -> None:
    sign_in(client, officer.email)
    old, new = officer.email, "olga.neue@customs.example"
    address = reverse("account_email")

    response = client.post(address, {"email": new.upper(), "action_add": ""})
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    client.post(response["Location"], {"password": PASSWORD})
    client.post(address, {"email": new.upper(), "action_add": ""})
    assert mail.outbox[-1].to == [new]
    officer.refresh_from_db()
    assert officer.email == old

    response = client.post(reverse("account_email_verification_sent"), {"code": mailed_code()})

    officer.refresh_from_db()
    assert response["Location"] == reverse("directory:account")
    assert officer.email == new
    rows = EmailAddress.objects.filter(user=officer).values_list("email", "verified", "primary")
    assert list(rows) == [(new, True, True)]
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [old],
        "Your address in the portal was changed",
    )
    assert Event.objects.filter(verb="directory.change_email", actor_id=officer.pk).count() == 1


def test_address_of_somebody_else_is_not_taken(
    client: Client, officer: Person, ncp_a: Person
) -> None:
    sign_in(client, officer.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": ncp_a.email, "action_add": ""})
    response = client.post(reverse("account_email_verification_sent"), {"code": mailed_code()})

    officer.refresh_from_db()
    assert "Another account uses this address." in page(response)
    assert officer.email == "olga.officer@customs.example"


def test_address_waits_for_more_than_a_mailbox(client: Client, db: None) -> None:
    person = make_person("Cora Codeonly", factor=False)
    person.set_unusable_password()
    person.save(update_fields=["password"])
    ask_for_code(client, person.email)
    client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
    response = client.post(reverse("account_email"), {"email": "x@y.example", "action_add": ""})

    assert "Protect your account first" in page(response)
    assert len(mail.outbox) == 1


def test_seat_holder_without_factor_is_led_to_protect_the_account(
    client: Client, ncp_without_factor: Person
) -> None:
    response = sign_in(client, ncp_without_factor.email)
    assert response["Location"].startswith(reverse("directory:account_protect"))
    assert "Protect your account first" in page(client.get(response["Location"]))
    assert as_reader(ncp_without_factor).reader.tokens == {"public"}

    refused = client.get(reverse("directory:factor_reset_list"))
    assert refused.status_code == 403
    assert "Without a second step at sign-in, such an account reads public pages only" in page(
        refused
    )

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    shown = page(client.get(reverse("mfa_activate_totp")))
    assert ("data:image/svg+xml" in shown, "otpauth://totp/" in shown) == (True, True)
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    response = client.post(reverse("mfa_activate_totp"), {"code": app_code(form.secret)})

    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert "members" in as_reader(ncp_without_factor).reader.tokens
    codes = Authenticator.objects.get(user=ncp_without_factor, type="recovery_codes").wrap()
    shown = page(client.get(response["Location"]))
    assert [code in shown for code in codes.get_unused_codes()] == [True] * 10
    saved = client.get(reverse("mfa_download_recovery_codes"))
    assert codes.get_unused_codes()[0] in saved.content.decode()


def test_factor_is_removed_only_after_proof(client: Client, officer: Person) -> None:
    secret = enrol_totp(officer)
    sign_in(client, officer.email)
    client.post(reverse("mfa_authenticate"), {"code": app_code(secret)})
    remove = reverse("mfa_deactivate_totp")

    response = client.post(remove)
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(user=officer).count() == 2

    client.post(reverse("mfa_reauthenticate"), {"code": app_code(secret, 1)})
    client.post(remove)

    assert Authenticator.objects.filter(user=officer).count() == 0
    assert who(client) == str(officer.pk)


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_passkey_of_somebody_else_does_not_exist(
    client: Client, officer: Person, ncp_a: Person, name: str
) -> None:
    kind = Authenticator.Type.WEBAUTHN
    passkey = Authenticator.objects.create(user=ncp_a, type=kind, data={"name": "Ada’s computer"})
    sign_in(client, officer.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    answers = [
        client.post(reverse(name, args=[pk]), {"name": "Mine"}) for pk in (passkey.pk, 999_999_999)
    ]

    passkey.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert passkey.data["name"] == "Ada’s computer"


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    "said", ["[" * 100_000, "9" * 5_000, '{"id": ' * 30_000, "\x00", "null", "{}", "[]", ""],
    ids=lambda said: said[:8],
)  # fmt: skip
def test_passkey_that_is_none_signs_nobody_in(client: Client, said: str) -> None:
    response = client.post(reverse("mfa_login_webauthn"), {"credential": said})

    assert response.status_code in (200, 302)
    assert "_auth_user_id" not in client.session
