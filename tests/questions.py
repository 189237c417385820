"""How many questions a page asks the database, once what may be kept is kept."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def asked(client, path) -> int:
    """The number of statements of the second of two equal requests."""
    client.get(path)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(path).status_code == 200
    return len(statements)
