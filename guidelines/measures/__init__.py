"""Numbers of guidance and their rules, below the models."""
