"""What one page says."""
