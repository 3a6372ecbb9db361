"""Looks into one file, in a process of its own that may do little and knows no Django."""
