from select import POLLIN, poll

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks of a kept connection at each request what its socket knows, not the server.

    A server that ended the session has said so there; Django's ``SELECT 1`` would cost each
    filing a round trip more. Within a transaction the server is asked as usual.
    """

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.info.transaction_status != TransactionStatus.IDLE:
            return super().is_usable()
        heard = poll()
        heard.register(self.connection.fileno(), POLLIN)
        return not heard.poll(0)
