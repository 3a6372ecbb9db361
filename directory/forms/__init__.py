"""The forms of the directory, one module per noun."""
