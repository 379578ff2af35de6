"""What an OpenDSR processor calls us with: by a pinned key, for us, and acted on once.

The body is not parsed before its signature holds (section 8.8 of the specification). A callback
carries no time, so a copy of it stays genuine for ever; it is remembered, and what it says never
turns back what is over (`desk.others.hearing`).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from upheld.calling.replay import Memory
from upheld.parties.opendsr import Processor, Standing, read_standing
from upheld.parties.outcomes import CallForgedError, CallMalformedError, Malformed, text_of
from upheld.parties.signature import signed_by
from upheld.refusal import Where
from upheld.wording import Text

KEEP = timedelta(days=400)
"""How long a callback is remembered: longer than any instruction stays open."""
_BYTES_LIMIT = 262_144


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A processor says how an instruction stands: answer 202."""

    domain: str
    request: UUID
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAgain:
    """This was told before: answer 202 and do nothing."""

    domain: str


Call: TypeAlias = Told | ToldAgain


def open_callback(
    body: bytes,
    headers: Mapping[str, str],
    processors: Mapping[str, Processor],
    memory: Memory,
    now: datetime,
) -> Call:
    """Verify a callback and say what it tells.

    Args:
        body: As received, byte by byte.
        headers: Names in lower case.
        processors: The declared ones, by domain in lower case.
        memory: What was told before; part of the transaction of the act.
        now: The present.

    Raises:
        CallForgedError: Not by a declared processor's key, or for another controller.
        CallMalformedError: It is signed but cannot be understood.
    """
    processor, prefix = _named(headers, processors)
    signature = headers.get(f"{prefix}signature", "")
    if len(body) > _BYTES_LIMIT or not signed_by(
        processor.domain, processor.certificates, body, signature, now
    ):
        raise _forged("its signature does not hold", "署名が正しくありません", processor.domain)
    found = _parsed(body, processor.domain)
    _check_for_us(found, processor)
    request = _request(found, processor.domain)
    standing = read_standing(found, request, proven=True)
    if isinstance(standing, Malformed):
        raise _malformed(standing.why, processor.domain)
    if not memory.first_time(
        f"opendsr:{processor.domain}"[:80], hashlib.sha256(body).hexdigest(), now=now, keep=KEEP
    ):
        return ToldAgain(domain=processor.domain)
    return Told(domain=processor.domain, request=request, standing=standing)


def _named(
    headers: Mapping[str, str], processors: Mapping[str, Processor]
) -> tuple[Processor, str]:
    for dialect in ("opendsr", "opengdpr"):
        domain = headers.get(f"x-{dialect}-processor-domain", "").strip().lower()
        processor = processors.get(domain)
        if processor is not None and processor.dialect == dialect:
            return processor, processor.header_prefix
    raise _forged("it names no declared processor", "宣言された委託先ではありません", None)


def _check_for_us(found: Mapping[str, object], processor: Processor) -> None:
    """A processor signs for all its controllers with one key: this one has to be for us."""
    address, controller = text_of(found, "status_callback_url"), text_of(found, "controller_id")
    ours = processor.callback is not None and address == processor.callback
    named = processor.controller is not None and controller == processor.controller
    foreign = (address is not None and not ours) or (
        processor.controller is not None and controller is not None and not named
    )
    if foreign or not (ours or named):
        raise _forged("it is for another controller", "別の事業者宛てです", processor.domain)


def _request(found: Mapping[str, object], domain: str) -> UUID:
    try:
        return UUID(text_of(found, "subject_request_id") or "")
    except ValueError:
        raise _malformed(
            Text(en="it is about no request", ja="依頼の番号がありません"), domain
        ) from None


def _parsed(body: bytes, domain: str) -> Mapping[str, object]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise _malformed(Text(en="it is no object", ja="オブジェクトではありません"), domain)
    return read


def _forged(en: str, ja: str, domain: str | None) -> CallForgedError:
    return CallForgedError(
        Text(
            en=f"a call in the name of another party is refused: {en}",
            ja=f"他の事業者を名乗る呼び出しを拒否しました: {ja}",
        ),
        remedy=Text(
            en="compare the declared domain, certificate and callback with what the party uses",
            ja="宣言したドメイン、証明書、コールバック URL を相手方のものと照合してください",
        ),
        where=Where(system=domain),
    )


def _malformed(why: Text, domain: str) -> CallMalformedError:
    return CallMalformedError(
        Text(
            en=f"a call of another party is not understood: {why.en}",
            ja=f"他の事業者からの呼び出しを理解できません: {why.ja}",
        ),
        remedy=Text(
            en="ask the party which version of the interface it speaks",
            ja="相手方にインターフェースの版を確認してください",
        ),
        where=Where(system=domain),
    )
