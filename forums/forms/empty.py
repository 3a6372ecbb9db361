"""The form of an answer as everybody meets it who typed nothing: drawn once, and kept.

Drawing its twenty controls was a fifth of the page of a topic, and most readers answer nothing.
"""

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from forums.forms.compose import PostForm, home_of
from portal.identifiers import new_public_id
from portal.writing.forms import DRAFT, WINDOW, draft_attributes

# What stands in the kept form where each reader has another value; nobody can know these.
TOKEN, OPENED, HOME = (f"kept{uuid.uuid4().hex}" for _each in range(3))
# By language of the page, language of the text, label of the topic, and whether there is a home.
_KEPT: dict[tuple[str, str, str, bool], str] = {}


@dataclass(frozen=True)
class EmptyAnswer:
    """An answer that nobody began, in the place of the form: the template asks both the same."""

    by: Any
    topic: Any
    key: str
    address: str

    errors = ()
    notice = ""
    conflict = None
    is_resumed = False
    is_multipart = True

    @classmethod
    def of(cls, request: HttpRequest, *, key: str, topic: Any) -> Self | None:
        """Return it for a request that only reads; None where the form has something in it."""
        if request.method == "POST" or "quote" in request.GET:
            return None
        if DRAFT.found(person=request.user.pk, key=key):
            return None
        return cls(request.user, topic, key, request.get_full_path()[:500])

    @property
    def draft_attributes(self) -> dict[str, str]:
        """What the script needs to keep the draft while somebody types."""
        return draft_attributes(self.key, self.address)

    @cached_property
    def home(self) -> str:
        """For whom a position would speak; nobody where none is taken."""
        return home_of(self.by)

    def __html__(self) -> SafeString:
        shape = (get_language() or "en", self.by.language, self.topic.marking, bool(self.home))
        if shape not in _KEPT:
            _KEPT[shape] = self._drawn()
        changing = {TOKEN: str(uuid.uuid4()), OPENED: new_public_id(), HOME: escape(self.home)}
        html = _KEPT[shape]
        for place, value in changing.items():
            html = html.replace(place, value)
        # Drawn by the form itself; what is put in is made here, or escaped.
        return mark_safe(html)  # noqa: S308

    __str__ = __html__

    def _drawn(self) -> str:
        form = PostForm(
            None, by=self.by, room=self.topic.workspace, topic=self.topic,
            home=HOME if self.home else "", initial={"token": TOKEN, WINDOW: OPENED},
        )  # fmt: skip
        return str(form)
