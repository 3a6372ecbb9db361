"""The addresses of notifications. `/u/<token>/`, without a language, stands in portal.urls."""

from django.urls import path

from portal.notifications.views import following, preferences

app_name = "notifications"

urlpatterns = [
    path("follows/", following.follow_list, name="follow_list"),
    path("follows/set/", following.follow_set, name="follow_set"),
    path("follows/stop/", following.follow_stop, name="follow_stop"),
    path("follows/stop-several/", following.follow_stop_several, name="follow_stop_several"),
    path("follows/change/", following.follow_change, name="follow_change"),
    path("follows/automatic/", following.follow_automatic, name="follow_automatic"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/stop/", preferences.preferences_stop, name="preferences_stop"),
    path("preferences/try-again/", preferences.preferences_try_again, name="try_again"),
]
