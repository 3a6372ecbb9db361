"""Forms of the forums."""
