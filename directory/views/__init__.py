"""The pages of the directory, one module per noun."""
