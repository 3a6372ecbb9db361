"""The addresses of notifications. `/u/<token>/`, without a language, stands in portal.urls."""

from django.urls import path

from portal.notifications.views import inbox, preferences

app_name = "notifications"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("mark/", inbox.inbox_mark, name="inbox_mark"),
    path("<int:pk>/", inbox.notification_open, name="notification_open"),
    path("preferences/", preferences.preferences, name="preferences"),
]
