"""What the Secretariat decides about guidance, on its desk."""
