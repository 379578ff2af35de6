"""What becomes of a body: let in, let in with values covered, or refused.

    screening = BodyScreening.by_acts(scanner, {"card_number": "block", "email": "mask"})
    screening.screen(raw, "application/json")       # the bytes that the application gets

Kinds and groups are those of `upheld detect --kinds`. What a policy says counts as in the gateway;
nothing comes back through a body, so that a value that would go under another name is covered.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any, Literal, TypeAlias

from upheld.detection import Finding
from upheld.detection.transform import masked
from upheld.documents.files.budget import Limits
from upheld.documents.files.place import Piece, Unread
from upheld.documents.files.reading import read
from upheld.evidence.entry import JSON
from upheld.policy.model import Policy
from upheld.refusal import RefusalError
from upheld.screening.acts import Act
from upheld.screening.configuration import GatewaySection
from upheld.screening.fields.shape import Free, Record
from upheld.screening.fields.walking import Allowed, Spot, take
from upheld.screening.middleware.bodies import Body, read_body
from upheld.screening.middleware.refusing import (
    BodyBlockedError,
    blocked,
    opaque,
    too_large,
    unreadable,
)
from upheld.screening.procedure import Found, counted, in_value, offences_in
from upheld.screening.refused import CallRefusedError, CallUnreadableError, ScreeningFailedError
from upheld.screening.rulebook import Decision, Rulebook, rulebook_of
from upheld.screening.turns import Scans
from upheld.wording import Text

BODY_BYTES = 2_621_440
"""Of a body where nothing else is said; what Django takes into memory by default."""
Files: TypeAlias = Literal["block", "read", "allow"]
"""What becomes of files in forms: refused, read and judged, or let in unseen."""
Told: TypeAlias = Callable[[Mapping[str, JSON]], object]
_SHAPE = Record({"body": Free()})
_ALLOWED = Allowed(digest=str)
_COVERED: Mapping[Act, Act] = {"pseudonymise": "mask", "ask": "block"}
_PIXELS = "picture"
_UNPACKED_BYTES = 64 << 20
_FILES_SECONDS = 30.0
"""For all files of a body together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyScreening:
    """Screens bodies; from any number of threads.

    Attributes:
        scanner: Finds.
        rulebook: Decides.
        purpose: What the application takes bodies for; of the policy, if there is one.
        bytes_limit: Of one body.
        files: What becomes of files in forms.
        told: Hears of every body in which something was found: outcome, kinds, acts, clauses and
            counts, never a value. If it fails, the body does not reach the application.
    """

    scanner: Scans
    rulebook: Rulebook
    purpose: str = ""
    bytes_limit: int = BODY_BYTES
    files: Files = "block"
    told: Told | None = field(default=None, repr=False)

    @classmethod
    def by_acts(
        cls, scanner: Scans, acts: Mapping[str, Act], *, otherwise: Act = "allow", **more: Any
    ) -> "BodyScreening":
        """Decide by kinds and groups alone; a group that is not named is blocked.

        Args:
            scanner: Finds.
            acts: By kind or group: `allow`, `mask` or `block`.
            otherwise: What becomes of kinds that are not named and in no group.
            more: Other attributes.

        Raises:
            ValidationError: There is no such kind, group or act.
        """
        section = GatewaySection.model_validate({"acts": dict(acts), "otherwise": otherwise})
        rulebook = Rulebook(
            prohibited={},
            masked={},
            masked_except=frozenset(),
            acts=section.acts,
            otherwise=section.otherwise,
            purposes=frozenset(),
            policy="",
        )
        return cls(scanner=scanner, rulebook=rulebook, **more)

    @classmethod
    def by_policy(
        cls, scanner: Scans, policy: Policy, section: GatewaySection, **more: Any
    ) -> "BodyScreening":
        """Decide as the gateway does: by `ai.prohibited`, `ai.masking` and the settings."""
        return cls(scanner=scanner, rulebook=rulebook_of(policy, section), **more)

    def screen(self, raw: bytes, content_type: str, encoding: str = "") -> bytes:
        """Return the body that the application gets; the very bytes, if nothing was covered.

        Args:
            raw: As it came.
            content_type: What its header says.
            encoding: What `content-encoding` says.

        Raises:
            CallRefusedError: It does not reach the application.
        """
        try:
            return self._screened(raw, content_type, encoding)
        except RefusalError:
            raise
        except Exception as error:  # noqa: BLE001 - fail closed, whatever it was
            # `from None`: what failed may quote what it was reading.
            raise failed(type(error).__name__) from None

    def _screened(self, raw: bytes, content_type: str, encoding: str) -> bytes:
        if len(raw) > self.bytes_limit:
            raise too_large(self.bytes_limit)
        if not raw:
            return raw
        if encoding.strip().lower() not in {"", "identity"}:
            raise opaque(Text(en="a compressed body", ja="圧縮された本文"))
        body = read_body(raw, content_type)
        try:
            taken = take(_SHAPE, {"body": body.value}, _ALLOWED)
        except CallUnreadableError:
            raise unreadable("text") from None
        named = [_kept(name, f"filenames[{n}]") for n, name in enumerate(body.filenames)]
        found = [*self._found([*taken.spots, *named]), *self._in_files(body)]
        self._judge(found)
        changed = [_cover(spot, decided) for spot, decided in found]
        if not any(changed):
            return raw
        taken.write()  # JSON in texts is put together
        return body.write(taken.call["body"])

    def _found(self, spots: Sequence[Spot]) -> list[Found]:
        found: list[Found] = []
        scanned = self.scanner.scan_many(spot.lead + spot.text for spot in spots)
        for spot, findings in zip(spots, scanned, strict=True):
            here = in_value(findings, len(spot.lead))
            if here:
                found.append((spot, [(one, self._decide(one)) for one in here]))
        return found

    def _decide(self, finding: Finding) -> Decision:
        decision = self.rulebook.decide(finding, self.purpose)
        return replace(decision, act=_COVERED.get(decision.act, decision.act))

    def _in_files(self, body: Body) -> list[Found]:
        """Judge the files of a form; what cannot be looked into is not taken."""
        if not body.files or self.files == "allow":
            return []
        if self.files == "block":
            raise opaque(Text(en="a file in a form", ja="フォームのファイル"))
        ends = monotonic() + _FILES_SECONDS
        found: list[Found] = []
        for number, content in enumerate(body.files):
            limits = Limits(
                file_bytes=self.bytes_limit,
                unpacked_bytes=_UNPACKED_BYTES,
                seconds=max(0.0, ends - monotonic()),
            )
            for item in _items(content, limits):
                found += self._found([_kept(item.text, f"files[{number}]")])
        return found

    def _judge(self, found: Sequence[Found]) -> None:
        """Refuse where one thing blocks the whole, or would have to be covered where it cannot be."""
        offences = offences_in(found)
        refusal: BodyBlockedError | None = blocked(offences) if offences else None
        if found and self.told is not None:
            self.told(
                {
                    "outcome": "taken" if refusal is None else refusal.code,
                    "found": counted(found),
                    "policy": self.rulebook.policy,
                }
            )
        if refusal is not None:
            raise refusal


def failed(why: str) -> CallRefusedError:
    """Return the refusal of a body that could not be screened or recorded."""
    return ScreeningFailedError(
        Text(
            en=f"the request could not be screened ({why}), so it was not taken",
            ja=f"検査できなかったため({why})、受け取っていません",
        ),
        remedy=Text(
            en="try again; if it happens again, tell who runs this service",
            ja="再試行し、続く場合はサービスの運営者にご連絡ください",
        ),
    )


def _items(content: bytes, limits: Limits) -> list[Piece]:
    pieces: list[Piece] = []
    try:
        for item in read(io.BytesIO(content), limits=limits):
            if isinstance(item, Piece):
                pieces.append(item)
            elif isinstance(item, Unread) and item.code != _PIXELS:
                raise opaque(Text(en="a file, or a part of one,", ja="ファイルの全部または一部"))
    except CallRefusedError:
        raise
    except RefusalError:
        raise opaque(Text(en="a file in a form", ja="フォームのファイル")) from None
    return pieces


def _kept(text: str, at: str) -> Spot:
    """Return a text that is judged and cannot be changed."""
    return Spot(None, None, text, "", f"body.{at}", "kept")


def _cover(spot: Spot, decided: Sequence[tuple[Finding, Decision]]) -> bool:
    covered = [one for one, decision in decided if decision.act == "mask"]
    if not covered:
        return False
    spot.holder[spot.key] = masked(spot.lead + spot.text, covered)[len(spot.lead) :]
    return True
