"""The verbs of tickets: `issuing` makes, voids and replaces them; `admission` lets people in."""
