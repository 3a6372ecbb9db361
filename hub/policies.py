"""Who may write, publish and withdraw what the hub shows."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.markings.access import Predicate
from portal.markings.roles import role_allows


def _wrote_it(person: Any, item: Any) -> bool:
    return item is not None and item.changed_by_id == person.pk


is_readable = Predicate(
    lambda person, item: item is None or item.is_readable_by(person),
    _("You cannot read this item."),
)
# Two people stand behind everything that is published.
is_not_own_words = Predicate(
    lambda person, item: not _wrote_it(person, item),
    _("A second person publishes what you wrote. Ask a colleague."),
)
writes = role_allows("hub.edit_item", _("Editors and Secretariat officers write here."))
publishes = role_allows("hub.publish_item", _("Publishers and Secretariat officers publish here."))

announces = role_allows(
    "hub.announce_news", _("Publishers and Secretariat officers send news to people.")
)
is_published = Predicate(
    lambda person, item: item is None or item.is_published,
    _("Only published news is sent. Publish it first."),
)
# Two people stand behind everything that reaches many.
is_not_own_choice = Predicate(
    lambda person, made: made is None or made.made_by_id != person.pk,
    _("A second person approves what you prepared. Ask a colleague."),
)

TABLE: dict[str, Predicate] = {
    "hub.edit_item": is_readable & writes,
    "hub.publish_item": is_readable & publishes & is_not_own_words,
    "hub.withdraw_item": is_readable & publishes,
    "hub.keep_items": is_readable & (writes | publishes),
    "hub.announce_news": is_readable & announces & is_published,
    "hub.keep_announcements": announces,
    "hub.approve_announcement": announces & is_not_own_choice,
    "hub.edit_banner": role_allows("hub.edit_banner"),
}
