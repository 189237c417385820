"""The demo: two shops with a past, made through the real services."""
