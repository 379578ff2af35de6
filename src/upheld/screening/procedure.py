"""How a call is screened: read, taken apart, scanned, decided, changed, written anew.

    call = screening.screen(ENDPOINTS["/v1/chat/completions"], raw, purpose="support")
    call.body            # what leaves
    call.told            # what the ledger hears: kinds, counts, clauses
    call.pseudonyms      # restores what comes back

Whatever goes wrong on the way, nothing leaves: there is no path on which a text that was not
scanned is written.
"""

import hmac
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Protocol

from upheld.detection import Finding, Span
from upheld.detection.transform import Pseudonyms, Scope, masked
from upheld.evidence.entry import JSON
from upheld.refusal import RefusalError
from upheld.screening.configuration import GatewaySection
from upheld.screening.fields.endpoints import Endpoint
from upheld.screening.fields.walking import Allowed, Spot, read_json, take
from upheld.screening.refused import PurposeRefusedError, ScreeningFailedError
from upheld.screening.rulebook import Decision, Rulebook
from upheld.screening.telling import Offence, asking, prohibited
from upheld.screening.turns import Scans, answers, together
from upheld.wording import Text

_SCOPE_KEY_BYTES = 32
_USERS = ("user", "safety_identifier")
"""Fields of a call that name who uses the application; a call may have both, and they may differ."""


class Screens(Protocol):
    """Where the screening of calls comes from: `Screening` itself, or one that follows a policy."""

    @property
    def section(self) -> GatewaySection:
        """The settings."""
        ...

    def now(self) -> "Screening":
        """The screening as it is now: what belongs together takes it once, and sees one policy."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On whose behalf a call is made, and what for.

    Attributes:
        tenant: Whose call it is.
        purpose: What it is for.
        agreed: Kinds that somebody agreed to send, where they have to be asked.
        conversation: The caller's name for a conversation: in it a value keeps its placeholder.
            Without one every call has its own.
    """

    tenant: str
    purpose: str
    agreed: frozenset[str] = frozenset()
    conversation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A call that may leave.

    Attributes:
        body: The bytes.
        stream: Whether a stream was asked for.
        users: The digests of whom the call names as using the application.
        told: For the ledger.
        pseudonyms: What was put in place of values, to restore what comes back.
    """

    body: bytes = field(repr=False)
    stream: bool
    users: frozenset[str]
    told: dict[str, JSON]
    pseudonyms: Pseudonyms = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """Screens calls by one policy; from any number of threads.

    Attributes:
        scanner: Finds.
        rulebook: Decides.
        section: The settings.
        key: Of digests of people who use applications.
    """

    scanner: Scans
    rulebook: Rulebook
    section: GatewaySection
    key: bytes = field(repr=False)

    def now(self) -> "Screening":
        """Itself: see `Screens`."""
        return self

    def screen(
        self, endpoint: Endpoint, raw: bytes, terms: Terms, pseudonyms: Pseudonyms | None = None
    ) -> Screened:
        """Screen one call.

        Args:
            endpoint: Where it goes.
            raw: The call as it came.
            terms: On whose behalf, and what for.
            pseudonyms: Names that other calls of the same file have given; its own without.

        Raises:
            CallRefusedError: It may not leave. What an `InputRefusedError` found stands in its
                `told`.
        """
        try:
            return self._screened(endpoint, raw, terms, pseudonyms)
        except RefusalError:
            raise
        except Exception as error:  # noqa: BLE001 - fail closed, whatever it was
            # `from None`: what failed may quote what it was reading.
            raise _failed(type(error).__name__) from None

    def _scope(self, terms: Terms) -> Scope:
        if terms.conversation is None:
            return Scope("call", secrets.token_bytes(_SCOPE_KEY_BYTES))
        return Scope.derived(f"{terms.tenant}\0{terms.conversation}", self.key)

    def _screened(
        self, endpoint: Endpoint, raw: bytes, terms: Terms, pseudonyms: Pseudonyms | None
    ) -> Screened:
        if self.rulebook.purposes and terms.purpose not in self.rulebook.purposes:
            raise _not_for(terms.purpose, self.section.recipient, self._told(endpoint, (), ()))
        call = read_json(raw)
        allowed = Allowed(
            opaque=frozenset(self.section.pass_),
            keep=frozenset(self.section.keep.get(terms.purpose, ())),
            digest=self._digest(terms.tenant),
        )
        taken = take(endpoint.shape, call, allowed)
        found = self.found(taken.spots, terms.purpose)
        told = self._told(endpoint, taken.dropped, found)
        _refuse_blocked(found, terms.agreed, told)
        # Numbers that come out of the key: what another call has in the same place is not ours.
        if pseudonyms is None:
            pseudonyms = Pseudonyms(self._scope(terms), numbering="keyed")
        for spot, decided in found:
            _change(spot, decided, pseudonyms)
        named = (taken.call.get(name) for name in _USERS)
        return Screened(
            body=taken.write(),
            stream=taken.call.get("stream") is True,
            users=frozenset(one for one in named if isinstance(one, str)),
            told=told,
            pseudonyms=pseudonyms,
        )

    def found(self, spots: Sequence[Spot], purpose: str) -> list["Found"]:
        """Return the texts in which something is found, with what is decided about it.

        Raises:
            ScreeningFailedError: It takes too long.
        """
        ends = monotonic() + self.section.scan_seconds
        answered = self._answered(spots, ends)
        found: list[Found] = []
        scanned = self.scanner.scan_many(spot.lead + spot.text for spot in spots)
        for number, (spot, findings) in enumerate(zip(spots, scanned, strict=True)):
            if monotonic() > ends:
                raise _failed("time")
            here = together(in_value(findings, len(spot.lead)), answered.get(number, ()))
            if here:
                found.append((spot, [(one, self.rulebook.decide(one, purpose)) for one in here]))
        return found

    def _answered(self, spots: Sequence[Spot], ends: float) -> dict[int, list[Finding]]:
        """Return what is found in texts, by their numbers, because of what was asked before them."""
        said = [(n, spot.before, spot.text) for n, spot in enumerate(spots) if spot.before]
        found: dict[int, list[Finding]] = {}
        for number, findings in answers(self.scanner, said):
            if monotonic() > ends:
                raise _failed("time")
            by = len(spots[number].lead)
            moved = [replace(one, start=one.start + by, end=one.end + by) for one in findings]
            found[number] = together(found.get(number, ()), moved)
        return found

    def _digest(self, tenant: str) -> Callable[[str], str]:
        return lambda user: user_digest(self.key, tenant, user)

    def _told(
        self, endpoint: Endpoint, dropped: Iterable[str], found: Sequence["Found"]
    ) -> dict[str, JSON]:
        return {
            "endpoint": endpoint.path,
            "recipient": self.section.recipient,
            "outcome": "sent",
            "found": counted(found),
            "dropped": sorted(set(dropped)),
            "policy": self.rulebook.policy,
        }


Found = tuple[Spot, list[tuple[Finding, Decision]]]
"""A text, and what was found in it."""


def user_digest(key: bytes, tenant: str, user: str) -> str:
    """Return what leaves instead of whoever a customer's application names as its user."""
    return hmac.digest(key, f"user\0{tenant}\0{user}".encode(), "sha256").hex()[:32]


def counted(found: Sequence[Found]) -> list[JSON]:
    """Return how often each decision was made, without a value or place."""
    counts = Counter(decision for _, decided in found for _, decision in decided)
    return [
        {
            "kind": one.kind,
            "group": one.group,
            "act": one.act,
            "clause": one.clause,
            "count": count,
        }
        for one, count in sorted(counts.items(), key=lambda item: (item[0].kind, item[0].act))
    ]


def offences_in(found: Sequence[Found]) -> list[Offence]:
    """Return what blocks the whole, or would have to be changed where it cannot be."""
    return [
        (spot, decision)
        for spot, decided in found
        for _, decision in decided
        if decision.act == "block"
        or (spot.change != "free" and decision.act in ("pseudonymise", "mask"))
    ]


def _refuse_blocked(found: Sequence[Found], agreed: frozenset[str], told: dict[str, JSON]) -> None:
    """Refuse where one thing blocks the whole, or has to be asked first.

    Raises:
        InputProhibitedError: Something may not leave, or had to be changed where it cannot be.
        InputNeedsAskingError: Something leaves only once somebody agreed.
    """
    offences = offences_in(found)
    if offences:
        raise prohibited(offences, told)
    unasked = [
        (spot, decision)
        for spot, decided in found
        for _, decision in decided
        if decision.act == "ask" and decision.kind not in agreed
    ]
    if unasked:
        raise asking(unasked, told)


def _change(
    spot: Spot, decided: Sequence[tuple[Finding, Decision]], pseudonyms: Pseudonyms
) -> None:
    under = [one for one, decision in decided if decision.act == "pseudonymise"]
    covered = [one for one, decision in decided if decision.act == "mask"]
    if not under and not covered:
        return
    whole = spot.lead + spot.text
    pieces: list[str] = []
    at = len(spot.lead)
    for one in (*covered, None):
        ends = len(whole) if one is None else one.start
        between = [_moved(f, at) for f in under if at <= f.start < ends]
        pieces.append(pseudonyms.pseudonymised(whole[at:ends], between))
        if one is not None:
            pieces.append(masked(whole[one.start : one.end], [_moved(one, one.start)]))
            at = one.end
    spot.holder[spot.key] = "".join(pieces)


def _moved(finding: Finding, by: int) -> Span:
    return Span(
        finding.kind, finding.start - by, finding.end - by, finding.confidence, finding.rule
    )


def in_value(findings: Sequence[Finding], lead: int) -> list[Finding]:
    """Return what lies in the value; of what begins in the key before it, the rest."""
    return [
        one if one.start >= lead else replace(one, start=lead) for one in findings if one.end > lead
    ]


def _not_for(purpose: str, recipient: str | None, told: Mapping[str, JSON]) -> PurposeRefusedError:
    return PurposeRefusedError(
        Text(
            en=f"`{recipient}` receives nothing for the purpose `{purpose}`",
            ja=f"`{recipient}` へは目的 `{purpose}` では何も送れません",
        ),
        remedy=Text(
            en="use a key of a purpose that the policy names for this recipient",
            ja="ポリシーがこの提供先に認めた目的のキーを使ってください",
        ),
        told=told,
    )


def _failed(why: str) -> ScreeningFailedError:
    return ScreeningFailedError(
        Text(
            en=f"the call could not be screened ({why}), so nothing left",
            ja=f"検査できなかったため({why})、何も送信していません",
        ),
        remedy=Text(
            en="try again; if it happens again, tell who runs this service",
            ja="再試行し、続く場合はサービスの運営者にご連絡ください",
        ),
    )
