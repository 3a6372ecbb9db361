"""What the process of a test knows: nothing of another test, and what no page need ask for."""

from typing import Any

from directory.forms.filters import OFFER
from directory.forms.person_filters import HOMES
from directory.models.seat_role import KINDS
from directory.reachable import ZONES
from forums.forms import compose
from forums.models.terms import LANGUAGES, PROCESSES, TECHNOLOGIES
from guidelines.becoming import MADE
from guidelines.contributions import SHARING
from guidelines.lists import facets
from guidelines.lists.matrix import GROUPS, NUMBERS
from guidelines.panels import NAMES as NAMED
from guidelines.text import terms
from hub.notice import STANDING
from portal import needs
from portal.facets import LARGE
from portal.kept import Kept
from research.facets import NAMES


def know_only(kinds: Any) -> None:
    """Know the kinds of seat and that no notice stands, however long the test lasts."""
    guidance = facets.NAMES, terms.TERMS, MADE, GROUPS, NUMBERS, SHARING
    for each in (OFFER, HOMES, ZONES, NAMES, TECHNOLOGIES, PROCESSES, LANGUAGES, *guidance):
        each.forget()
    LARGE.forget()
    NAMED.forget()
    compose.HOMES.forget()
    # A test acts for several people within half a minute.
    needs.KEPT_S = 0
    know(KINDS, kinds)
    know(STANDING, None)


def know(kept: Kept[Any], answer: Any) -> None:
    """Let this process believe an answer that depends on no language, for good."""
    kept._answers = {"": (float("inf"), answer)}
