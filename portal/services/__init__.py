"""What the portal stands on: PostgreSQL, Valkey, web, worker and beat, started by one command."""
