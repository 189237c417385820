"""What an organizer sees of his plan, add-ons, usage and invoices: pages of the platform's host."""
