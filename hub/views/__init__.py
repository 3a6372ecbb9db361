"""Pages of the hub: what everybody reads, what the Secretariat keeps, the maintenance notice."""
