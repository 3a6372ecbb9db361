"""The forms of the workspaces."""
