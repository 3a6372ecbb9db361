"""All input of the library."""
