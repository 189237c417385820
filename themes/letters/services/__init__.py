"""The verbs of mails."""
