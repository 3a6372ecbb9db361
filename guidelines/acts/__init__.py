"""What administrations sign about guidance."""
