"""One HTTP request to another party's server, and what came of it.

No redirect is followed (it would carry our key to whoever it names), no proxy of the environment
is used (it would see what the address check never saw), and no compressed answer is taken (a
few bytes could become gigabytes).
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

import httpcore

from upheld.calling.addresses import PUBLIC, Reach, read_url
from upheld.calling.connection import CheckedBackend, Deadline
from upheld.wording import Text

AGENT = "upheld"
_STATUSES = range(200, 600)
"""Final answers (RFC 9110, section 15)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said. Names of headers are in lower case; the last of a name counts."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Nothing that counts as an answer came.

    Attributes:
        why: What happened, without address or content.
        sent: Whether the request may have arrived: then only a repeatable one is repeated.
    """

    why: Text
    sent: bool


Outcome: TypeAlias = Answer | Silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """How calls are made.

    Attributes:
        reach: Which addresses may be called.
        seconds: Length of one call at most, from resolving the name to the last byte.
        wait_seconds: Length of one wait for the other side.
        bytes_limit: Largest body that is read.
        ca_file: PEM file of the certificate authorities to trust; the machine's own if `None`.
    """

    reach: Reach = PUBLIC
    seconds: float = 30.0
    wait_seconds: float = 10.0
    bytes_limit: int = 1_048_576
    ca_file: str | None = None

    def call(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
    ) -> Outcome:
        """Send one request and read its answer to the end.

        Raises:
            AddressRefusedError: The address may not be called; nothing was sent.
        """
        url = read_url(address, self.reach)
        sent = {"user-agent": AGENT, "accept-encoding": "identity", **(headers or {})}
        sent["host"] = url.netloc.decode("ascii")
        if content or method in {"POST", "PUT", "PATCH"}:
            sent["content-length"] = str(len(content))
        raw = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        backend = CheckedBackend(self.reach, Deadline(self.seconds))
        with httpcore.ConnectionPool(
            ssl_context=_trust(self.ca_file), network_backend=backend, http2=False
        ) as pool:
            return self._ask(pool, method, raw, sent, content)

    def _ask(
        self,
        pool: httpcore.ConnectionPool,
        method: str,
        url: httpcore.URL,
        headers: Mapping[str, str],
        content: bytes,
    ) -> Outcome:
        waits = dict.fromkeys(("connect", "read", "write", "pool"), self.wait_seconds)
        try:
            with pool.stream(
                method,
                url,
                headers=list(headers.items()),
                content=content,
                extensions={"timeout": waits},
            ) as response:
                return self._read(response)
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            return Silent(
                why=Text(en="nobody answers at the address", ja="接続先が応答しません"), sent=False
            )
        except httpcore.TimeoutException:
            return Silent(
                why=Text(en="the answer did not come in time", ja="時間内に応答がありません"),
                sent=True,
            )
        except (httpcore.NetworkError, httpcore.ProtocolError):
            return Silent(
                why=Text(
                    en="the connection broke before the answer ended",
                    ja="応答の途中で接続が切れました",
                ),
                sent=True,
            )

    def _read(self, response: httpcore.Response) -> Outcome:
        if response.status not in _STATUSES:
            return Silent(
                why=Text(en="the answer is not HTTP", ja="HTTP の応答ではありません"), sent=True
            )
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in response.headers
        }
        if headers.get("content-encoding", "identity").lower() != "identity":
            return Silent(
                why=Text(
                    en="the answer is compressed, which was not asked for",
                    ja="求めていない圧縮形式の応答です",
                ),
                sent=True,
            )
        body = bytearray()
        for chunk in response.iter_stream():
            body += chunk
            if len(body) > self.bytes_limit:
                return Silent(
                    why=Text(en="the answer is too long", ja="応答が長すぎます"), sent=True
                )
        return Answer(status=response.status, headers=headers, body=bytes(body))


@lru_cache(maxsize=8)
def _trust(ca_file: str | None) -> ssl.SSLContext:
    """The certificates to trust; reading them takes longer than a call."""
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
