"""The kinds of request, each with its article, its fee, what it needs, and who carries it out.

Which of them are offered, to whom, in which form and at what price is the policy's to say
(`policy.language.rights`); what is the same for every company stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from upheld.policy.language.rights import FEE_ALLOWED, RightKind
from upheld.wording import Text

Verb: TypeAlias = Literal["see", "correct", "stop", "erase", "tell"]
"""The buttons of the privacy centre: 見る・直す・止める・消す, and 伝える for complaints."""

CarriedOutBy: TypeAlias = Literal[
    "disclosure",  # a bundle of what is held
    "deletion",
    "correction",
    "restriction",  # a purpose or a provision is stopped for this person
    "records",  # the records of provision to third parties
    "letter",  # an answer in words
]

IdentityNeeded: TypeAlias = Literal["confirmed", "findable", "none"]
"""`confirmed`: who asks is checked first. `findable`: nothing but what finds the person (an
opt-out may ask no more, 11 CCR 7026(d), 7060(b)). `none`: a complaint, a report about a child."""

Residence: TypeAlias = Literal["JP", "US-CA"]

FOUND_INPUT: Final = "found-input"
CaseKind: TypeAlias = RightKind | Literal["found-input"]
"""What people ask for, and the case that the company opens itself: nobody asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What can be asked for.

    Attributes:
        id: The policy's word for it, e.g. `disclosure`.
        label: As people call it.
        verb: The button it stands behind.
        duties: The entries of the law packs that give it; empty for a voluntary one.
        by: What carries it out.
        identity: What must be known of who asks.
        residence: Whose law gives it: residents of California, or everybody.
    """

    id: CaseKind
    label: Text
    verb: Verb
    duties: tuple[str, ...]
    by: CarriedOutBy
    identity: IdentityNeeded = "confirmed"
    residence: Residence | None = None

    @property
    def right(self) -> RightKind:
        """The policy's word for what people ask for; nobody asks for the company's own case."""
        if self.id == FOUND_INPUT:
            raise AssertionError("nobody asks for this kind")
        return self.id

    @property
    def fee_allowed(self) -> bool:
        """Whether the law allows a fee at all (APPI 38(1); CCPA 1798.130(a)(2) allows none)."""
        return self.id in FEE_ALLOWED


def _kinds(*kinds: Kind) -> Mapping[RightKind, Kind]:
    return {kind.id: kind for kind in kinds if kind.id != FOUND_INPUT}


KINDS: Mapping[RightKind, Kind] = _kinds(
    Kind(id="purpose-notice", label=Text(en="notice of the purpose of use", ja="利用目的の通知"),
         verb="see", duties=("appi-32-2",), by="letter"),
    Kind(id="disclosure", label=Text(en="disclosure", ja="開示"),
         verb="see", duties=("appi-33-1",), by="disclosure"),
    Kind(id="provision-records",
         label=Text(en="disclosure of third-party-provision records", ja="第三者提供記録の開示"),
         verb="see", duties=("appi-33-5",), by="records"),
    Kind(id="correction", label=Text(en="correction", ja="訂正"),
         verb="correct", duties=("appi-34-1",), by="correction"),
    Kind(id="addition", label=Text(en="addition", ja="追加"),
         verb="correct", duties=("appi-34-1",), by="correction"),
    Kind(id="content-deletion", label=Text(en="deletion of wrong content", ja="内容の削除"),
         verb="correct", duties=("appi-34-1",), by="correction"),
    Kind(id="suspension", label=Text(en="suspension of use or erasure", ja="利用停止・消去"),
         verb="stop", duties=("appi-35-1",), by="restriction"),
    Kind(id="provision-stop",
         label=Text(en="stop of third-party provision", ja="第三者提供の停止"),
         verb="stop", duties=("appi-35-3",), by="restriction"),
    Kind(id="suspension-unneeded",
         label=Text(en="suspension as no longer needed, leaked or harmful",
                    ja="利用停止等(不要・漏えい・権利侵害のおそれ)"),
         verb="stop", duties=("appi-35-5",), by="restriction"),
    Kind(id="deletion", label=Text(en="deletion", ja="消去"),
         verb="erase", duties=(), by="deletion"),
    Kind(id="complaint", label=Text(en="complaint", ja="苦情"),
         verb="tell", duties=("appi-40",), by="letter", identity="none"),
    Kind(id="child-report", label=Text(en="report of a child's data", ja="子どもの情報についての申出"),
         verb="tell", duties=(), by="deletion", identity="none"),
    Kind(id="know", label=Text(en="request to know", ja="開示(カリフォルニア州)"),
         verb="see", duties=("ccpa-7021-b",), by="disclosure", residence="US-CA"),
    Kind(id="delete", label=Text(en="request to delete", ja="削除(カリフォルニア州)"),
         verb="erase", duties=("ccpa-7021-b",), by="deletion", residence="US-CA"),
    Kind(id="correct", label=Text(en="request to correct", ja="訂正(カリフォルニア州)"),
         verb="correct", duties=("ccpa-7021-b",), by="correction", residence="US-CA"),
    Kind(id="opt-out-sale-sharing",
         label=Text(en="opt-out of sale and sharing", ja="販売・共有の拒否"),
         verb="stop", duties=("ccpa-7026-f",), by="restriction", identity="findable",
         residence="US-CA"),
    Kind(id="limit-use",
         label=Text(en="limit the use of sensitive information", ja="機微情報の利用の制限"),
         verb="stop", duties=("ccpa-7027-g",), by="restriction", identity="findable",
         residence="US-CA"),
    Kind(id="export", label=Text(en="export of content", ja="内容の書き出し"),
         verb="see", duties=(), by="disclosure"),
)  # fmt: skip
"""Every kind, in the order in which people are offered them."""

_FOUND = Kind(
    id=FOUND_INPUT,
    label=Text(en="prohibited AI input found later", ja="後から見つかった AI 入力禁止情報"),
    verb="erase",
    duties=(),
    by="deletion",
    identity="none",
)


def kind_of(name: CaseKind) -> Kind:
    """Return the kind of a case, whether people ask for it or the company opened it."""
    return _FOUND if name == FOUND_INPUT else KINDS[name]
