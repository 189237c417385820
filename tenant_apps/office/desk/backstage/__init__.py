"""Pages that make backstage quick: search, saved views, long tasks, settings."""
