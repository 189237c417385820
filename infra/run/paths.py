"""Where things stand in the checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
LOCK = ROOT / "infra" / "requirements.lock"
FRONTEND = ROOT / "infra" / "frontend"
VENDOR = ROOT / "themes" / "static" / "vendor"
SETUP_LOG = TOOLS / "setup.log"
