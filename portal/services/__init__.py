"""The services under the portal: PostgreSQL, Valkey, web, worker and beat, started by one command."""
