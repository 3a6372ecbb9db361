"""Positions: posts that speak for an administration once a holder of its seat signs."""

from typing import Any

from django.utils.translation import gettext as _

from directory.acts import titled
from directory.models import Signing
from directory.models.signing import digest
from forums.models.kinds import State, Voice
from forums.models.words import whole
from portal.audit.models import record
from portal.notifications.models import readers_changed
from portal.refusals import Refused

# What administrations sign.
POSITION = "forums.position"


class Position:
    """What a post does about the administration that it speaks for."""

    # What `Post` gives it.
    voice: Any
    state: Any
    author: Any

    @property
    def signed_digest(self: Any) -> str:
        """The digest of what is signed: its text and files, of a first post its topic's title."""
        words = whole(self)
        return digest(f"{self.topic.title}\n\n{words}" if self.is_first else words)

    @property
    def signed_words(self: Any) -> str:
        """What is signed: the post by its address and its digest; its words stay in the room."""
        words = {"post": self.public_id, "digest": self.signed_digest}
        if self.is_first:
            return (
                _("Topic of post %(post)s in a workspace. SHA-256 of title and text: %(digest)s")
                % words
            )
        return _("Post %(post)s in a workspace. SHA-256 of its text: %(digest)s") % words

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
            **titled(lambda: _("A position in a workspace")), text=self.signed_words, by=by,
        )  # fmt: skip
        self.asked = signing.holders()
        self.set_audience()
        self.save(update_fields=["voice", "state", "asked", "audience"])
        if self.is_first:
            self.topic.show_to_others()
        if signing.capacity_of(by):
            signing.sign(by=by, seen=signing.digest)

    def ask_signers(self: Any, signing: Signing) -> None:
        """Let those read it who may sign it today: a seat was given, left, or lets deputies sign.

        Whoever calls holds topic and post. What was signed or dropped meanwhile keeps its readers.
        Each is named with the room: whoever is not let in, or not in good standing, reads nothing.
        """
        asked = signing.holders()
        if self.state != State.UNSIGNED or asked == self.asked:
            return
        self.asked = asked
        self.set_audience()
        self.save(update_fields=["asked", "audience"])
        readers_changed(self)
        if self.is_first and self.topic.state == State.UNSIGNED:
            self.topic.audience_id = self.audience_id
            self.topic.save(update_fields=["audience"])
            readers_changed(self.topic)

    def take_position(self: Any, signing: Signing) -> None:
        """Let others read what was signed. The text is the one whose digest was signed."""
        self.topic.lock()
        self.workspace.assert_writable()
        if self.topic.is_locked or self.topic.state == State.REMOVED:
            raise Refused(_("The topic is closed or removed. Nothing is signed in it any more."))
        if not self.is_readable_by(signing.signed_by):
            raise Refused(_("This stands in a workspace. A holder who reads it there signs it."))
        # The words around the digest are in the language of whoever drafted it.
        if self.signed_digest not in signing.text:
            raise Refused(_("The text was changed after it was sent to be signed."))
        self._show({State.UNSIGNED}, signing=signing)

    def drop_position(self: Any, signing: Signing) -> None:
        """Leave it to its author alone: its administration took back what was to be signed."""
        self._hide(
            "drop", {State.UNSIGNED}, State.DROPPED, by=signing.withdrawn_by,
            why=_("Your administration did not sign this position."),
        )  # fmt: skip

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
            "withdraw", {State.SHOWN}, State.REMOVED, by=signing.withdrawn_by,
            why=_("The administration withdrew its position."),
        )  # fmt: skip
