"""How dates and numbers are written, by language: {{ day|date }} needs no format of its own."""
