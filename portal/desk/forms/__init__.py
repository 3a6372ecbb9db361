"""Forms of the desk, one module per noun."""
