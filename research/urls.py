from django.urls import path

from research.views import editing, readers, works

app_name = "research"

urlpatterns = [
    path("works/", works.work_list, name="work_list"),
    path("works/add/", editing.work_add, name="work_add"),
    path("works/drafts/", editing.draft_list, name="draft_list"),
    path("works/export/", works.work_export, name="work_export"),
    path("works/withdrawal/", editing.work_withdraw_unread, name="work_withdraw_unread"),
    path("works/<slug:public_id>/", works.work_detail, name="work_detail"),
    path("works/<slug:public_id>/edit/", editing.work_edit, name="work_edit"),
    path("works/<slug:public_id>/publish/", editing.work_publish, name="work_publish"),
    path("works/<slug:public_id>/withdraw/", editing.work_withdraw, name="work_withdraw"),
    path("works/<slug:public_id>/readers/", readers.work_readers, name="work_readers"),
    path(
        "works/<slug:public_id>/readers/remove/",
        readers.work_reader_remove,
        name="work_reader_remove",
    ),
    path("works/<slug:public_id>/cite.<slug:notation>", works.work_citation, name="work_citation"),
]
