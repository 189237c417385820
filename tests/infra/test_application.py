"""A shell beside a running demo can be told where everything is."""

import subprocess

from infra.run.application import Application
from infra.run.folder import Folder


def test_a_shell_that_reads_the_environment_reaches_what_the_demo_reaches(tmp_path):
    folder = Folder(tmp_path / "it's here")
    folder.open()
    try:
        application = Application(folder, 8123, {"DATABASE_URL": "postgres://a@b%2Fc/d"})
        file = application.describe_environment()
        shell = ["sh", "-c", '. "$1" && env', "sh", file]
        answer = subprocess.run(shell, env={}, capture_output=True, text=True, check=True)
        told = answer.stdout.split("\n")
    finally:
        folder.close()

    for name in ("DATABASE_URL", "SECRET_KEY", "DATA_DIR", "PORT", "DJANGO_SETTINGS_MODULE"):
        assert f"{name}={application.environment[name]}" in told
    assert not [line for line in told if line.startswith("MARQUEE_LEASHED=")]
    assert file.stat().st_mode & 0o077 == 0
