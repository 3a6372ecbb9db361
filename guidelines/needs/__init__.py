"""What guidance needs of a person."""
