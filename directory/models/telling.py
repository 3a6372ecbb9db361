"""What is told of people and seats. What the portal itself does, without anybody, is no news."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import override

from portal.notifications.models import tell


def tell_of_card(verb: str, person: Any, *, by: Any, **detail: Any) -> None:
    """Tell who follows a person, their administration or its region."""
    if by is None:
        return
    # Under its lock and as it is now: who suspends the person meanwhile changes this event, too.
    people = type(person)._default_manager.select_for_update(no_key=True, of=("self",))
    card = people.select_related("administration__region").get(pk=person.pk)
    tell(verb, kind="directory", on=card, by=by, subjects=subjects_of(card), **detail)


def tell_owner(verb: str, person: Any, *, by: Any, **detail: Any) -> None:
    """Tell the owner of an account what others did to it, once it is open: till then none reads."""
    if by is not None and by.pk != person.pk and person.state != person.State.UNCONFIRMED:
        # By its name: the account is made of the person, whose verbs come here.
        account = apps.get_model("directory", "Account").of(person)
        tell(verb, kind="account", on=account, by=by, people=[person.pk], **detail)


def tell_of_state(verb: str, person: Any, *, by: Any) -> None:
    """Tell of who joins or leaves; an account that rests for a while is nobody's news."""
    if verb in ("verify", "retire"):
        tell_of_card(f"directory.{verb}_person", person, by=by)


def tell_of_revision(person: Any, before: Any, *, by: Any) -> None:
    """Tell of a new post, and tell the owner when somebody else changed the card."""
    changed = [
        code for code, _name in settings.LANGUAGES if _place(before, code) != _place(person, code)
    ]
    if changed and person.post and person.state == person.State.VERIFIED:
        tell_of_card("directory.change_post", person, by=by, languages=changed)
    tell_owner("directory.edit_card", person, by=by)


def _place(person: Any, language: str) -> tuple[Any, ...]:
    """Return the post and home that readers of a language see."""
    with override(language):
        return person.local_post, person.administration_id, person.partner_id


def subjects_of(person: Any) -> list[str]:
    """Return what a card is followed by, the most telling first."""
    home = person.administration
    region = home.region if home else None
    return [
        f"person:{person.public_id}",
        *([f"administration:{home.iso2}"] if home else []),
        *([f"region:{region.code}"] if region else []),
    ]
