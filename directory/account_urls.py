"""Addresses of signing in. What is not listed does not exist: links by mail, trusted browsers."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as usersessions
from django.urls import path

from directory.views import account as ours
from directory.views import confirming, factor_reset, leaving, own_data
from portal.markings.access import PUBLIC, SIGNED_IN, access

# Under allauth's own names, because allauth asks for them.
for_visitors = [
    path("login/", account.login, name="account_login"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("login/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("login/second-step/", mfa.authenticate, name="mfa_authenticate"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("email/code/", account.email_verification_sent, name="account_email_verification_sent"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path(
        "password/forgotten/code/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/forgotten/new/",
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        "password/forgotten/done/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]
for_people = [
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("password/", account.password_change, name="account_change_password"),
    path("protection/", mfa.index, name="mfa_index"),
    path("protection/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("protection/app/remove/", ours.held(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("protection/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "protection/codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "protection/codes/file/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("protection/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("protection/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("protection/passkeys/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "protection/passkeys/<int:pk>/remove/",
        ours.held(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("sessions/", usersessions.list_usersessions, name="usersessions_list"),
]
# In place of allauth's own.
ours_instead = [
    path("logout/", ours.sign_out, name="account_logout"),
    path("signup/", ours.signup_closed, name="account_signup"),
    path("email/", ours.change_email, name="account_email"),
    path("password/first/", ours.first_password, name="account_set_password"),
]
urlpatterns = [*for_visitors, *for_people, *ours_instead]

# Views of ours declare their rule themselves.
for pattern in for_visitors:
    access(PUBLIC)(pattern.callback)
for pattern in for_people:
    access(SIGNED_IN)(pattern.callback)

# Included by directory.urls, in its namespace.
pages = [
    path("account/", ours.overview, name="account"),
    path("account/card/", ours.card, name="account_card"),
    path("account/confirm/", confirming.confirm, name="account_confirm"),
    path("account/first-visit/", ours.welcome, name="account_welcome"),
    path("account/protect/", ours.protect, name="account_protect"),
    path("account/sessions/<int:pk>/end/", ours.session_end, name="account_session_end"),
    path("account/data/", own_data.own_data, name="own_data"),
    path("account/data/<slug:public_id>/", own_data.own_data_file, name="own_data_file"),
    path("account/leaving/", leaving.leave, name="leaving"),
    path("account/leaving/back/", leaving.leave_not, name="leaving_not"),
    path("second-factors/", factor_reset.factor_resets, name="factor_reset_list"),
    path(
        "second-factors/<slug:public_id>/ask/",
        factor_reset.factor_reset_ask,
        name="factor_reset_ask",
    ),
    path(
        "second-factors/<slug:public_id>/decide/",
        factor_reset.factor_reset_decide,
        name="factor_reset_decide",
    ),
]
