"""Django's PostgreSQL backend, which finds out cheaply whether a kept connection lives."""
