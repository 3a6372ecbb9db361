"""The addresses of notifications. `/u/<token>/`, without a language, stands in portal.urls."""

from django.urls import path

from portal.notifications.views import preferences

app_name = "notifications"

urlpatterns = [
    path("preferences/", preferences.preferences, name="preferences"),
]
