"""The addresses of notifications. Those without a language stand in portal.urls."""

from django.urls import path

from portal.notifications.views import feed, preferences

app_name = "notifications"

urlpatterns = [
    path("preferences/", preferences.preferences, name="preferences"),
    path("feeds/", feed.feed_list, name="feed_list"),
    path("feeds/<slug:code>/address/", feed.feed_renew, name="feed_renew"),
    path("feeds/<slug:code>/end/", feed.feed_end, name="feed_end"),
]
