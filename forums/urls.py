"""Addresses of the forums. Topics stand beside rooms, so that they may move from one to another."""

from django.urls import path

from forums.views import files, keeping, reading, red, writing

app_name = "forums"

urlpatterns = [
    path("workspaces/<slug:public_id>/topics/", reading.topic_list, name="topic_list"),
    path("workspaces/<slug:public_id>/topics/add/", writing.topic_add, name="topic_add"),
    path("topics/<slug:public_id>/", reading.topic_detail, name="topic_detail"),
    path("topics/<slug:public_id>/edit/", writing.topic_edit, name="topic_edit"),
    path("topics/<slug:public_id>/label/", red.topic_label, name="topic_label"),
    path("topics/<slug:public_id>/readers/", red.topic_readers, name="topic_readers"),
    path(
        "topics/<slug:public_id>/readers/remove/",
        red.topic_reader_remove,
        name="topic_reader_remove",
    ),
    path("topics/<slug:public_id>/pin/", keeping.topic_pin, name="topic_pin"),
    path("topics/<slug:public_id>/close/", keeping.topic_close, name="topic_close"),
    path("topics/<slug:public_id>/reopen/", keeping.topic_reopen, name="topic_reopen"),
    path("topics/<slug:public_id>/conclude/", keeping.topic_conclude, name="topic_conclude"),
    path("posts/<slug:public_id>/", reading.post_open, name="post_open"),
    path("posts/<slug:public_id>/edit/", writing.post_edit, name="post_edit"),
    path("posts/<slug:public_id>/history/", writing.post_history, name="post_history"),
    path("posts/<slug:public_id>/accept/", keeping.post_accept, name="post_accept"),
    path("posts/<slug:public_id>/remove/", keeping.post_remove, name="post_remove"),
    path("posts/<slug:public_id>/files/<slug:file>/", files.post_file, name="post_file"),
    path(
        "posts/<slug:public_id>/files/<slug:file>/remove/",
        files.post_file_remove,
        name="post_file_remove",
    ),
    path("posts/<slug:public_id>/report/", keeping.post_flag, name="post_flag"),
]
