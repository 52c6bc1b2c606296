from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from caseflow.repeated import Repeated


class Cursor(base.ServerBindingCursor):
    """Has the server prepare what is `Repeated`, and nothing else."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        prepare = isinstance(query, Repeated)
        return super().execute(query, params, prepare=prepare, **options)  # type: ignore[misc]  # stubs


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    def is_usable(self) -> bool:
        """Asks of a kept connection at each request what its socket knows, not the server.

        A server that ended the session has said so there; Django's ``SELECT 1`` would cost each
        filing a round trip more. Within a transaction the server is asked as usual.
        """
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.info.transaction_status != TransactionStatus.IDLE:
            return super().is_usable()
        heard = poll()
        heard.register(self.connection.fileno(), POLLIN)
        return not heard.poll(0)
