"""Bring events in from elsewhere: `reading` a file, `wanted` what it asks for, `plan`, `apply`."""
