"""Invoices as they are sent: a PDF for people, with the XML of EN 16931 inside for programs."""
