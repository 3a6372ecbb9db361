"""Who meets what of signing in and of the own account."""

from types import SimpleNamespace
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession

from directory.models import DataExport, FactorReset, Leaving
from directory.own_data import PURPOSE
from portal.files.making import make
from portal.home.models import HeldForm
from tests.access.rows import ANONYMOUS, EVERYBODY, SIGNED_IN, STOPPED, Answer, Row

VISITORS = ANONYMOUS | STOPPED
# These have an authenticator app in the world of the matrix.
PROTECTED = {
    "secretariat", "editor", "publisher", "moderator", "auditor", "administrator", "ncp_a", "ncp_b",
    "regional_officer", "former_holder", "overdue", "lapsed", "coordinator",
    "guest",
}  # fmt: skip
# Who may take part in resetting a lost second factor.
RESETTERS = {"secretariat", "administrator"}
TO_SIGN_IN = Answer(status=302, to="/account/login/")
TO_HOME = Answer(status=302, to="/")
AGAIN = Answer(status=302, to="/account/again/")


def build(world: SimpleNamespace) -> None:
    """Give A's contact point codes, a session and a held form; ask for a reset."""
    point = world.people["ncp_a"]
    RecoveryCodes.activate(point)
    world.session = UserSession.objects.create(
        user=point, ip="192.0.2.1", session_key="world", user_agent="Firefox"
    )
    canary = world.secrets.add("Canary text of a held form", {"ncp_a"})
    world.held = HeldForm.hold(person=point, address="/en/account/card/", fields=[("post", canary)])
    reason = world.secrets.add("Canary reason of a reset", RESETTERS)
    world.reset = FactorReset.ask(
        by=world.people["secretariat"], person=world.people["officer"], reason=reason
    )
    world.own_reset = FactorReset.ask(
        by=world.people["administrator"], person=world.people["secretariat"], reason=reason
    )
    _leaving(world)


def _leaving(world: SimpleNamespace) -> None:
    """Stop one who leaves for a reason, and make a copy of own data."""
    hold = world.secrets.add("Canary reason of a hold", RESETTERS | {"officer"})
    officer = world.people["officer"]
    asked = Leaving.ask(officer, by=officer, choice="keep", drops_drafts=False)
    asked.hold(by=world.people["secretariat"], reason=hold)
    point = world.people["ncp_a"]
    world.export = DataExport.objects.create(person=point, language="en")
    copy = make(
        [b"Canary copy"],
        owner=point,
        purpose=PURPOSE,
        name="copy.zip",
        media_type="application/zip",
    )
    world.export.finish(copy)


def form(**values: str) -> Any:
    """Return the function that gives the data of a form."""
    return lambda world: values


def person(kind: str) -> Any:
    """Return the function that gives the address of a person."""
    return lambda world: [world.people[kind].public_id]


def reset(world: SimpleNamespace) -> list[Any]:
    """Return the address of the reset that waits."""
    return [world.reset.public_id]


def own_reset(world: SimpleNamespace) -> list[Any]:
    """Return the address of the reset that is about the Secretariat's officer."""
    return [world.own_reset.public_id]


def held(world: SimpleNamespace) -> list[Any]:
    """Return the address of the held form."""
    return [world.held.public_id]


def passkey(world: SimpleNamespace) -> list[Any]:
    """Return the address of a passkey that nobody has: proof is asked before it is looked for."""
    return [1]


ENTRANCE = [
    # Who is signed in is led home.
    Row("account_login", VISITORS, refuse=302),
    Row(
        "account_login", VISITORS, "wrong", "POST", refuse=302,
        data=form(login="a@b.example", password="wrong"),
    ),
    Row("account_request_login_code", VISITORS, refuse=302),
    Row(
        "account_request_login_code", EVERYBODY, "ask", "POST", ok=302,
        data=form(email="a@b.example"),
    ),
    Row(
        "account_confirm_login_code", refuse=302,
        visitors=Answer(status=302, to="/account/login/code/"),
    ),
    Row("mfa_login_webauthn", refuse=302, visitors=TO_SIGN_IN),
    Row("mfa_authenticate", refuse=302, visitors=TO_SIGN_IN),
    Row("account_email_verification_sent", refuse=302, visitors=TO_SIGN_IN),
    Row("account_reset_password", EVERYBODY),
    # A form that is well filled in counts against the limit of the network.
    Row("account_reset_password", EVERYBODY, "wrong", "POST", data=form(email="nobody")),
    Row("account_confirm_password_reset_code", refuse=302, visitors=TO_SIGN_IN),
    Row(
        "account_complete_password_reset", refuse=302,
        visitors=Answer(status=302, to="/account/password/forgotten/"),
    ),
    Row("account_password_reset_completed", EVERYBODY),
    Row("account_signup", EVERYBODY),
    Row("account_signup", EVERYBODY, "send", "POST", data=form(email="new@b.example")),
    Row("account_inactive", EVERYBODY),
    Row("account_logout", SIGNED_IN, visitors=TO_HOME),
    Row("account_logout", EVERYBODY, "send", "POST", ok=302),
]  # fmt: skip

PROTECTION = [
    Row("account_reauthenticate", SIGNED_IN),
    Row("account_reauthenticate", SIGNED_IN, "wrong", "POST", data=form(password="wrong")),
    # Without an app, the password is asked.
    Row("mfa_reauthenticate", PROTECTED, refuse=302),
    Row("mfa_reauthenticate_webauthn", refuse=302),
    Row("account_email", SIGNED_IN),
    Row(
        "account_email", SIGNED_IN, "send", "POST", ok=302,
        data=form(email="new@b.example", action_add=""),
    ),
    Row("account_change_password", SIGNED_IN),
    Row("account_change_password", SIGNED_IN, "wrong", "POST", data=form(oldpassword="wrong")),
    # Everybody in the world has a password.
    Row("account_set_password", refuse=302),
    Row("mfa_index", SIGNED_IN),
    # What protects the account is changed only after proof; the session of a test has none.
    Row("mfa_activate_totp", refuse=302),
    Row("mfa_activate_totp", refuse=302, state="send", method="POST", data=form(code="000000")),
    Row("mfa_deactivate_totp", refuse=404, others=dict.fromkeys(PROTECTED, AGAIN)),
    Row(
        "mfa_deactivate_totp", refuse=404, state="send", method="POST",
        others=dict.fromkeys(PROTECTED, AGAIN),
    ),
    Row("mfa_view_recovery_codes", refuse=404, others={"ncp_a": AGAIN}),
    Row("mfa_download_recovery_codes", refuse=404, others={"ncp_a": AGAIN}),
    Row("mfa_generate_recovery_codes", refuse=302),
    Row("mfa_generate_recovery_codes", refuse=302, state="send", method="POST"),
    Row("mfa_list_webauthn", SIGNED_IN),
    Row("mfa_add_webauthn", refuse=302),
    Row("mfa_edit_webauthn", refuse=302, args=passkey),
    Row("mfa_remove_webauthn", refuse=302, args=passkey),
    Row("mfa_remove_webauthn", refuse=302, state="send", method="POST", args=passkey),
    Row("usersessions_list", SIGNED_IN),
    Row("usersessions_list", SIGNED_IN, "end others", "POST", ok=302),
    Row(
        "directory:account_session_end", {"ncp_a"}, "end", "POST",
        lambda world: [world.session.pk], ok=302, refuse=404,
    ),
]  # fmt: skip

OWN = [
    Row("directory:account", SIGNED_IN),
    Row("directory:account", SIGNED_IN, "as secretariat", query="seen_by=secretariat"),
    Row("directory:account_card", SIGNED_IN),
    Row("directory:account_card", SIGNED_IN, "empty", "POST"),
    # Everybody in the world has been here.
    Row("directory:account_welcome", refuse=302),
    # Whoever has nothing to confirm sees so; a press changes nothing.
    Row("directory:account_confirm", SIGNED_IN),
    Row("directory:account_confirm", SIGNED_IN, "press", "POST", ok=302),
    Row("directory:own_data", SIGNED_IN),
    Row("directory:own_data", SIGNED_IN, "ask", "POST", ok=302),
    # For anybody but its owner it is as if it never was.
    Row(
        "directory:own_data_file",
        {"ncp_a"},
        args=lambda world: [world.export.public_id],
        refuse=404,
        writes={"audit_event"},
    ),
    Row("directory:leaving", SIGNED_IN),
    # Asked again who they are: the session of a test has no proof.
    Row(
        "directory:leaving",
        SIGNED_IN,
        "ask",
        "POST",
        ok=302,
        data=form(choice="keep", is_sure="on"),
    ),
    Row("directory:leaving_not", SIGNED_IN, "send", "POST", ok=302),
    Row("directory:account_protect", {"ncp_without_factor"}, refuse=302),
    Row("home:held_form_list", SIGNED_IN),
    # For others it is as if it never was.
    Row("home:held_form", {"ncp_a"}, args=held, refuse=302),
    Row("home:held_form_discard", SIGNED_IN, "send", "POST", held, ok=302),
]

RESETS = [
    Row("directory:factor_reset_list", RESETTERS),
    Row("directory:factor_reset_ask", RESETTERS, args=person("ncp_b")),
    Row(
        "directory:factor_reset_ask", RESETTERS, "send", "POST", person("ncp_b"),
        form(reason="Called back."), ok=302,
    ),
    Row("directory:factor_reset_ask", {"administrator"}, "self", args=person("secretariat")),
    # Who asked does not confirm.
    Row(
        "directory:factor_reset_decide", {"administrator"}, "confirm", "POST", reset,
        form(decision="confirm"), ok=302,
    ),
    Row(
        "directory:factor_reset_decide", RESETTERS, "refuse", "POST", reset,
        form(decision="refuse"), ok=302,
    ),
    # Nobody decides about themselves, and who asked does not confirm.
    Row(
        "directory:factor_reset_decide", {"administrator"}, "refuse own", "POST", own_reset,
        form(decision="refuse"), ok=302,
    ),
    Row(
        "directory:factor_reset_decide", set(), "confirm own", "POST", own_reset,
        form(decision="confirm"), ok=302,
    ),
]  # fmt: skip

ROWS = [*ENTRANCE, *PROTECTION, *OWN, *RESETS]
