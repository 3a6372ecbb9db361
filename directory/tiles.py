"""The tiles of Members by WCO region: drawn once per language and state, then reused."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory import vacancies
from portal.compiled import ask
from portal.markings.access import may


class Tile(NamedTuple):
    """A Member: where it is, and whether its contact point is filled."""

    iso2: str
    name: str
    region: str
    is_filled: bool


class RegionCount(NamedTuple):
    """What the table says of a region."""

    code: str
    name: str
    members: int
    filled: int


# Written out: building these joins anew takes three times as long as PostgreSQL needs for them.
TILES = """
SELECT home.iso2, home.name_en, home.name_fr, home.sort_key_en, home.sort_key_fr, region.code,
    home.id IN (
        SELECT seat.administration_id
        FROM directory_holding AS holding
        JOIN directory_seat AS seat ON seat.id = holding.seat_id
        JOIN directory_person AS person ON person.id = holding.person_id
        WHERE holding.until IS NULL AND seat.role_id = 'contact-point' AND person.state = 'verified'
    ),
    EXISTS (SELECT FROM directory_vacancyopening AS opening WHERE opening.closed_at IS NULL)
        AND EXISTS (
            SELECT FROM directory_holding AS held WHERE held.until IS NULL AND held.person_id = %s
        ),
    home.kind = 'member'
FROM directory_administration AS home
LEFT JOIN directory_region AS region ON region.id = home.region_id
"""


def tiles(reader: Any) -> tuple[tuple[Tile, ...], int, bool]:
    """Return a tile per Member by name, how many administrations there are, if gaps are open."""
    rows = ask(TILES, [reader.pk])
    name, key = (2, 4) if get_language() == "fr" else (1, 3)
    rows.sort(key=itemgetter(key))
    found = (Tile(row[0], row[name], row[5], row[6]) for row in rows if row[8])
    return tuple(found), len(rows), any(row[7] for row in rows[:1])


@dataclass(frozen=True)
class TileMap:
    """The tiles as one reader sees them: gaps have names for those who may know, else none have."""

    regions: tuple[RegionCount, ...]
    tiles: tuple[Tile, ...]
    # With the special participant, which has no tile.
    total: int
    shows_names: bool
    may_open: bool
    names_vacancies: bool

    @cached_property
    def members(self) -> int:
        """How many Members there are."""
        return len(self.tiles)

    @cached_property
    def filled(self) -> int:
        """How many have a contact point."""
        return sum(tile.is_filled for tile in self.tiles)

    @cached_property
    def vacant(self) -> int:
        """How many have none."""
        return self.members - self.filled if self.names_vacancies else 0

    @cached_property
    def unknown(self) -> int:
        """How many a demonstration says nothing of."""
        return self.members - self.filled - self.vacant

    @cached_property
    def html(self) -> SafeString:
        """The whole figure, drawn once."""
        context = {"tiles": self, "demo": settings.DEMO}
        return render_to_string("directory/administration_tiles.html", context)

    @property
    def by_region(self) -> list[dict[str, Any]]:
        """The map in the figure: regions with their tiles. Addresses are relative to the list."""
        return [self._region(region) for region in self.regions]

    @cached_property
    def gaps(self) -> dict[str, str]:
        """What a row says of an empty contact point, by code, to who may know."""
        empty = (tile for tile in self.tiles if not tile.is_filled and self.shows_names)
        return {tile.iso2: self._state(tile)[1] for tile in empty}

    def _region(self, region: RegionCount) -> dict[str, Any]:
        here = (tile for tile in self.tiles if tile.region == region.code)
        return region._asdict() | {"tiles": [self._cells(tile) for tile in here]}

    def _cells(self, tile: Tile) -> tuple[str, ...]:
        state, word = self._state(tile) if self.shows_names else ("none", "")
        words = f"{tile.name}, {word}" if word else tile.name
        return state, tile.iso2, tile.iso2, words

    def _state(self, tile: Tile) -> tuple[str, str]:
        if tile.is_filled:
            return "ok", _("contact point")
        return ("void", _("vacant")) if self.names_vacancies else ("none", _("no sample data"))


def tile_map(regions: tuple[tuple[str, str], ...], reader: Any) -> TileMap:
    """Return the map for a reader; what is drawn already is drawn no more."""
    found, total, is_open = tiles(reader)
    shows_names = is_open or may(reader, "directory.read_vacancies")
    may_open = may(reader, "directory.open_vacancies")
    return _kept(
        get_language() or "en",
        regions,
        found,
        total=total,
        shows_names=shows_names,
        may_open=may_open,
        names_vacancies=vacancies.are_named(),
    )


@lru_cache(maxsize=8)
def _kept(
    language: str,
    regions: tuple[tuple[str, str], ...],
    tiles: tuple[Tile, ...],
    *,
    total: int,
    shows_names: bool,
    may_open: bool,
    names_vacancies: bool,
) -> TileMap:
    """Return a map; a pure function of all that it shows, so a kept one is right for its reader."""
    members = Counter(tile.region for tile in tiles)
    filled = Counter(tile.region for tile in tiles if tile.is_filled)
    counts = (RegionCount(code, name, members[code], filled[code]) for code, name in regions)
    return TileMap(tuple(counts), tiles, total, shows_names, may_open, names_vacancies)
