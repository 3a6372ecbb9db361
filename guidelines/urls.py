from django.urls import path

from guidelines.harbour_urls import HARBOUR
from guidelines.views import manuscripts, records

app_name = "guidelines"

urlpatterns = [
    path("", records.home, name="home"),
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
# Before the others: “figures/” is no kind of record.
urlpatterns[:0] = HARBOUR
