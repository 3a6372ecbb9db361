"""Works and their authors as what can be followed."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from portal.notifications.registry import Shown
from research.models import Author, Work


def works(keys: Iterable[str], person: Any) -> dict[str, Shown]:
    """Return works by the identifier in their address."""
    rows = Work.objects.readable_by(person).filter(public_id__in=keys)
    found = rows.only("public_id", "title", "title_fr")
    return {row.public_id: Shown(row.local_title, row.get_absolute_url()) for row in found}


def authors(keys: Iterable[str], person: Any) -> dict[str, Shown]:
    """Return authors by the key of their name, where a work that the person may read names them."""
    readable = Work.objects.readable_by(person).published()
    rows = Author.objects.filter(name_key__in=keys, work__in=readable)
    named = rows.order_by("name_key", "-work").distinct("name_key").values_list("name_key", "name")
    search = reverse("search:results")
    return {
        key: Shown(name, f"{search}?{urlencode({'q': f'"{name}"', 'kind': 'work'})}")
        for key, name in named
    }
