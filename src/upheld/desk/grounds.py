"""Why a request may be refused: a closed list for each kind, each ground with its article.

The list is computed: what the policy declares under `refusal:`, what the law packs give for the
kind's duties, and what the procedure itself allows (an identity that was never shown). Nobody
refuses for a reason that is not on it.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from upheld.desk.clocks import offered
from upheld.desk.kinds import FOUND_INPUT, KINDS, CaseKind, Kind, Residence, kind_of
from upheld.law.packs.model import Duty, Pack
from upheld.law.packs.shelf import pack
from upheld.policy.language.rights import Ground as Declared
from upheld.policy.model import Policy
from upheld.refusal import RefusalError
from upheld.wording import Text

APPI = "JP-APPI@2024-04"
CCPA = "US-CA-CCPA@2026-01"

DISCRETION = "company-decision"
UNFOUNDED = "unfounded"
"""The request says something that, once looked into, does not hold."""

IDENTITY = "identity-not-shown"
POWER = "power-not-shown"
FEE = "fee-not-paid"
CLARITY = "not-clarified"

_NO_DUTY = "no-duty"
"""The policy's word for a request that does not hold."""

_ABSENCE = "not-held"
"""No ground: that nothing is held is an answer of its own, and has to be proven."""

_MEASURES: Mapping[str, str] = {
    "appi-34-1": "appi-34-2",
    "appi-35-1": "appi-35-2",
    "appi-35-3": "appi-35-4",
    "appi-35-5": "appi-35-6",
}
"""The duty to act on what was asked, where the law says that the request has to hold."""

_SAID: Mapping[str, Text] = {
    "rights-of-others": Text(
        en="it may harm the life, body, property or other rights of the person or of others",
        ja="本人又は第三者の生命、身体、財産その他の権利利益を害するおそれがあるため",
    ),
    "business-hindrance": Text(
        en="it may seriously hinder the proper conduct of the business",
        ja="業務の適正な実施に著しい支障を及ぼすおそれがあるため",
    ),
    "law": Text(en="it would violate another law", ja="他の法令に違反することとなるため"),
    _NO_DUTY: Text(
        en="the conditions under which the law obliges us are not met",
        ja="法令上、応じる義務のある場合に当たらないため",
    ),
}
_PROCEDURE: Mapping[str, Text] = {
    IDENTITY: Text(en="we could not confirm who asks", ja="ご本人であることを確認できなかったため"),
    POWER: Text(en="the power of the representative was not shown", ja="代理権を確認できなかったため"),
    FEE: Text(en="the fee was not paid", ja="手数料のお支払いを確認できなかったため"),
    CLARITY: Text(
        en="we could not tell which data is meant", ja="対象となるデータを特定できなかったため"
    ),
}  # fmt: skip
_COMPANY_DECIDES = Text(
    en="the law gives no right to this, and we decided against it after weighing the case",
    ja="法令上の義務のないご請求であり、検討の結果、応じないこととしたため",
)
_NOT_FOUNDED = Text(
    en="we looked into it and found no grounds for the request",
    ja="調査の結果、ご請求に理由があると認められなかったため",
)


class GroundUnknownError(RefusalError):
    """A request of this kind cannot be refused for that."""

    code = "ground-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason for which a request of a kind may be refused.

    Attributes:
        code: Its word, e.g. `rights-of-others`.
        text: In words for the person.
        article: Where it stands in the law; the policy's clause for what no law gives.
        source: `policy`, or how well the law pack knows it: `confirmed`, `memory`.
        before_identity: Whether it is a ground before it is known who asks.
        rest: It reaches only part of the data; what it does not cover must still be done.
    """

    code: str
    text: Text
    article: Text
    source: Literal["policy", "confirmed", "memory"]
    before_identity: bool = False
    rest: bool = False


def grounds_for(
    policy: Policy, right: CaseKind, residence: Residence | None = None
) -> tuple[Ground, ...]:
    """Return every ground on which a kind may be refused, the policy's own first.

    A ground of the law that the policy names too is listed once, under the policy's word. Which
    one a number names is certain only where the law has one ground of that number.
    """
    if right == FOUND_INPUT:
        return ()  # nobody asked, and nobody is refused
    kind = KINDS[right]
    own = tuple(_of_policy(policy, kind, residence))
    law = (*_of_law(kind), *_of_procedure(kind))
    alone = {number for number, count in Counter(map(_number, law)).items() if count == 1}
    found: dict[str, Ground] = {}
    for ground in (*own, *(one for one in law if not _said_by(own, one, alone))):
        found.setdefault(ground.code, ground)
    return tuple(found.values())


def _said_by(own: Sequence[Ground], ground: Ground, alone: Container[str]) -> bool:
    """Say whether a ground of the policy says what a ground of the law says.

    The paragraphs by which a request has to hold have other grounds too (a correction that is
    not needed, a substitute measure): who writes `no-duty, APPI 34(2)` names none of these.
    """
    number = _number(ground)
    named = {one.code for one in own if _number(one) == number}
    if ground.before_identity:
        return False
    if number in _holding():
        return ground.code == UNFOUNDED and _NO_DUTY in named
    return number in alone and bool(named)


def _holding() -> set[str]:
    """Return the numbers of the paragraphs by which what was asked has to hold."""
    law = pack(APPI)
    return {law.duty(name).article.partition(" ")[2] for name in _MEASURES.values()}


def ground_of(
    policy: Policy, right: CaseKind, residence: Residence | None, code: str | None
) -> Ground:
    """Return one ground of the list.

    Raises:
        GroundUnknownError: It is not on it; the message lists those that are.
    """
    known = grounds_for(policy, right, residence)
    return known_among(known, code, kind_of(right).label, offered=known)


def known_among(
    known: Sequence[Ground], code: str | None, label: Text, *, offered: Sequence[Ground]
) -> Ground:
    """Return the ground of a code.

    Args:
        known: Those that there are.
        code: Its word.
        label: The kind of request.
        offered: Those that the message lists where it is none of them.

    Raises:
        GroundUnknownError: There is no such ground.
    """
    for ground in known:
        if ground.code == code:
            return ground
    listed = ", ".join(f"`{ground.code}`" for ground in offered)
    raise GroundUnknownError(
        Text(
            en=f"`{(code or '')[:40]}` is no ground for refusing `{label.en}`",
            ja=f"`{(code or '')[:40]}` は「{label.ja}」を断る理由の一覧にありません",
        ),
        remedy=Text(en=f"give one of {listed}", ja=f"次のいずれかを指定してください: {listed}"),
    )


def _of_policy(policy: Policy, kind: Kind, residence: Residence | None) -> Iterator[Ground]:
    line = offered(policy, kind.id, residence)
    if line is None:
        return
    for declared in line.refusal:
        if declared.code != _ABSENCE:
            yield _declared(declared)
    if kind.id == "deletion" or line.discretion:
        clause = ", ".join(line.c)
        yield Ground(
            code=DISCRETION,
            text=_COMPANY_DECIDES,
            article=Text(en=f"our policy, {clause}", ja=f"当社ポリシー {clause}"),
            source="policy",
        )


def _declared(declared: Declared) -> Ground:
    said = _SAID.get(declared.code, Text(en=declared.code, ja=declared.code))
    return Ground(code=declared.code, text=said, article=cited(declared.law), source="policy")


def cited(law: str) -> Text:
    """Write `APPI 33(2)(i)`, as policies do, in both languages."""
    for prefix, name, instrument in (
        ("APPI ", APPI, "act"),
        ("CCPA ", CCPA, "code"),
        ("11 CCR ", CCPA, "regs"),
    ):
        number = law.removeprefix(prefix)
        if number != law and pack(name).instruments[instrument].knows(number):
            return pack(name).cite(f"{instrument} {number}")
    return Text(en=law, ja=law)


def _of_law(kind: Kind) -> Iterator[Ground]:
    law = pack(CCPA if kind.residence == "US-CA" else APPI)
    own = [law.duty(name) for name in kind.duties]
    for near in law.duties:
        of_article = any(_same_article(duty, near) for duty in own)
        for item in near.grounds:
            if kind.id in item.rights or (of_article and not item.rights):
                yield Ground(
                    code=item.id,
                    text=item.text,
                    article=law.cite(item.article),
                    source=item.source,
                    # Who asks for this is never identified, so nothing is told too early.
                    before_identity=item.before_identity or kind.identity != "confirmed",
                    rest=item.rest,
                )
    for duty in own:
        if duty.id in _MEASURES:
            measure = law.duty(_MEASURES[duty.id])
            yield Ground(
                code=UNFOUNDED,
                text=_NOT_FOUNDED,
                article=law.cite(measure.article),
                source=measure.source,
            )


def _same_article(one: Duty, other: Duty) -> bool:
    """Paragraphs of one article belong together: 33(2) limits 33(1) and 33(5)."""
    return one.article.partition("(")[0] == other.article.partition("(")[0]


def _of_procedure(kind: Kind) -> Iterator[Ground]:
    """Who asks has to follow the procedure, and to say which data is meant (APPI 37(1), (2)).

    California's list of them stands in its pack: there a request that lacks something is helped
    along, not refused (11 CCR 7020(f)), and costs nothing.
    """
    if kind.residence == "US-CA":
        return
    law: Pack = pack(APPI)
    codes = {IDENTITY, POWER, CLARITY} if kind.identity == "confirmed" else {POWER, CLARITY}
    if kind.fee_allowed:
        codes.add(FEE)
    for code in sorted(codes):
        duty = law.duty("appi-37-2" if code == CLARITY else "appi-37-1")
        yield Ground(
            code=code,
            text=_PROCEDURE[code],
            article=law.cite(duty.article),
            source=duty.source,
            before_identity=True,
        )


def _number(ground: Ground) -> str:
    found = re.search(r"[0-9][0-9.-]*(?:\([0-9a-zA-Z]+\))*", ground.article.en)
    return found.group() if found else ""
