"""What a text is, below the models: its sections, terms, words and paragraphs."""
