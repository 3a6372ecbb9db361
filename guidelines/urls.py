from django.urls import path

from guidelines.use_urls import USE
from guidelines.views import manuscripts, overview, records

app_name = "guidelines"

urlpatterns = [
    path("", overview.home, name="home"),
    # Before what takes any word.
    *USE,
    path("<slug:kind>s/", records.record_list, name="record_list"),
    path("<slug:kind>s/add/", manuscripts.record_add, name="record_add"),
    path("manuscripts/<slug:public_id>/", manuscripts.manuscript_detail, name="manuscript_detail"),
    path(
        "manuscripts/<slug:public_id>/edit/",
        manuscripts.manuscript_edit,
        name="manuscript_edit",
    ),
    path("<slug:public_id>/", records.record_detail, name="record_detail"),
    path("<slug:public_id>/revise/", manuscripts.record_revise, name="record_revise"),
]
