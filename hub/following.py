"""The channels of the hub as what can be followed: each is one list."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from portal.notifications.registry import Shown

ALL = "all"


def channel(title: str | Promise, page: str) -> Callable[[Iterable[str], Any], dict[str, Shown]]:
    """Return how a channel is shown: to everybody, under its only key."""

    def shown(keys: Iterable[str], person: Any) -> dict[str, Shown]:
        return {ALL: Shown(str(title), reverse(page))} if ALL in keys else {}

    return shown
