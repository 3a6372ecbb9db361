"""The addresses of notifications. `/u/<token>/`, without a language, stands in portal.urls."""

from django.urls import path

from portal.notifications.views import preferences

app_name = "notifications"

urlpatterns = [
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/stop/", preferences.preferences_stop, name="preferences_stop"),
    path("preferences/try-again/", preferences.preferences_try_again, name="try_again"),
]
