"""個人情報管理台帳: the ledger of personal information that Japanese practice keeps, one row a group.

Its columns follow what the Guidelines to the Act and JIS Q 15001 ask a business to know of each
item: what it is, why and how it was acquired, where it is, who may use it and within which
limits, how long it is kept, who handles it for us and who receives it.
"""

from collections.abc import Mapping, Sequence

from upheld.exchange.records.holdings import Holding, Holdings
from upheld.exchange.records.ropa import about, responsible
from upheld.exchange.records.table import Table
from upheld.exchange.records.words import (
    AFTER,
    BASES,
    ENTRUSTED,
    MEASURES,
    NO_PERIOD,
    NONE,
    NOT_DECLARED,
    ROLES,
    Voice,
)
from upheld.policy.language.recipients import Recipient

_JA = Voice("ja")
HEADINGS: Sequence[str] = (
    "番号", "個人情報の名称", "項目", "要配慮個人情報", "本人の種類", "利用目的", "取得方法",
    "取得の根拠", "取扱いの立場", "保管場所(システム)", "保管場所(表・列)", "管理責任者", "アクセス権者",
    "利用の制限", "保存期間", "期間後の扱い", "委託先", "第三者提供", "共同利用",
    "外国にある第三者への提供", "安全管理措置", "正確性の確認", "条項",
)  # fmt: skip


def ledger(holdings: Holdings) -> Table:
    """Compute the ledger; what is held without being declared is listed at the end."""
    declared = enumerate(holdings.declared, start=1)
    rows = [_row(number, one, holdings.kinds) for number, one in declared]
    for number, category in enumerate(holdings.undeclared, start=len(rows) + 1):
        rows.append(_undeclared(number, category, holdings))
    for number, system in enumerate(holdings.unmapped, start=len(rows) + 1):
        rows.append([str(number), _JA.unmapped(system), *("" for _ in HEADINGS[2:])])
    return Table(
        title="個人情報管理台帳", headings=list(HEADINGS), rows=rows, about=about(_JA, holdings)
    )


def _row(number: int, one: Holding, kinds: Mapping[str, str]) -> list[str]:
    policy = one.policy
    purposes = [policy.purposes[name] for name in one.use.purposes if name in policy.purposes]
    entrusted = [r for r in one.recipients.values() if r.class_ in ENTRUSTED]
    given = [r for r in one.recipients.values() if r.class_ not in ENTRUSTED and not _joint(r)]
    home = policy.transfers.home if policy.transfers is not None else ("JP",)
    people = one.use.people or tuple(policy.people)
    return [
        str(number),
        _JA.say(one.label),
        _JA.categories(one.categories),
        _JA.categories(one.special_care),
        _JA.people(policy, people),
        _JA.listed(purpose.words() for purpose in purposes),
        _JA.sources([one]),
        _JA.listed((BASES[basis] for purpose in purposes for basis in purpose.basis), NOT_DECLARED),
        _role(one),
        _JA.systems(one.places, kinds),
        _JA.places(one.places),
        _JA.listed(responsible(_JA, policy), NOT_DECLARED),
        _JA.listed((role for purpose in purposes for role in purpose.only_by), NOT_DECLARED),
        _JA.listed(_limits(one)),
        _JA.listed((_JA.kept(kept) for kept in one.kept), NO_PERIOD),
        _JA.listed((AFTER[kept.rule.after] for kept in one.kept), NO_PERIOD),
        _JA.listed(_JA.recipient(r) for r in entrusted),
        _JA.listed(_JA.recipient(r) for r in given),
        _joint_use(one),
        _JA.abroad(one.recipients.values(), home),
        _JA.listed((MEASURES[m.measure] for m in policy.security), NOT_DECLARED),
        f"{_JA.duration_of(one.use.review)}ごと" if one.use.review else _JA.say(NOT_DECLARED),
        _JA.listed(one.use.c),
    ]


def _undeclared(number: int, category: str, holdings: Holdings) -> list[str]:
    places = holdings.undeclared[category]
    row = ["" for _ in HEADINGS]
    row[0] = str(number)
    row[1] = "ポリシーに宣言がありません"
    row[HEADINGS.index("項目")] = _JA.categories([category])
    row[HEADINGS.index("保管場所(システム)")] = _JA.systems(places, holdings.kinds)
    row[HEADINGS.index("保管場所(表・列)")] = _JA.places(places)
    return row


def _role(one: Holding) -> str:
    said = _JA.say(ROLES[one.use.role])
    return f"{said}(指示: {one.use.instructed_by})" if one.use.instructed_by else said


def _limits(one: Holding) -> list[str]:
    policy = one.policy
    found = [f"禁止: {p.deny}" for p in policy.prohibitions if one.is_meant_by(p.data)]
    if one.use.not_joined_with:
        found.append(f"結合しない: {_JA.categories(one.use.not_joined_with)}")
    if one.use.never:
        found.append(f"含めない: {_JA.categories(one.use.never)}")
    for name in one.use.purposes:
        purpose = policy.purposes.get(name)
        if purpose is not None and purpose.condition is not None:
            found.append(f"{purpose.ja}: {purpose.condition} の間のみ")
    return found


def _joint(recipient: Recipient) -> bool:
    return recipient.class_ == "joint-user"


def _joint_use(one: Holding) -> str:
    joint = one.policy.joint_use
    if joint is None or not one.jointly_used:
        return _JA.say(NONE)
    users = "、".join(_JA.say(company.text()) for company in joint.users.companies.values())
    return (
        f"{users or joint.users.list_url or ''}(責任者: {_JA.say(joint.responsible.name.text())})"
    )
