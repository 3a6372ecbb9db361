"""Pages of the desk: letters, queues, items, and what the Secretariat keeps for them."""
