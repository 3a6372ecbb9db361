"""Addresses of the forums. Topics stand beside rooms, so that they may move from one to another."""

from django.urls import path

from forums.views import bookmarks, keeping, polls, reading, writing

app_name = "forums"

urlpatterns = [
    path("workspaces/<slug:public_id>/topics/", reading.topic_list, name="topic_list"),
    path("workspaces/<slug:public_id>/topics/add/", writing.topic_add, name="topic_add"),
    path("topics/<slug:public_id>/", reading.topic_detail, name="topic_detail"),
    path("topics/<slug:public_id>/edit/", writing.topic_edit, name="topic_edit"),
    path("topics/<slug:public_id>/pin/", keeping.topic_pin, name="topic_pin"),
    path("topics/<slug:public_id>/close/", keeping.topic_close, name="topic_close"),
    path("topics/<slug:public_id>/reopen/", keeping.topic_reopen, name="topic_reopen"),
    path("topics/<slug:public_id>/conclude/", keeping.topic_conclude, name="topic_conclude"),
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
    path("posts/<slug:public_id>/remove/", keeping.post_remove, name="post_remove"),
    path("posts/<slug:public_id>/report/", keeping.post_flag, name="post_flag"),
]
