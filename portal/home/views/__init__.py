"""Pages that compose several rooms."""
