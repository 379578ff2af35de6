"""Ports that commands listen on."""

from typing import TYPE_CHECKING

from upheld.refusal import UsageError
from upheld.wording import Text

if TYPE_CHECKING:
    import socket


class PortTakenError(UsageError):
    """The address cannot be listened on."""

    code = "port-taken"


def listening_on(host: str, port: int, *, option: str) -> "socket.socket":
    """Take a port before anything is printed.

    Args:
        host: A name or an address.
        port: 0 for any that is free.
        option: With which it is chosen, e.g. `--port`.

    Raises:
        PortTakenError: Somebody else has it, or it may not be taken.
    """
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise taken(host, port, error, option=option) from error
    return listening


def taken(host: str, port: int, error: OSError, *, option: str) -> PortTakenError:
    """Return the refusal of an address that the system does not give."""
    return PortTakenError(
        Text(
            en=f"`{host}` port {port} cannot be listened on ({error.strerror})",
            ja=f"`{host}` のポート {port} で待ち受けできません",
        ),
        remedy=Text(
            en=f"stop what listens there, or choose another with `{option}`",
            ja=f"使用中のプログラムを止めるか、`{option}` で別のポートを指定してください",
        ),
    )
