"""The verbs of billing, and the reports that others read."""
