"""Positions: posts that speak for an administration once a holder of its seat signs."""

from typing import Any

from django.utils.translation import gettext as _

from directory.models import Person, Signing
from directory.models.signing import digest
from forums.models.kinds import State, Voice
from forums.models.words import whole
from portal.audit.models import record
from portal.desk.registry import Refused
from portal.markings.sources import holders_of

# What administrations sign.
POSITION = "forums.position"


class Position:
    """What a post does about the administration that it speaks for."""

    # What `Post` gives it.
    voice: Any
    state: Any
    author: Any

    @property
    def signed_words(self: Any) -> str:
        """What is signed: the post by its address and its digest; its words stay in the room."""
        return _("Post %(post)s in a workspace. SHA-256 of its text: %(digest)s") % {
            "post": self.public_id, "digest": digest(whole(self))
        }  # fmt: skip

    def propose_position(self: Any, *, by: Any) -> None:
        """Let a holder of the seat say that it speaks for the administration; a holder does now."""
        if by.administration is None:
            raise Refused(_("Only officers of an administration write its position."))
        if self.topic.is_red:
            raise Refused(_("An administration takes no position under TLP:RED."))
        self.voice, self.state = Voice.POSITION, State.UNSIGNED
        self.carry_state()
        signing = Signing.draft(
            POSITION, self.public_id, administration=by.administration,
            title=_("A position in a workspace"), text=self.signed_words, by=by,
        )  # fmt: skip
        inside = Person.objects.filter(holders_of({self.workspace.token()}))
        asked = inside.filter(pk__in=signing.signers())
        self.asked = sorted(asked.values_list("pk", flat=True))
        self.set_audience()
        self.save(update_fields=["voice", "state", "asked", "audience"])
        if signing.capacity_of(by):
            signing.sign(by=by, seen=signing.digest)

    def take_position(self: Any, signing: Signing) -> None:
        """Let others read what was signed. The text is the one whose digest was signed."""
        # The words around the digest are in the language of whoever drafted it.
        if digest(whole(self)) not in signing.text:
            raise Refused(_("The text was changed after it was sent to be signed."))
        self.topic.lock()
        self._show({State.UNSIGNED}, signing=signing)

    def _propose_held(self: Any, *, by: Any) -> bool:
        """Send on to be signed what a moderator lets through."""
        if self.state != State.HELD:
            return False
        record("forums.release_post", by=by, on=self)
        self.propose_position(by=self.author)
        return True

    def lose_position(self: Any, signing: Signing) -> None:
        """Take away what its administration withdrew; a stone says so."""
        self._hide(
            "withdraw", {State.SHOWN, State.UNSIGNED}, State.REMOVED, by=signing.withdrawn_by,
            why=_("The administration withdrew its position."),
        )  # fmt: skip
