"""The forms of guidelines."""
