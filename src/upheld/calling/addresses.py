"""Which addresses may be called: the public internet, and what the configuration names.

A URL that somebody else wrote may point at our own network (server-side request forgery). The
name is resolved here, every address is judged, and only a judged address is connected to, so that
a name cannot be resolved a second time to something else.
"""

import ipaddress
import re
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import TYPE_CHECKING, TypeAlias

from upheld.refusal import RefusalError
from upheld.wording import Text

if TYPE_CHECKING:
    import httpx

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 behind IPv6 (RFC 6052): the inner address decides."""
_URL_CHARACTERS = 2048
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f]")


class AddressRefusedError(RefusalError):
    """An address that this software does not call."""

    code = "address-refused"


class NameUnresolvedError(Exception):
    """A name has no address now; whoever called is told of a silence."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far calls go: all public addresses, and the networks named here."""

    networks: tuple[Network, ...] = ()

    def permits(self, address: Address) -> bool:
        """Say whether an address may be connected to."""
        if any(address in network for network in self.networks):
            return True
        inner = _inner(address)
        if inner is not None:
            return self.permits(inner)
        if isinstance(address, IPv6Address) and address.teredo is not None:
            return False
        return address.is_global and not address.is_multicast and not address.is_reserved


PUBLIC = Reach()
LOOPBACK = Reach((ipaddress.IPv4Network("127.0.0.0/8"), ipaddress.IPv6Network("::1/128")))


def read_reach(networks: Sequence[str]) -> Reach:
    """Read the networks that a configuration allows beyond the public internet.

    Raises:
        AddressRefusedError: One is no network in CIDR notation.
    """
    try:
        return Reach(tuple(ipaddress.ip_network(text.strip()) for text in networks))
    except ValueError as error:
        raise AddressRefusedError(
            Text(
                en="a network that may be called is not in CIDR notation",
                ja="呼び出しを許可するネットワークが CIDR 表記ではありません",
            ),
            remedy=Text(
                en="write e.g. `10.1.2.0/24`, without bits after the prefix",
                ja="`10.1.2.0/24` のように、ホスト部を 0 にして書いてください",
            ),
        ) from error


def read_url(text: str, reach: Reach) -> "httpx.URL":
    """Return a URL that may be called: https, a host, no login, no fragment.

    Plain http goes to this machine only, and only where the configuration reaches it.

    Raises:
        AddressRefusedError: It is another kind of URL, or names an address out of reach.
    """
    import httpx  # with its own command line it loads a good part of what `serve` waits for

    if len(text) > _URL_CHARACTERS or _UNPRINTABLE.search(text):
        raise _refused("it is too long or holds spaces", "長すぎるか、空白を含みます")
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        raise _refused("it is no URL", "URL の形ではありません") from None
    if not url.host:
        raise _refused("it names no host", "ホスト名がありません")
    if url.userinfo or url.fragment:
        raise _refused("it holds a login or a fragment", "認証情報またはフラグメントを含みます")
    literal = _literal(url.host)
    if url.scheme == "http" and (literal is None or not literal.is_loopback):
        raise _refused("it is not https", "https ではありません")
    if url.scheme not in {"http", "https"}:
        raise _refused("it is not https", "https ではありません")
    if literal is not None and not reach.permits(literal):
        raise _private()
    return url


def resolve(host: str, port: int, reach: Reach, seconds: float) -> list[str]:
    """Return the addresses of a host, all of which may be called.

    One address out of reach refuses the name as a whole: whoever answers for it lies, or it is a
    name of an inner network.

    Args:
        host: A name or an address.
        port: Only handed to the resolver.
        reach: How far calls go.
        seconds: How long the resolver may take; it has no limit of its own.

    Raises:
        AddressRefusedError: An address is out of reach.
        NameUnresolvedError: There is none, or not in time.
    """
    found: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))

    # A daemon: a resolver that hangs must not keep the program from ending.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(max(seconds, 0))
    if not found:
        raise NameUnresolvedError
    for text in found:
        if not reach.permits(ipaddress.ip_address(text.partition("%")[0])):
            raise _private()
    return found


def _inner(address: Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _literal(host: str) -> Address | None:
    if host == "localhost":
        return IPv4Address("127.0.0.1")
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _private() -> AddressRefusedError:
    return AddressRefusedError(
        Text(
            en="the address to call lies in a private or reserved network",
            ja="呼び出し先がプライベートまたは予約済みのネットワークにあります",
        ),
        remedy=Text(
            en="use a public address, or name the network in the configuration",
            ja="公開アドレスを使うか、許可するネットワークを設定に書いてください",
        ),
    )


def _refused(en: str, ja: str) -> AddressRefusedError:
    return AddressRefusedError(
        Text(en=f"this address is not called: {en}", ja=f"このアドレスは呼び出せません: {ja}"),
        remedy=Text(
            en="write a plain address such as `https://example.com/hook`",
            ja="`https://example.com/hook` のような URL を書いてください",
        ),
    )
