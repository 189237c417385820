"""Django's PostgreSQL backend, told to find out cheaply whether a kept connection is still alive."""
