"""The brand, for the organizer: chosen, looked at, published, put back."""
