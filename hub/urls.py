from django.urls import path

from hub.views import announcing, banner, keeping, reading

app_name = "hub"

urlpatterns = [
    path("news/", reading.news_list, name="news_list"),
    path("news/<slug:public_id>/", reading.news_detail, name="news_detail"),
    path("meetings/", reading.meeting_list, name="meeting_list"),
    path("meetings/past/", reading.meeting_past, name="meeting_past"),
    path("meetings/<slug:public_id>/", reading.meeting_detail, name="meeting_detail"),
    path("deliverables/", reading.deliverable_list, name="deliverable_list"),
    path("links/", reading.link_list, name="link_list"),
    path("content/announcements/", announcing.announcement_list, name="announcement_list"),
    path(
        "content/announcements/<slug:public_id>/",
        announcing.announcement_detail,
        name="announcement_detail",
    ),
    path(
        "content/announcements/<slug:public_id>/schedule/",
        announcing.announcement_schedule,
        name="announcement_schedule",
    ),
    path(
        "content/announcements/<slug:public_id>/approval/",
        announcing.announcement_approve,
        name="announcement_approve",
    ),
    path(
        "content/announcements/<slug:public_id>/cancellation/",
        announcing.announcement_cancel,
        name="announcement_cancel",
    ),
    path(
        "content/announcements/<slug:public_id>/test/",
        announcing.announcement_test,
        name="announcement_test",
    ),
    path(
        "content/news/<slug:public_id>/announcement/",
        announcing.announcement_add,
        name="announcement_add",
    ),
    path("content/<slug:kind>/", keeping.item_list, name="item_list"),
    path("content/<slug:kind>/add/", keeping.item_add, name="item_add"),
    path("content/<slug:kind>/<slug:public_id>/", keeping.item_detail, name="item_detail"),
    path("content/<slug:kind>/<slug:public_id>/edit/", keeping.item_edit, name="item_edit"),
    path(
        "content/<slug:kind>/<slug:public_id>/publication/",
        keeping.item_publish,
        name="item_publish",
    ),
    path(
        "content/<slug:kind>/<slug:public_id>/withdrawal/",
        keeping.item_withdraw,
        name="item_withdraw",
    ),
    path("notice/", banner.banner_edit, name="banner_edit"),
    path("notice/end/", banner.banner_end, name="banner_end"),
]
