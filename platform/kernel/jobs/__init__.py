"""Long tasks: many things done one by one, with progress, by a worker that may die."""
