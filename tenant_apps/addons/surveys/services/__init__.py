"""The verbs of surveys: `invitations` asks, `replies` listens. `nps` counts and writes nothing."""
