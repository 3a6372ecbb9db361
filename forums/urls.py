"""Addresses of the forums. Topics stand beside rooms, so that they may move from one to another."""

from django.urls import path

from forums.views import asking, bookmarks, files, keeping, polls, reading, red, writing

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
    path("topics/<slug:public_id>/people/", asking.topic_people, name="topic_people"),
    path("topics/<slug:public_id>/again/", asking.topic_again, name="topic_again"),
    path("questions/", asking.question_list, name="question_list"),
    path("questions/mine/", asking.ask_list, name="ask_list"),
    path("questions/mine/rest/", asking.rest_edit, name="rest_edit"),
    path("asked/<slug:public_id>/decline/", asking.ask_decline, name="ask_decline"),
    path("asked/<slug:public_id>/join/", asking.ask_join, name="ask_join"),
    path("asked/<slug:public_id>/pass/", asking.ask_pass, name="ask_pass"),
    path("topics/<slug:public_id>/vote/", polls.poll_vote, name="poll_vote"),
    path("topics/<slug:public_id>/votes/", polls.vote_list, name="vote_list"),
    path("topics/<slug:public_id>/poll/", polls.poll_edit, name="poll_edit"),
    path("topics/<slug:public_id>/remind/", polls.poll_remind, name="poll_remind"),
    path("bookmarks/", bookmarks.bookmark_list, name="bookmark_list"),
    path("bookmarks/set/", bookmarks.bookmark_set, name="bookmark_set"),
    path("posts/<slug:public_id>/bookmark/", bookmarks.bookmark_edit, name="bookmark_edit"),
    path("posts/<slug:public_id>/", reading.post_open, name="post_open"),
    path("posts/<slug:public_id>/edit/", writing.post_edit, name="post_edit"),
    path("posts/<slug:public_id>/history/", writing.post_history, name="post_history"),
    path("posts/<slug:public_id>/accept/", keeping.post_accept, name="post_accept"),
    path("posts/<slug:public_id>/useful/", asking.post_useful, name="post_useful"),
    path("posts/<slug:public_id>/remove/", keeping.post_remove, name="post_remove"),
    path("posts/<slug:public_id>/files/<slug:file>/", files.post_file, name="post_file"),
    path(
        "posts/<slug:public_id>/files/<slug:file>/remove/",
        files.post_file_remove,
        name="post_file_remove",
    ),
    path("posts/<slug:public_id>/report/", keeping.post_flag, name="post_flag"),
]
