"""Why a body does not reach the application; each with its status of HTTP."""

from collections.abc import Sequence

from upheld.detection.kind import kinds
from upheld.screening.fields.walking import Spot
from upheld.screening.refused import CallRefusedError
from upheld.screening.rulebook import Decision
from upheld.wording import Text


class BodyBlockedError(CallRefusedError):
    """A body holds what may not come in.

    Attributes:
        found: Kinds with their places, never a value.
    """

    code = "body-blocked"
    status = 422

    def __init__(self, what: Text, *, remedy: Text, found: Sequence[dict[str, str]]) -> None:
        """State what was found and where."""
        super().__init__(what, remedy=remedy, param=found[0]["at"] if found else None)
        self.found = list(found)


class BodyUnreadableError(CallRefusedError):
    """A body is not what its content type says."""

    code = "body-unreadable"


class BodyTooLargeError(CallRefusedError):
    """A body is larger than is screened."""

    code = "body-too-large"
    status = 413


class BodyOpaqueError(CallRefusedError):
    """A body is of a kind that cannot be screened: compressed, binary, a file."""

    code = "body-opaque"
    status = 415


def blocked(offences: Sequence[tuple[Spot, Decision]]) -> BodyBlockedError:
    """Refuse a body for what it holds."""
    labels = {decision.kind: kinds()[decision.kind].label for _, decision in offences}
    clauses = dict.fromkeys(d.clause for _, d in offences if d.clause is not None)
    en, ja = (f" (clause {', '.join(clauses)})", f"(条項 {', '.join(clauses)})")
    return BodyBlockedError(
        Text(
            en=f"the request holds {', '.join(one.en for one in labels.values())}, "
            f"which is not taken here{en if clauses else ''}",
            ja=f"リクエストに{'、'.join(one.ja for one in labels.values())}が含まれています。"
            f"ここでは受け取れません{ja if clauses else ''}",
        ),
        remedy=Text(en="take it out and send it again", ja="取り除いて送り直してください"),
        found=[{"kind": decision.kind, "at": _shown(spot)} for spot, decision in offences],
    )


def unreadable(kind: str) -> BodyUnreadableError:
    """Refuse a body that is not what it says."""
    return BodyUnreadableError(
        Text(
            en=f"the body is no {kind} with one meaning",
            ja=f"本文を {kind} として一通りに読めません",
        ),
        remedy=Text(
            en="send it in UTF-8, each key once, as its content type says",
            ja="content-type のとおりの形で、UTF-8、キーの重複なしで送ってください",
        ),
    )


def too_large(limit: int) -> BodyTooLargeError:
    """Refuse a body that is larger than is screened."""
    return BodyTooLargeError(
        Text(en=f"the body has more than {limit} bytes", ja=f"本文が {limit} バイトを超えています"),
        remedy=Text(en="send less", ja="小さくして送ってください"),
    )


def opaque(what: Text) -> BodyOpaqueError:
    """Refuse what cannot be read."""
    return BodyOpaqueError(
        Text(
            en=f"{what.en} cannot be screened, so it is not taken",
            ja=f"{what.ja}は検査できないため受け取れません",
        ),
        remedy=Text(
            en="send JSON, a form or text, not compressed",
            ja="JSON・フォーム・テキストを圧縮せずに送ってください",
        ),
    )


def _shown(spot: Spot) -> str:
    return spot.path.removeprefix("body").removeprefix(".") or "body"
