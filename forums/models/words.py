"""What a text names and quotes: people who read its topic, and posts of it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, Lower, Replace
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.models import Person
from portal.markings.sources import holders_of
from portal.writing.finishing import Target
from portal.writing.text import fold

WHOLE_NAME = Lower(Replace(Concat("given_name", Value(" "), "family_name"), Value("’"), Value("'")))


def named(names: Iterable[str], tokens: set[str], *, by: Any) -> dict[str, Target]:
    """Return the people whom these names mean, by folded name.

    Whoever holds one of the tokens: nobody else learns of a topic by being named in it. Of those,
    the people whose cards the author reads: no name is confirmed that the directory hides.
    """
    wanted = set(names)
    if not wanted or by is None:
        return {}
    readers = Person.objects.readable_by(by).filter(holders_of(tokens), state=Person.State.VERIFIED)
    found = readers.annotate(whole=WHOLE_NAME).filter(whole__in=wanted)
    return {
        fold(each.name): Target(
            each.public_id, each.name, address("directory:person_detail", each.public_id)
        )
        for each in found
    }


def quoted(ids: Iterable[str], posts: "QuerySet[Any]") -> list[Any]:
    """Return which of these posts a text quotes."""
    ids = list(ids)
    return list(posts.filter(public_id__in=ids).select_related("author")) if ids else []


def targets(posts: Iterable[Any]) -> dict[str, Target]:
    """Return what leads to quoted posts, by their ids."""
    return {
        post.public_id: Target(
            post.public_id,
            _("%(name)s, post %(number)s")
            % {"name": post.author.name if post.author else "", "number": post.number},
            address("forums:post_open", post.public_id),
        )
        for post in posts
    }


def address(name: str, public_id: str) -> str:
    """Return an address without a language: a text is stored once and read in every language."""
    return reverse(name, args=[public_id]).removeprefix(f"/{get_language()}")


def whole(post: Any) -> str:
    """Return what is signed of a post: its text, and the digest of each of its files."""
    files = post.attachments.order_by("pk") if post.files_count else post.attachments.none()
    return "\n".join([post.source, *files.values_list("file__sha256", flat=True)])
