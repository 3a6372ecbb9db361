"""Figures of the portal, measured side by side with a floor: bin/bench --list."""
