"""The database backend beneath django-tenants (`ORIGINAL_BACKEND`)."""

import select

from django.db.backends.postgresql.base import DatabaseWrapper as PostgresWrapper


class DatabaseWrapper(PostgresWrapper):
    """Keeps its connection for long, and looks at the socket instead of asking `SELECT 1`."""

    def is_usable(self) -> bool:
        """Is the server still at the other end?

        Between requests nobody speaks on this socket. If it can be read, the server has sent
        its farewell or closed it; then the full question is asked, which fails as it should.
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN | select.POLLERR | select.POLLHUP)
        if not waiting.poll(0):
            return True
        return super().is_usable()
