"""Real reference data, real content and sample persons, loaded from `portal/home/content`."""
