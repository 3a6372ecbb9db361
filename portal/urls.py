"""Every address of the portal. The language stands in the path."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from portal.home.views import errors, health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *i18n_patterns(
        path("", include("portal.home.urls")),
        path("account/", include("allauth.account.urls")),
        path("account/2fa/", include("allauth.mfa.urls")),
        path("account/sessions/", include("allauth.usersessions.urls")),
    ),
]

handler500 = errors.server_error
