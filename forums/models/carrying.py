"""What follows posts to their new place: readers, links, reports, follows, items on the desk."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from forums.models.attachment import Attachment
from forums.models.post import Post
from forums.models.topic import Topic
from forums.models.words import named, targets
from portal.desk.models import WorkItem
from portal.desk.registry import reviewables
from portal.markings.models import Audience, share_audiences
from portal.notifications.models import Event, Follow, readers_changed
from portal.search.models import stale
from portal.writing.rendering import render
from portal.writing.text import Text


def desk_items(topics: Iterable[Any], posts: Iterable[int]) -> Any:
    """Return every item on the desk about these topics and posts, and about appeals over them."""
    posts = list(posts)
    about = Q(pk__in=[])
    for kind in reviewables():
        if kind.model is Topic:
            about |= Q(kind=kind.code, subject__in=[str(each.pk) for each in topics])
        elif kind.model is Post:
            about |= Q(kind=kind.code, subject__in=[str(pk) for pk in posts])
        elif any(field.related_model is Post for field in kind.model._meta.fields):
            rows = kind.model._default_manager.filter(post__in=posts).values_list("pk", flat=True)
            about |= Q(kind=kind.code, subject__in=[str(pk) for pk in rows])
    return WorkItem.objects.filter(about)


def readers_follow(topic: Topic) -> None:
    """Give a topic, its posts and what waits about them the readers of the place they have now."""
    topic.set_audience()
    topic.save(update_fields=["audience"])
    posts = list(Post.objects.filter(topic=topic).defer("source", "html", "words"))
    before = {post.pk: post.audience_id for post in posts}
    for post in posts:
        post.topic, post.workspace = topic, topic.workspace
    share_audiences(posts)
    changed = [post for post in posts if post.audience_id != before[post.pk]]
    Post.objects.bulk_update(changed, ["audience"], batch_size=500)
    # Their bytes count where they are read.
    elsewhere = Attachment.objects.filter(post__topic=topic).exclude(workspace=topic.workspace)
    elsewhere.update(workspace=topic.workspace)
    told = Event.objects.filter(
        object_type="forums.post", object_id__in=[post.pk for post in posts]
    )
    heard = set(told.order_by().values_list("object_id", flat=True).distinct())
    for post in posts:
        # Mails that wait about it leave for nobody who lost it.
        if post.pk in heard:
            readers_changed(post)
    for item in desk_items([topic], before):
        audience = Audience.objects.intern(item.audience_tokens())
        if audience != item.audience_id:
            item.audience_id = audience
            item.save(update_fields=["audience"])
            readers_changed(item)
    stale(topic, hide=True)


def links_follow(*topics: Topic) -> None:
    """Write the names of quoted posts anew: their numbers changed, their addresses did not."""
    quoting = Post.objects.filter(topic__in=topics, source__contains="[quote ")
    for post in quoting.select_related("topic"):
        text = Text(post.source)
        quoted = Post.objects.shown().filter(public_id__in=text.quotes).select_related("author")
        known = targets(quoted)
        for each in quoted:
            if each.topic_id != post.topic_id and each.author:
                # A number means something within its topic alone.
                known[each.public_id] = known[each.public_id]._replace(label=each.author.name)
        shown = render(
            text, key=post.public_id, language=post.language, quotes=known,
            people=named(text.names, post.topic.audience_tokens(), by=post.author),
        )  # fmt: skip
        post.html, post.words, post.rendered_by = shown.html, shown.words, shown.version
        post.save(update_fields=["html", "words", "rendered_by"])


def follows_go_on(topic: Topic, into: Topic) -> None:
    """Let who followed a topic that ends follow the one its posts go to, as closely."""
    theirs = list(Follow.objects.filter(subject=topic.subject))
    Follow.objects.bulk_create(
        [
            Follow(
                person_id=each.person_id, subject=into.subject, level=each.level,
                is_automatic=each.is_automatic,
            )
            for each in theirs
        ],
        ignore_conflicts=True,
        batch_size=500,
    )  # fmt: skip
    Follow.objects.filter(subject=topic.subject).delete()


def authors_of(posts: Sequence[Post]) -> set[int]:
    """Return who wrote what others read of these."""
    return {post.author_id for post in posts if post.state == Post.State.SHOWN and post.author_id}
