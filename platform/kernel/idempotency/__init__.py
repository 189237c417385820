"""Answers kept, so that a repeated request is not repeated work."""
