"""Words of the taxonomy as what can be followed: they stand below this room and cannot say so."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from portal.notifications.registry import Shown
from portal.taxonomy.models import Process, Technology


def technologies(keys: Iterable[str], person: Any) -> dict[str, Shown]:
    """Return technologies by code; everybody may read them."""
    rows = Technology.objects.filter(slug__in=keys)
    return {row.slug: Shown(row.name, row.get_absolute_url()) for row in rows}


def processes(keys: Iterable[str], person: Any) -> dict[str, Shown]:
    """Return customs processes by code, with the research on them: none has a page of its own."""
    works = reverse("research:work_list")
    rows = Process.objects.filter(slug__in=keys)
    return {row.slug: Shown(row.name, f"{works}?process={row.slug}") for row in rows}
