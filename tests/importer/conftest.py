"""Files to import, and the command that does it."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection


@pytest.fixture
def bring_in(red, tmp_path):
    """Return `bring_in(text_or_object, *options)`: (what was said, the complaint or "")."""

    def run(content, *options, name="events.csv"):
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        out, err = io.StringIO(), io.StringIO()
        before = connection.tenant
        try:
            call_command("import_events", path, "--tenant", "red", *options, stdout=out, stderr=err)
        except CommandError as error:
            return out.getvalue(), f"{err.getvalue()}{error}"
        finally:
            connection.set_tenant(before)
        return out.getvalue(), ""

    return run
