"""Pages of the forums."""
