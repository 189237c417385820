#!/usr/bin/env python
"""Django's command line, for a checkout with or without an install."""

import os
import sys
from pathlib import Path

# The source root that holds `kernel` and `config`: why, says infra/docs/architecture.
sys.path.append(str(Path(__file__).resolve().parent / "platform"))


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
