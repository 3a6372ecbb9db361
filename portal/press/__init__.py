"""Data into pages: a child process sets them with Typst, which no web process ever loads."""
