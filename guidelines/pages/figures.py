"""One table of an edition of figures: the values of two facets in words, and the numbers told."""

from django.utils.translation import gettext as _

from guidelines.models import Figures
from guidelines.models.figures import FACETS, values_of
from portal.markings.models import Marking


class Table:
    """The table of two facets, as a page and as a file."""

    def __init__(self, figures: Figures, rows: str, columns: str) -> None:
        self.figures, self.facets = figures, (rows, columns)
        self.columns = list(values_of(columns).values())
        self.title = f"{FACETS[rows]} × {FACETS[columns]}"
        self.corner = FACETS[rows]
        self.rows = [
            (name, [figures.cell(rows, row, columns, column) for column in values_of(columns)],
             figures.total(rows, row))
            for row, name in values_of(rows).items()
        ]  # fmt: skip
        self.totals = [figures.total(columns, column) for column in values_of(columns)]

    @property
    def is_bare(self) -> bool:
        """Whether no number of it may be shown."""
        shown = [self.figures.everybody, *self.totals]
        shown += [each for _name, numbers, total in self.rows for each in (*numbers, total)]
        return all(each is None for each in shown)

    @property
    def marking(self) -> str:
        """The label of what its edition counts."""
        is_public = self.figures.edition == Figures.Edition.PUBLIC
        return str(Marking.CLEAR if is_public else Marking.GREEN)

    def as_rows(self) -> list[list[str]]:
        """Return the same numbers as rows of text."""
        few, all_ = _("fewer than three, or withheld"), _("All")

        def line(name: object, *numbers: int | None) -> list[str]:
            return [str(name), *(few if each is None else str(each) for each in numbers)]

        return [
            [str(self.corner), *map(str, self.columns), all_],
            *(line(name, *numbers, total) for name, numbers, total in self.rows),
            line(all_, *self.totals, self.figures.everybody),
        ]
