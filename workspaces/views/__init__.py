"""The pages of the workspaces."""
