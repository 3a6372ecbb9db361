"""Lists of contacts: read from a file, compared with the directory, carried out row by row."""
