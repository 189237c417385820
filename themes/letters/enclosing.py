"""A file that goes with a letter."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    content: bytes
    mimetype: str
