"""Fields of our forms: tables of text, and questions that one click answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from guidelines.measures.questions import Question
from guidelines.text import terms
from guidelines.text.sections import Column, Section

SPARE = 2
MOST_ROWS = 40
MOST_CELL = 500

type Row = dict[str, str]


def offered(column: Column) -> list[tuple[str, str]]:
    """Return what a cell may hold, or nothing where everything may be typed."""
    if column.choices:
        return [(value, str(label)) for value, label in column.choices.choices]
    return terms.choices(column.taxonomy) if column.taxonomy else []


def radios(question: Question, *, is_needed: bool) -> forms.ChoiceField:
    """Return a question that one click answers."""
    choices = [*question.choices, *([] if is_needed else [("", _("No answer"))])]
    # The answers are short: side by side, they leave the form on one screen.
    widget = forms.RadioSelect(attrs={"class": "choices-row"})
    return forms.ChoiceField(
        label=str(question.label), choices=choices, required=is_needed, widget=widget
    )


class RowsInput(forms.Widget):
    """A table of cells; some rows are spare, and more come after each save."""

    template_name = "guidelines/rows_input.html"
    # A group of controls: the legend names it, and its first cell is where an error leads.
    use_fieldset = True

    def __init__(self, columns: tuple[Column, ...], attrs: Any = None) -> None:
        super().__init__(attrs)
        self.columns = columns

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        """Return the rows that say something, in order."""
        get = data.getlist if isinstance(data, MultiValueDict) else lambda key: data.get(key) or []
        cells = {each.code: get(f"{name}-{each.code}") for each in self.columns}
        count = max((len(values) for values in cells.values()), default=0)
        rows = [
            {
                code: " ".join(values[number].split()) if number < len(values) else ""
                for code, values in cells.items()
            }
            for number in range(count)
        ]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Return whether no cell of the table was sent."""
        return not any(f"{name}-{each.code}" in data for each in self.columns)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the columns, and the rows with spare ones."""
        context = super().get_context(name, value, attrs)
        columns = [(each.code, str(each.label), offered(each)) for each in self.columns]
        rows: list[Row] = [*(value or []), *({} for _ in range(SPARE))]
        context["widget"] |= {"columns": columns, "rows": rows, "most": MOST_CELL}
        return context


class RowsField(forms.Field):
    """Rows of a table, as objects by column."""

    def __init__(self, columns: tuple[Column, ...], **kwargs: Any) -> None:
        super().__init__(widget=RowsInput(columns), **kwargs)
        self.columns = columns

    def to_python(self, value: Any) -> list[Row]:
        """Return the rows."""
        return list(value or [])

    def validate(self, value: list[Row]) -> None:
        """Refuse too many rows, long cells and codes that are not offered."""
        super().validate(value)
        if len(value) > MOST_ROWS:
            raise ValidationError(_("Write at most %(most)s rows.") % {"most": MOST_ROWS})
        for number, row in enumerate(value, 1):
            for column in self.columns:
                self._check(number, column, row.get(column.code, ""))

    def _check(self, number: int, column: Column, cell: str) -> None:
        known = dict(offered(column))
        words = {"row": number, "column": column.label, "most": MOST_CELL}
        if len(cell) > MOST_CELL:
            raise ValidationError(
                _("Row %(row)s, “%(column)s”: write at most %(most)s characters.") % words
            )
        if cell and known and cell not in known:
            raise ValidationError(_("Row %(row)s, “%(column)s”: choose from the list.") % words)


class CellsInput(forms.Widget):
    """The cells of a table in another language, each beside the words it is made from."""

    template_name = "guidelines/cells_input.html"
    use_fieldset = True

    def __init__(self, section: Section, rows: list[Row], language: str) -> None:
        super().__init__({"lang": language, "dir": "auto"})
        self.cells = [
            (number, str(column.label), row.get(column.code, ""))
            for number, row in enumerate(rows, 1)
            for column in section.worded
        ]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return the cells as one text, a line each."""
        typed = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name) or []
        return "\n".join(" ".join(each.split()) for each in typed)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add each cell: its row and column, its source, and what is said in its place."""
        context = super().get_context(name, value, attrs)
        typed = str(value or "").split("\n")
        said = [*typed, *[""] * len(self.cells)]
        cells = [(*each, said[place]) for place, each in enumerate(self.cells)]
        # What was typed for rows that are gone stays in sight.
        left = [(0, "", "", each) for each in typed[len(self.cells) :] if each]
        context["widget"] |= {"cells": [*cells, *left], "most": MOST_CELL}
        return context


class CellsField(forms.CharField):
    """The words of a table in another language, as one text."""

    def __init__(self, section: Section, rows: list[Row], language: str) -> None:
        super().__init__(
            label=_("Translation"), widget=CellsInput(section, rows, language),
            help_text=_("Leave a cell empty where nothing changes, as with figures and names."),
            strip=False,
        )  # fmt: skip
        self.count = len(self.widget.cells)  # type: ignore[attr-defined]

    def validate(self, value: str) -> None:
        """Ask for one cell at least, and for no more than the table has."""
        cells = value.split("\n")
        if not any(cells):
            raise ValidationError(_("Translate one cell at least."))
        if len(cells) != self.count:
            words = {"typed": len(cells), "count": self.count}
            raise ValidationError(
                _("The table has %(count)s cells now, and %(typed)s were sent. Compare with the"
                  " source, save again.") % words
            )  # fmt: skip
        if any(len(each) > MOST_CELL for each in cells):
            raise ValidationError(
                _("Write at most %(most)s characters in a cell.") % {"most": MOST_CELL}
            )


class CodesField(forms.CharField):
    """Codes of records with commas between them, kept as a list."""

    def prepare_value(self, value: Any) -> Any:
        """Return the codes as they are typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the codes, each once, in capitals."""
        text = str(super().clean(value) or "").replace(";", ",").upper()
        return list(dict.fromkeys(code for code in map(str.strip, text.split(",")) if code))
