"""The errors the fake answers with, in Stripe's own form."""


class Refused(Exception):
    """A request that Stripe would answer with an error."""

    def __init__(self, message: str, *, status: int = 400, **fields) -> None:
        super().__init__(message)
        self.status = status
        kind = fields.pop("type", "invalid_request_error")
        known = {name: value for name, value in fields.items() if value is not None}
        self.body = {"error": {"type": kind, "message": message, **known}}


def missing(kind: str, ident: str) -> Refused:
    """No such object in this account."""
    return Refused(f"No such {kind}: '{ident}'", status=404, code="resource_missing", param="id")
