"""Lists that people sort, filter, search, and keep as views of their own."""
