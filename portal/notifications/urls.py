"""The addresses of notifications. Those without a language stand in portal.urls."""

from django.urls import path

from portal.notifications.views import digest, feed, following, inbox, mails, preferences

app_name = "notifications"

urlpatterns = [
    path("digest/", digest.digest_preview, name="digest_preview"),
    path("follows/", following.follow_list, name="follow_list"),
    path("follows/set/", following.follow_set, name="follow_set"),
    path("follows/stop/", following.follow_stop, name="follow_stop"),
    path("follows/stop-several/", following.follow_stop_several, name="follow_stop_several"),
    path("follows/change/", following.follow_change, name="follow_change"),
    path("follows/automatic/", following.follow_automatic, name="follow_automatic"),
    path("", inbox.inbox, name="inbox"),
    path("mark/", inbox.inbox_mark, name="inbox_mark"),
    path("<int:pk>/", inbox.notification_open, name="notification_open"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/stop/", preferences.preferences_stop, name="preferences_stop"),
    path("preferences/try-again/", preferences.preferences_try_again, name="try_again"),
    path("feeds/", feed.feed_list, name="feed_list"),
    path("feeds/<slug:code>/address/", feed.feed_renew, name="feed_renew"),
    path("feeds/<slug:code>/end/", feed.feed_end, name="feed_end"),
    path("mails/", mails.mail_list, name="mail_list"),
    path("delivery/", mails.delivery_page, name="delivery"),
    path("delivery/try-again/", mails.delivery_try_again, name="delivery_try_again"),
    path("delivery/addresses/", mails.unreachable_list, name="unreachable_list"),
    path("delivery/addresses/works/", mails.address_works, name="address_works"),
]
