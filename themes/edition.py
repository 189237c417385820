"""A short hash of everything of ours that shapes `/brand.css`; it changes with a release."""

import hashlib
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_SOURCES = [*(_HERE / f"{name}.py" for name in ("colour", "current", "fonts", "tokens")),
            *sorted(_HERE.glob("gallery/*/theme.toml"))]  # fmt: skip

EDITION = hashlib.sha256(b"".join(path.read_bytes() for path in _SOURCES)).hexdigest()[:8]
