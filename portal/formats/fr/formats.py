"""French: 14 août 2026 ; 14 août 2026, 09:52 ; ven. 14 août ; 1 000 with a no-break space."""

DATE_FORMAT = "j N Y"
DATETIME_FORMAT = "j N Y, H:i"
SHORT_DATE_FORMAT = "D j N"
TIME_FORMAT = "H:i"
YEAR_MONTH_FORMAT = "N Y"
# ISO first: the only value that <input type="date"> takes.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
