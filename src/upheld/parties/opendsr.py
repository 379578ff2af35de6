"""Instructions by OpenDSR (formerly OpenGDPR): told, asked about, taken back.

Source: the OpenDSR specification (sections 6 to 9), with the header names and paths of OpenGDPR
for processors that still speak it. Its `regulation` knows no Japanese law; for the APPI it is
left out, or what the processor's contract says is sent.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID

from upheld.calling.client import Answer, Caller, Silent
from upheld.clock import Clock
from upheld.parties.outcomes import (
    Accepted,
    Identity,
    Instruction,
    InstructionRefusedError,
    Malformed,
    Outcome,
    Refused,
    Silence,
    instant,
    text_of,
)
from upheld.parties.signature import signed_by
from upheld.refusal import Where
from upheld.wording import Text

State: TypeAlias = Literal["pending", "in_progress", "completed", "cancelled"]
STATES: tuple[State, ...] = ("pending", "in_progress", "completed", "cancelled")
Dialect: TypeAlias = Literal["opendsr", "opengdpr"]
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_AHEAD = timedelta(minutes=10)
"""How far a party's clock may be ahead of ours."""
_CREATED, _ACCEPTED, _OK, _TOO_MANY, _SERVER = 201, 202, 200, 429, 500
_LOGIN = (401, 403)
_KNOWN_ALREADY = (400, 409, 422)


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """A party that speaks OpenDSR.

    Attributes:
        domain: Its OpenDSR domain, as its certificate and headers name it.
        base: Where its service is, e.g. `https://opendsr.example.com/v2`.
        certificates: Pinned signing certificates in PEM; several while one replaces another.
            Without any, answers are believed because of TLS alone, and callbacks are refused.
        login: The `Authorization` header that it wants.
        controller: Its name for us; callbacks for another controller are refused.
        callback: Where it shall call us.
        dialect: Which header names and paths it uses.
        regulation: `gdpr` or `ccpa`, where it asks for one.
        version: Of the interface, where it asks for one.
    """

    domain: str
    base: str
    certificates: tuple[str, ...] = field(default=(), repr=False)
    login: str | None = field(default=None, repr=False)
    controller: str | None = None
    callback: str | None = None
    dialect: Dialect = "opendsr"
    regulation: str | None = None
    version: str | None = None

    @property
    def requests(self) -> str:
        """The address of its requests."""
        noun = "requests" if self.dialect == "opendsr" else "opengdpr_requests"
        return f"{self.base.rstrip('/')}/{noun}"

    @property
    def header_prefix(self) -> str:
        """What its headers begin with, in lower case."""
        return f"x-{self.dialect}-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the party says an instruction stands; its word, not a proof."""

    state: State
    expected_by: datetime | None
    results: str | None = field(default=None, repr=False)
    proven: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a party says it can do (discovery)."""

    identities: frozenset[tuple[str, str]]
    kinds: frozenset[str]
    certificate_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opendsr:
    """Speaks with one processor."""

    processor: Processor
    caller: Caller
    clock: Clock

    def instruct(self, instruction: Instruction) -> Outcome:
        """Tell the processor what to do; the same instruction again is harmless.

        Raises:
            InstructionRefusedError: It names nobody.
            AddressRefusedError: The processor's address may not be called.
        """
        if not instruction.identities:
            raise _names_nobody(self.processor.domain)
        body = self._written(instruction)
        answer = self._ask("POST", self.processor.requests, body)
        if isinstance(answer, Silence):
            return answer
        if answer.status == _CREATED:
            return self._accepted(answer, instruction.id, body)
        if answer.status in _KNOWN_ALREADY:
            # Perhaps an earlier try arrived whose answer was lost: then it is there.
            standing = self.standing(instruction.id)
            if isinstance(standing, Standing):
                return Accepted(
                    reference=str(instruction.id),
                    expected_by=standing.expected_by,
                    proven=standing.proven,
                )
        return _refused(answer)

    def standing(self, request: UUID) -> Standing | Refused | Silence | Malformed:
        """Ask how an instruction stands.

        Raises:
            AddressRefusedError: The processor's address may not be called.
        """
        answer = self._ask("GET", f"{self.processor.requests}/{request}")
        if isinstance(answer, Silence):
            return answer
        if answer.status != _OK:
            return _refused(answer)
        found = self._believed(answer)
        if isinstance(found, Malformed):
            return found
        return read_standing(found, request, proven=bool(self.processor.certificates))

    def cancel(self, request: UUID) -> Outcome:
        """Take an instruction back; possible while it is pending.

        Raises:
            AddressRefusedError: The processor's address may not be called.
        """
        answer = self._ask("DELETE", f"{self.processor.requests}/{request}")
        if isinstance(answer, Silence):
            return answer
        if answer.status != _ACCEPTED:
            return _refused(answer)
        found = self._believed(answer)
        if isinstance(found, Malformed):
            return found
        if text_of(found, "subject_request_id") != str(request):
            return _malformed("it is about another request", "別の依頼についての応答です")
        return Accepted(
            reference=str(request), expected_by=None, proven=bool(self.processor.certificates)
        )

    def discover(self) -> Offer | Refused | Silence | Malformed:
        """Ask what the processor can do.

        Raises:
            AddressRefusedError: The processor's address may not be called.
        """
        answer = self._ask("GET", f"{self.processor.base.rstrip('/')}/discovery")
        if isinstance(answer, Silence):
            return answer
        if answer.status != _OK:
            return _refused(answer)
        found = _object(answer.body)
        if found is None:
            return _malformed("it is no object", "オブジェクトではありません")
        return _offer(found)

    def _written(self, instruction: Instruction) -> bytes:
        said: dict[str, object] = {
            "subject_request_id": str(instruction.id),
            "subject_request_type": instruction.kind,
            "submitted_time": instruction.received_at.strftime(_TIME),
            "subject_identities": [_identity(one) for one in instruction.identities],
        }
        optional = {
            "regulation": self.processor.regulation,
            "api_version": self.processor.version,
            "status_callback_urls": [self.processor.callback] if self.processor.callback else None,
        }
        said |= {name: value for name, value in optional.items() if value is not None}
        return json.dumps(said, ensure_ascii=False).encode()

    def _ask(self, method: str, address: str, body: bytes = b"") -> Answer | Silence:
        headers = {"accept": "application/json"}
        if body:
            headers["content-type"] = "application/json"
        if self.processor.login is not None:
            headers["authorization"] = self.processor.login
        answer = self.caller.call(method, address, headers=headers, content=body)
        if isinstance(answer, Silent):
            return Silence(why=answer.why, perhaps_received=answer.sent)
        if answer.status == _TOO_MANY or answer.status >= _SERVER:
            wished = answer.headers.get("retry-after", "")
            return Silence(
                why=_status(answer.status),
                perhaps_received=answer.status != _TOO_MANY,
                after_seconds=int(wished) if wished.isascii() and wished.isdigit() else None,
            )
        return answer

    def _believed(self, answer: Answer) -> Mapping[str, object] | Malformed:
        """Return what an answer says if its signature holds, where one is to be expected."""
        processor = self.processor
        prefix = processor.header_prefix
        if processor.certificates:
            domain = answer.headers.get(f"{prefix}processor-domain", "")
            if domain.lower() != processor.domain.lower():
                return _malformed("it names another domain", "別のドメインの応答です")
            signature = answer.headers.get(f"{prefix}signature", "")
            if not signed_by(
                processor.domain,
                processor.certificates,
                answer.body,
                signature,
                self.clock.now(),
            ):
                return _malformed("its signature does not hold", "署名が正しくありません")
        return _object(answer.body) or _malformed("it is no object", "オブジェクトではありません")

    def _accepted(self, answer: Answer, request: UUID, sent: bytes) -> Accepted | Malformed:
        found = self._believed(answer)
        if isinstance(found, Malformed):
            return found
        if text_of(found, "subject_request_id") != str(request):
            return _malformed("it is about another request", "別の依頼についての応答です")
        controller = text_of(found, "controller_id")
        if self.processor.controller is not None and controller != self.processor.controller:
            return _malformed("it is for another controller", "別の事業者宛ての応答です")
        if not _repeats(text_of(found, "encoded_request"), sent):
            return _malformed("it confirms another instruction", "別の内容を確認する応答です")
        expected, received = (
            instant(found.get(name)) for name in ("expected_completion_time", "received_time")
        )
        if expected is None or received is None or received > self.clock.now() + _AHEAD:
            return _malformed("its times make no sense", "時刻が正しくありません")
        return Accepted(
            reference=str(request),
            expected_by=expected,
            proven=bool(self.processor.certificates),
        )


def read_standing(
    found: Mapping[str, object], request: UUID | None, *, proven: bool
) -> Standing | Malformed:
    """Read a status, of an answer or of a callback."""
    if request is not None and text_of(found, "subject_request_id") != str(request):
        return _malformed("it is about another request", "別の依頼についての応答です")
    state = found.get("request_status")
    if not isinstance(state, str) or state not in STATES:
        return _malformed("its status is unknown", "状態が不明です")
    expected = instant(found.get("expected_completion_time"))
    results = text_of(found, "results_url")
    if results is not None and not results.startswith("https://"):
        return _malformed("its results are not behind https", "結果の URL が https ではありません")
    return Standing(state=state, expected_by=expected, results=results, proven=proven)


def _repeats(encoded: str | None, sent: bytes) -> bool:
    try:
        return encoded is not None and base64.b64decode(encoded, validate=True) == sent
    except ValueError:
        return False


def _identity(identity: Identity) -> dict[str, str]:
    return {
        "identity_type": identity.kind,
        "identity_value": identity.value,
        "identity_format": identity.format,
    }


def _offer(found: Mapping[str, object]) -> Offer | Malformed:
    listed, kinds = found.get("supported_identities"), found.get("supported_subject_request_types")
    if not isinstance(listed, list) or not isinstance(kinds, list):
        return _malformed("it lists nothing", "対応内容の一覧がありません")
    identities = {
        (str(one.get("identity_type")), str(one.get("identity_format", "raw")))
        for one in listed
        if isinstance(one, dict)
    }
    return Offer(
        identities=frozenset(identities),
        kinds=frozenset(kind for kind in kinds if isinstance(kind, str)),
        certificate_url=text_of(found, "processor_certificate"),
    )


def _object(body: bytes) -> Mapping[str, object] | None:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def _refused(answer: Answer) -> Refused:
    # Its message may repeat what was sent; only the number is kept.
    return Refused(why=_status(answer.status), ours=answer.status in _LOGIN)


def _status(status: int) -> Text:
    return Text(en=f"status {status}", ja=f"ステータス {status}")


def _malformed(en: str, ja: str) -> Malformed:
    return Malformed(why=Text(en=f"the answer is not believed: {en}", ja=f"採用しません: {ja}"))


def _names_nobody(domain: str) -> InstructionRefusedError:
    return InstructionRefusedError(
        Text(
            en="an instruction without an identity would be about nobody",
            ja="本人を特定する情報がない指示は送れません",
        ),
        remedy=Text(
            en="give at least one identity by which the party finds the person",
            ja="委託先が本人を特定できる情報を 1 つ以上指定してください",
        ),
        where=Where(system=domain),
    )
