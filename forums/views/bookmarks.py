"""Bookmarks: put and dropped with one button, noted, and listed for their person alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from forums.forms.bookmark import BookmarkFilterForm, BookmarkForm, MarkForm
from forums.models import Bookmark, Post
from forums.views.frame import found_post, show_topic
from portal.markings.access import access, get_or_post, post_only
from portal.markings.models import NotReadable
from portal.paging import Order, Page
from workspaces.views.frame import show_list, tried

ORDERS = {
    "new": Order(gettext_lazy("newest bookmark"), ("-made_at", "-id")),
    "old": Order(gettext_lazy("oldest bookmark"), ("made_at", "id")),
}


@access("workspaces.look")
@require_safe
def bookmark_list(request: HttpRequest) -> HttpResponse:
    """Show the person's bookmarks on what they may still read."""
    own = Bookmark.objects.of(request.user)
    rooms = own.order_by("post__workspace__name", "post__workspace__public_id")
    named = rooms.values_list("post__workspace__public_id", "post__workspace__name").distinct()
    form = BookmarkFilterForm(request.GET, rooms=list(named))
    page = Page.of(form.narrow(own).with_posts(), request, orders=ORDERS)
    context = {"page": page, "form": form, "is_narrowed": bool(request.GET)}
    return show_list(request, "forums/bookmark_list.html", "forums:bookmark_list", context)


@access("workspaces.look")
@post_only
def bookmark_set(request: HttpRequest) -> HttpResponse:
    """Put a bookmark on a post, or drop it: the button says which, for whoever presses twice."""
    form = MarkForm(request.POST)
    post = found_post(request, form.post)
    if not form.cleaned_data.get("add"):
        if Bookmark.drop(post, by=request.user):
            messages.success(request, _("The bookmark is removed."))
    elif tried(request, lambda: Bookmark.put(post, by=request.user)):
        messages.success(request, _("Bookmarked. Beside the post you add a note or a reminder."))
    return redirect("forums:bookmark_list" if form.cleaned_data["list"] else post)


@access("workspaces.look")
@get_or_post
def bookmark_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a note to one's own bookmark, and say when to be reminded."""
    post = found_post(request, public_id)
    bookmark = found_bookmark(request, post)
    form = BookmarkForm(request.POST or None, bookmark=bookmark)
    if request.method == "POST" and form.is_valid():
        note, day = form.cleaned_data["note"], form.remind_on()
        bookmark.revise(by=request.user, note=note, remind_on=day)
        messages.success(request, _("The bookmark is saved."))
        return redirect("forums:bookmark_list")
    context = {"post": post, "form": form, "bookmark": bookmark}
    return show_topic(request, "forums/bookmark_edit.html", post.topic, context)


def found_bookmark(request: HttpRequest, post: Post) -> Bookmark:
    """Return the reader's own bookmark of a post."""
    own = Bookmark.objects.filter(post=post, person=request.user.pk).select_related("person")
    bookmark: Any = own.first()
    if bookmark is None:
        raise NotReadable
    return bookmark
