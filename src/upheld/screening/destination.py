"""Where calls go, as the ledger names it: a host, never a path, a query or who signs in there."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from upheld.evidence.entry import JSON
from upheld.screening.configuration import GatewaySection

_USUAL = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where the calls of one gateway go.

    Attributes:
        host: The provider's, with its port where that is not the usual one.
        declared: Whether `gateway.upstream` of the settings names it. Who the recipient is says
            the policy; that it is at this host, nobody but the settings.
    """

    host: str
    declared: bool

    @property
    def told(self) -> dict[str, JSON]:
        """What the entry of each call that leaves says of it."""
        return {"host": self.host, "declared": self.declared}


def destination_of(section: GatewaySection, address: str) -> Destination:
    """Say where calls go that are sent to an address."""
    host = host_of(address)
    declared = section.upstream is not None and host_of(section.upstream) == host
    return Destination(host=host, declared=declared)


def host_of(address: str) -> str:
    """Return the host of a web address.

    >>> host_of("https://user:word@API.example:443/v1?key=1"), host_of("http://[::1]:8080")
    ('api.example', '[::1]:8080')
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    if parts.port is None or parts.port == _USUAL.get(parts.scheme):
        return host
    return f"{host}:{parts.port}"
