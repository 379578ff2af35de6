"""How the driver of MariaDB connects: as it does by itself, but with one TLS context for all."""

from functools import cache
from ssl import SSLContext
from typing import Any

from pymysql.connections import Connection
from sqlalchemy import Engine, event


class SparingConnection(Connection):  # type: ignore[misc]  # the driver has no types
    """Makes the driver's own context for connections that say nothing of TLS only once.

    The driver reads all certificates of the machine for each, 40 ms. To hand a context over would
    change what it does: it would then refuse a server without TLS instead of going on.
    """

    def _create_ssl_ctx(self, sslp: Any) -> SSLContext:
        # What a URL says may name files, which are read when it connects.
        context: SSLContext = super()._create_ssl_ctx(sslp) if sslp else _usual()
        return context


@cache
def _usual() -> SSLContext:
    context: SSLContext = Connection(defer_connect=True).ctx
    return context


def connect_sparingly(engine: Engine) -> None:
    """Let an engine for PyMySQL make its connections so."""
    event.listen(engine, "do_connect", _connect)


def _connect(
    _dialect: Any, _record: object, positional: Any, named: dict[str, Any]
) -> SparingConnection:
    return SparingConnection(*positional, **named)
