"""What a patient reader works out of numbers that hang together: the least and most of each."""

from collections.abc import Collection, Hashable, Mapping
from typing import NamedTuple

type Name = tuple[Hashable, ...]
type Bound = tuple[int, int]


class Line(NamedTuple):
    """A total and the parts that cover it; `again` is who stands in several, if anybody may."""

    total: Name
    parts: tuple[Name, ...]
    again: Name | None = None

    @property
    def names(self) -> set[Name]:
        """All groups that it binds together."""
        return {self.total, *self.parts} | ({self.again} if self.again else set())


def bounds_of(lines: Collection[Line], known: Mapping[Name, int], cap: int) -> dict[Name, Bound]:
    """Return the least and the most that each group can be for a reader of what is known."""
    names = sorted(set().union(*(line.names for line in lines)), key=repr)
    found = {name: (known.get(name, 0), known.get(name, cap)) for name in names}
    before: dict[Name, Bound] = {}
    while before != found:
        before = dict(found)
        for total, parts, again in lines:
            least, most = found[total]
            low, high = (sum(found[part][end] for part in parts) for end in (0, 1))
            is_union = again is not None and found[again][1] > 0
            floor = max(found[part][0] for part in parts) if is_union else low
            found[total] = (max(least, floor), min(most, high))
            for part in parts:
                lo, hi = found[part]
                room = most if is_union else most - low + lo
                found[part] = (max(lo, least - high + hi), min(hi, room))
            if again:
                lo, hi = found[again]
                found[again] = (max(lo, low - most), min(hi, high - least))
    return found
