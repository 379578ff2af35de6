"""Why a web address gave no answer at all, good or bad, in words for people."""

import errno
import socket
import ssl
from dataclasses import dataclass
from typing import Literal, TypeAlias

from upheld.wording import Text

Cause: TypeAlias = Literal[
    "no-such-name", "refused", "time-out", "certificate", "no-network", "broken-off"
]
_WORDS: dict[Cause, Text] = {
    "no-such-name": Text(en="its host name does not exist", ja="ホスト名が見つかりません"),
    "refused": Text(en="the connection is refused", ja="接続が拒否されました"),
    "time-out": Text(en="no answer in time", ja="時間内に応答がありません"),
    "certificate": Text(
        en="no safe connection: its certificate or TLS", ja="証明書またはTLSに問題があります"
    ),
    "no-network": Text(en="no way to the network", ja="ネットワークに接続できません"),
    "broken-off": Text(en="the connection breaks off", ja="接続が途切れました"),
}
_NO_WAY = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why nothing answered."""

    cause: Cause

    @property
    def words(self) -> Text:
        """Return the reason: one clause, lower case, no full stop."""
        return _WORDS[self.cause]


def no_answer(error: Exception) -> NoAnswer:
    """Tell the cause of a failed request, looking through what urllib wraps around it.

    >>> no_answer(ConnectionRefusedError()).words.en
    'the connection is refused'
    """
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLError):
        return NoAnswer("certificate")
    if isinstance(reason, socket.gaierror):
        # "Try again" is what a resolver says that reached no server; any other is its answer.
        return NoAnswer("no-network" if reason.errno == socket.EAI_AGAIN else "no-such-name")
    if isinstance(reason, TimeoutError):
        return NoAnswer("time-out")
    if isinstance(reason, ConnectionRefusedError):
        return NoAnswer("refused")
    if isinstance(reason, OSError) and reason.errno in _NO_WAY:
        return NoAnswer("no-network")
    return NoAnswer("broken-off")


def has_way_out() -> bool:
    """Say whether this machine knows any way out of itself; nothing is sent to find out.

    "Connecting" a datagram socket only chooses a route. The addresses are those kept for
    documentation (RFC 5737, RFC 3849): they lead to nobody.
    """
    for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as asked:
                asked.connect((address, 9))
        except OSError:
            continue
        return True
    return False
