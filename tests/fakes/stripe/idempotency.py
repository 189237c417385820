"""Idempotency keys, as Stripe keeps them: the first answer is kept and given again."""

from tests.fakes.stripe.refusals import Refused


class Answers:
    """The answers given under idempotency keys, of each account."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[tuple, int, dict]] = {}

    def kept(self, account: str, key: str, request: tuple) -> tuple[int, dict] | None:
        """The answer given before. Raises Refused when the key comes with another request."""
        found = self._kept.get((account, key))
        if found is None:
            return None
        first, status, body = found
        if first != request:
            raise Refused(
                "Keys for idempotent requests can only be used with the same parameters they were "
                f"first used with. Try using a key other than '{key}' if you meant to execute a "
                "different request.",
                type="idempotency_error",
            )
        return status, body

    def keep(self, account: str, key: str, request: tuple, status: int, body: dict) -> None:
        """Remember the answer to a request that was begun; one that never began is not kept."""
        self._kept[account, key] = (request, status, body)

    def forget(self) -> None:
        """A day has passed: Stripe has thrown the keys away."""
        self._kept.clear()
