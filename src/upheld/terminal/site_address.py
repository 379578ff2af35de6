"""What browsers call the site: one address, for its pages and for the links in mail.

`--address` (or UPHELD_ADDRESS) and `desk.public_url` of upheld.yaml say the same thing. Where only
one of them speaks, it counts; where both do, they have to agree.
"""

from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

import typer

from upheld.refusal import UsageError
from upheld.terminal.screen import say
from upheld.wording import Text

PORT = 8420
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_OPTION, _KEY = "--address", "desk.public_url"

Address: TypeAlias = Annotated[
    str | None,
    typer.Option(
        envvar="UPHELD_ADDRESS",
        help=say(
            "what browsers call it, and links in mail, e.g. https://privacy.example.jp (behind a "
            "proxy)",
            "ブラウザーから見たアドレス。メールのリンクにも使います。"
            "例: https://privacy.example.jp(プロキシの内側の場合)",
        ),
    ),
]


def site_address(given: str | None, declared: str | None, port: int = PORT) -> str:
    """Return what browsers call the site.

    Args:
        given: By `--address` or UPHELD_ADDRESS; nothing counts as not given.
        declared: `desk.public_url` of upheld.yaml.
        port: That of this machine, where nobody says anything.

    Raises:
        UsageError: It is no address, one over which people's data would go in the clear, or two
            that differ.
    """
    said = _checked(given, _OPTION) if given else None
    written = _checked(declared, _KEY) if declared else None
    if said is not None and written is not None and said != written:
        raise UsageError(
            Text(
                en=f"`{_OPTION}` (UPHELD_ADDRESS) says `{said}`, and `{_KEY}` in upheld.yaml says "
                f"`{written}`",
                ja=f"`{_OPTION}`(UPHELD_ADDRESS)は `{said}`、upheld.yaml の `{_KEY}` は "
                f"`{written}` で、一致しません",
            ),
            remedy=Text(
                en="leave one of them out, or let them say the same",
                ja="どちらかを省くか、同じアドレスにしてください",
            ),
        )
    return said or written or f"http://localhost:{port}"


def _checked(address: str, where: str) -> str:
    address = address.rstrip("/")
    parts = urlsplit(address)
    whole = parts.scheme in ("http", "https") and parts.hostname and not parts.path
    if not whole or parts.query or parts.username is not None:
        raise UsageError(
            Text(
                en=f"`{where}` is not scheme, host and port alone",
                ja=f"`{where}` は、スキーム・ホスト・ポートだけのアドレスではありません",
            ),
            remedy=Text(
                en="write e.g. `https://privacy.example.jp`",
                ja="`https://privacy.example.jp` のように書いてください",
            ),
        )
    if parts.scheme == "http" and parts.hostname not in _HERE:
        raise UsageError(
            Text(
                en=f"`{where}` would send people's data in the clear",
                ja=f"`{where}` のままでは、個人の情報が暗号化されずに送られます",
            ),
            remedy=Text(
                en="put a server with a certificate in front and name its `https://` address",
                ja="証明書を持つサーバーを前に置き、その `https://` アドレスを指定してください",
            ),
        )
    return address
