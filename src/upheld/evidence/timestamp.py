"""Time stamps of an outside party (RFC 3161), through the extra `upheld[tsa]`."""

import hashlib
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509

from upheld.refusal import PlaceFailedError, PlaceUnreachableError, UsageError
from upheld.wording import Text

_SECONDS = 30
_BYTES_LIMIT = 1_000_000  # of a response; real ones have a few kB


def stamp(url: str, data: bytes, roots: Sequence[Path]) -> tuple[bytes, bool]:
    """Ask for a time stamp over the SHA-256 of the data.

    Returns:
        The response (DER), and whether its signature was checked up to one of the roots. The
        digest and the nonce are compared always.

    Raises:
        UsageError: The extra is not installed, or the address or a root cannot be used.
        PlaceUnreachableError: The authority does not answer.
        PlaceFailedError: Its answer is not a time stamp of this data.
    """
    try:
        import rfc3161_client as tsp
    except ImportError as error:
        raise UsageError(
            Text(
                en="time stamps need the extra `tsa`",
                ja="タイムスタンプには追加機能 `tsa` が要ります",
            ),
            remedy=Text(
                en="run `pip install 'upheld[tsa]'`",
                ja="`pip install 'upheld[tsa]'` を実行してください",
            ),
        ) from error
    request = (
        tsp.TimestampRequestBuilder()
        .data(data)
        .hash_algorithm(tsp.HashAlgorithm.SHA256)
        .cert_request(cert_request=True)
        .build()
    )
    answer = _ask(url, request.as_bytes())
    try:
        response = tsp.decode_timestamp_response(answer)
        token = response.tst_info
        same = token.message_imprint.message == hashlib.sha256(data).digest()
        if not same or token.nonce != request.nonce:
            raise _not_ours()
        if not roots:
            return answer, False
        builder = tsp.VerifierBuilder.from_request(request)
        for path in roots:
            builder = builder.add_root_certificate(_certificate(path))
        builder.build().verify_message(response, data)
    except (ValueError, tsp.VerificationError) as error:
        raise _not_ours() from error
    return answer, True


def _certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise UsageError(
            Text(en="this is no root certificate", ja="ルート証明書として読めません"),
            remedy=Text(en="give a PEM file", ja="PEM ファイルを指定してください"),
        ) from error


def _ask(url: str, query: bytes) -> bytes:
    if not url.startswith(("http://", "https://")):
        raise UsageError(
            Text(
                en="a time stamp authority has an http address",
                ja="タイムスタンプ局の URL は http です",
            ),
            remedy=Text(en="write `tsa:https://…`", ja="`tsa:https://…` と書いてください"),
        )
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked
        url, data=query, headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - as above
            return bytes(answer.read(_BYTES_LIMIT))
    except (OSError, urllib.error.URLError, ValueError) as error:
        raise PlaceUnreachableError(
            Text(
                en="the time stamp authority does not answer", ja="タイムスタンプ局が応答しません"
            ),
            remedy=Text(
                en="check its address, then try again", ja="URL を確かめ、もう一度実行してください"
            ),
        ) from error


def _not_ours() -> PlaceFailedError:
    return PlaceFailedError(
        Text(
            en="the answer is no valid time stamp of this checkpoint",
            ja="応答は、このチェックポイントの有効なタイムスタンプではありません",
        ),
        remedy=Text(
            en="check the authority's address and its root certificate",
            ja="タイムスタンプ局の URL とルート証明書を確かめてください",
        ),
    )
