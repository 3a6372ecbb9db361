"""The tiles of Members by WCO region: drawn once per language and state, then reused."""

from collections import Counter
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, Q, Value
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.models import Administration, Holding, Person, Seat, VacancyOpening
from portal.markings.access import may
from portal.taxonomy.models import local


class Tile(NamedTuple):
    """A Member: where it is, whether its contact point is filled, whether it has sample persons."""

    iso2: str
    name: str
    region: str
    is_filled: bool
    is_sampled: bool
    is_open: bool


class RegionCount(NamedTuple):
    """What the table says of a region."""

    code: str
    name: str
    members: int
    filled: int


def tiles(reader: Any) -> tuple[Tile, ...]:
    """Return a tile per Member in the order of names, with whether gaps are open to the reader."""
    contacts = Holding.objects.current().filter(
        seat__kind=Seat.Kind.CONTACT_POINT, person__state=Person.State.VERIFIED
    )
    # Nobody is missing where there was never a sample.
    samples = Person.objects.filter(is_sample=True, administration__isnull=False)
    is_sampled = Q(pk__in=samples.values("administration")) if settings.DEMO else Value(True)
    rows = (
        Administration.objects.members()
        .order_by(local("sort_key"), "pk")
        .values_list(
            "iso2",
            local("name"),
            "region__code",
            _whether(Q(pk__in=contacts.values("seat__administration"))),
            _whether(is_sampled),
            Exists(VacancyOpening.objects.open_to(reader)),
        )
    )
    return tuple(Tile(*row) for row in rows)


def _whether(condition: Any) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


class TileMap:
    """The tiles as one reader sees them: gaps have names for those who may know, else none have."""

    def __init__(self, regions: tuple[tuple[str, str], ...], reader: Any) -> None:
        self.tiles = tiles(reader)
        self.shows_names = may(reader, "directory.read_vacancies") or any(
            tile.is_open for tile in self.tiles
        )
        self.members = len(self.tiles)
        self.filled = sum(tile.is_filled for tile in self.tiles)
        self.vacant = sum(not tile.is_filled and tile.is_sampled for tile in self.tiles)
        self.unknown = self.members - self.filled - self.vacant
        members = Counter(tile.region for tile in self.tiles)
        filled = Counter(tile.region for tile in self.tiles if tile.is_filled)
        self.regions = tuple(
            RegionCount(code, name, members[code], filled[code]) for code, name in regions
        )

    def html(self) -> SafeString:
        """Return the map."""
        return _drawn(get_language() or "en", self.regions, self.tiles, self.shows_names)


@lru_cache(maxsize=8)
def _drawn(
    language: str, regions: tuple[RegionCount, ...], tiles: tuple[Tile, ...], shows_names: bool
) -> SafeString:
    """Return the map; a pure function, so a kept answer is never another reader's."""
    return format_html_join("", REGION, (_region(region, tiles, shows_names) for region in regions))


REGION = (
    '<section class="region region-{code}" aria-labelledby="r-{code}"><h3 id="r-{code}">'
    '<a href="{url}">{name}</a><span class="n">{filled}&nbsp;/&nbsp;{members}</span></h3>'
    '<ul class="tiles">{tiles}</ul></section>'
)
TILE = '<li><a class="tile tile-{}" href="{}"><span class="vh">{}: </span>{}</a></li>'


def _region(region: RegionCount, tiles: tuple[Tile, ...], shows_names: bool) -> dict[str, Any]:
    here = [tile for tile in tiles if tile.region == region.code]
    drawn = (_cells(tile, shows_names) for tile in here)
    return region._asdict() | {
        "code": region.code.lower(),
        "url": f"{reverse('directory:administration_list')}?region={region.code}#list",
        "tiles": format_html_join("", TILE, drawn),
    }


def _cells(tile: Tile, shows_names: bool) -> tuple[str, str, str, str]:
    state, word = _state(tile) if shows_names else ("none", "")
    words = f"{tile.name}, {word}" if word else tile.name
    url = reverse("directory:administration_detail", args=[tile.iso2])
    return state, url, words, tile.iso2


def _state(tile: Tile) -> tuple[str, str]:
    if tile.is_filled:
        return "ok", _("contact point")
    return ("void", _("vacant")) if tile.is_sampled else ("none", _("no sample data"))
