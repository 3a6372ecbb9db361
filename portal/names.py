"""Names as people may type them: every character can be seen, and none turns its neighbours."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Control, format (direction, zero width), surrogate, private and unassigned characters.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# No name of a person holds them: something was pasted from a page or a mail.
MARKUP = frozenset("<>")


def plain_name(text: str) -> None:
    """Refuse characters that cannot be seen: two names that look the same would be two names."""
    if any(unicodedata.category(letter) in UNSEEN for letter in text):
        raise ValidationError(
            _("This holds a character that cannot be seen. Type it again by hand."),
            code="hidden",
        )


def person_name(text: str) -> None:
    """Refuse markup in the name of a person, too: it was pasted with more than the name."""
    plain_name(text)
    if not MARKUP.isdisjoint(text):
        raise ValidationError(
            _("This holds “<” or “>”. Write the name alone, as it stands on the letter."),
            code="markup",
        )
