"""English: 14 Aug 2026; 14 Aug 2026, 09:52; Fri 14 Aug; 1 000 with a no-break space."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
SHORT_DATE_FORMAT = "D j M"
TIME_FORMAT = "H:i"
YEAR_MONTH_FORMAT = "M Y"
# ISO first: the only value that <input type="date"> takes.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d %b %Y"]
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
