"""Every address of the portal. The language stands in the path."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from portal.home.views import errors, front, health, pages
from portal.notifications.views import feed, stopping

urlpatterns = [
    path("", front.root, name="root"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path(".well-known/security.txt", pages.security_contact, name="security_contact"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # In mails: the page has its reader's language.
    path("u/<str:token>/", stopping.stop, name="stop"),
    # In the language of its person.
    path("feeds/<slug:code>/<slug:token>/", feed.feed, name="feed"),
    *i18n_patterns(
        # The busiest rooms first: an address is looked for in this order.
        path("research/", include("research.urls")),
        path("guidelines/", include("guidelines.urls")),
        path("search/", include("portal.search.urls")),
        path("notifications/", include("portal.notifications.urls")),
        path("workspaces/", include("workspaces.urls")),
        path("", include("forums.urls")),
        path("", include("directory.urls")),
        path("", include("portal.home.urls")),
        path("", include("hub.urls")),
        path("files/", include("portal.files.urls")),
        path("writing/", include("portal.writing.urls")),
        path("", include("portal.desk.urls")),
        path("", include("portal.taxonomy.urls")),
        path("account/", include("directory.account_urls")),
    ),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
