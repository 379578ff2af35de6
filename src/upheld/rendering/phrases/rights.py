"""What a person may ask for, who may ask, what it costs and when it is answered."""

from collections.abc import Mapping
from itertools import pairwise

from upheld.law.opt_outs import OPT_OUTS, WITHIN, slower
from upheld.policy.language.line import Steps
from upheld.policy.language.rights import (
    AbsenceNotice,
    Agents,
    ByResidence,
    Clock,
    Extension,
    Fee,
    Ground,
    Identity,
    NoRetaliation,
    OutcomeNotice,
    OutsideProcedure,
    Referral,
    RightKind,
    RightOffered,
)
from upheld.rendering.document import Part, Sentence, either, listed, say
from upheld.rendering.names import Spot
from upheld.rendering.phrases.book import Said, phrase
from upheld.rendering.spoken import article, money, period
from upheld.wording import Text

KINDS: Mapping[RightKind, Text] = {
    "purpose-notice": Text(en="notification of the purpose of use", ja="利用目的の通知"),
    "disclosure": Text(en="disclosure of retained personal data", ja="保有個人データの開示"),
    "provision-records": Text(
        en="disclosure of the records of third-party provision", ja="第三者提供記録の開示"
    ),
    "correction": Text(en="correction", ja="訂正"),
    "addition": Text(en="addition", ja="追加"),
    "content-deletion": Text(en="deletion of wrong content", ja="内容の削除"),
    "suspension": Text(en="suspension of use or erasure", ja="利用の停止又は消去"),
    "provision-stop": Text(en="cessation of third-party provision", ja="第三者提供の停止"),
    "suspension-unneeded": Text(
        en="suspension of use or erasure where the data is unneeded, after a breach or in case of harm",
        ja="不要となった場合、漏えい等の場合又は権利利益が害されるおそれがある場合の利用停止等",
    ),
    "deletion": Text(en="deletion of personal data", ja="個人データの削除"),
    "complaint": Text(en="complaint", ja="苦情の申出"),
    "child-report": Text(en="report about a child's data", ja="子どもの情報に関する連絡"),
    "know": Text(en="right to know", ja="知る権利"),
    "delete": Text(en="right to delete", ja="削除を求める権利"),
    "correct": Text(en="right to correct", ja="訂正を求める権利"),
    "opt-out-sale-sharing": Text(
        en="right to opt out of sale and sharing", ja="販売及び共有を拒否する権利"
    ),
    "limit-use": Text(
        en="right to limit the use of sensitive personal information",
        ja="機微な個人情報の利用を制限する権利",
    ),
    "export": Text(en="export of one's data", ja="データの書き出し"),
}
_TAKEN = ("complaint", "child-report")
"""What a person tells us; nothing is requested by it."""
_COMMON = Text(en="every request", ja="すべての請求")


def kind_at(path: Steps) -> Text:
    """Return the name of the right that a path leads to; of all requests for the desk's lines."""
    for before, step in pairwise(path):
        if before == "rights" and isinstance(step, str):
            return KINDS[step]  # type: ignore[index]  # the model has checked the kind
    return _COMMON


def _opt_outs(spot: Spot) -> list[Text]:
    """Return the opt-outs among the requests that a line of the desk speaks of in general."""
    if "rights" in spot.path:
        return []
    regions, rights = spot.policy.regions, dict(spot.policy.rights)
    if spot.path[0] == "regions" and regions is not None:
        rights |= regions.overlays[str(spot.path[2])].rights
    return [KINDS[kind] for kind, line in rights.items() if kind in OPT_OUTS and line.offered]


def _all_but(spot: Spot, left_out: list[Text]) -> Part:
    """Name what a line is about; of all requests, without those that have a rule of their own."""
    kind = kind_at(spot.path)
    if not left_out:
        return Part(kind.en, kind.ja)
    but = listed(left_out)
    return Part(f"every request except the {but.en}", f"{but.ja}を除くすべての請求")


@phrase(RightOffered)
def right_offered(line: RightOffered, spot: Spot) -> Said:
    """Say whether a right is offered and on which terms."""
    yield _offered(line, spot)
    yield from _terms(line, spot)


def _offered(line: RightOffered, spot: Spot) -> Sentence:
    kind = kind_at(spot.path)
    if not line.offered:
        return say(
            "We do not offer this: {kind}.", "次のご請求には応じていません: {kind}", kind=kind
        )
    if spot.key in _TAKEN:
        return say("We take this: {kind}.", "{kind}を受け付けます。", kind=kind)
    if line.data:
        return say(
            "A person can request {kind} for {data}.",
            "本人は、{data}について、{kind}を請求できます。",
            kind=kind,
            data=spot.names.data(line.data),
        )
    return say("A person can request {kind}.", "本人は、{kind}を請求できます。", kind=kind)


def _terms(line: RightOffered, spot: Spot) -> Said:
    names = spot.names
    if line.instead is not None:
        yield say("{instead}", "{instead}", instead=line.instead.text())
    if line.grounds:
        yield say(
            "Grounds: {grounds}.", "請求できる理由: {grounds}", grounds=names.codes(line.grounds)
        )
    if line.forms:
        yield say(
            "The person can choose the form: {forms}.",
            "開示の方法は、次から選べます: {forms}",
            forms=either(names.codes(line.forms)),
        )
    if line.stops:
        yield say(
            "It stops these purposes: {purposes}.",
            "停止される利用目的: {purposes}",
            purposes=names.purposes(line.stops),
        )
    if line.discretion:
        yield say("We act on it where we find it necessary.", "当社が必要と認めた場合に応じます。")
    if line.opens is not None:
        yield say(
            "If the data turns out to be wrong, this follows: {kind}.",
            "内容に誤りがあることが判明した場合は、次の手続に進みます: {kind}",
            kind=KINDS[line.opens],
        )


@phrase(Fee)
def fee(line: Fee, spot: Spot) -> Said:
    """Say what a request costs."""
    yield say(
        "Fee for {kind}: {amount} for each request.",
        "{kind}の手数料: ご請求ごとに{amount}",
        kind=kind_at(spot.path),
        amount=money(line.amount, line.currency),
    )


@phrase(Clock)
def clock(line: Clock, spot: Spot) -> Said:
    """Say when the answer is due; a target of the company's own (`internal`) is for its staff."""
    kind = kind_at(spot.path)
    if line.acknowledge is not None:
        yield say(
            "We confirm receipt within {period} ({kind}).",
            "{kind}については、{period}以内に受付を確認します。",
            period=period(line.acknowledge),
            kind=kind,
        )
    if line.due is not None:
        sooner = _opt_outs(spot) if slower(line.due) else []
        yield say(
            "We answer within {period} ({kind}).",
            "{kind}については、{period}以内に回答します。",
            period=period(line.due),
            kind=_all_but(spot, sooner),
        )
        if sooner:
            yield say(
                "We follow this as soon as feasibly possible, within {period} at most: {kind}.",
                "次の請求には、できる限り速やかに、遅くとも{period}以内に応じます: {kind}",
                period=period(WITHIN),
                kind=listed(sooner),
            )
    if line.without_delay:
        yield say(
            "We answer without delay ({kind}).", "{kind}については、遅滞なく回答します。", kind=kind
        )
    if line.due is None and line.acknowledge is None and not line.without_delay:
        yield say(
            "We answer within the time that the law sets ({kind}).",
            "{kind}については、法令の定める期限までに回答します。",
            kind=kind,
        )
    if line.calendar is not None:
        yield say(
            "Business days are those of {country}.",
            "営業日は、{country}の暦によります。",
            country=spot.names.countries([line.calendar]),
        )


@phrase(Extension)
def extension(line: Extension, spot: Spot) -> Said:
    """Say how often and by how long the answer may be late."""
    yield say(
        "Where needed, the time may be extended once by {period}.",
        "必要な場合は、1回、{period}延長することがあります。",
        period=period(line.by),
    )
    if kept := _opt_outs(spot):
        yield say(
            "The time for this is not extended: {kind}.",
            "次の請求の期限は延長しません: {kind}",
            kind=listed(kept),
        )
    if line.notice:
        yield say(
            "We tell the person the reason in time.", "その際は、期限までに理由をお知らせします。"
        )


@phrase(Identity)
def identity(line: Identity, spot: Spot) -> Said:
    """Say how the asker is checked."""
    yield say(
        "Before we answer, we verify identity ({kind}): {methods}.",
        "回答に先立ち、本人確認を行います({kind})。方法: {methods}",
        kind=_all_but(spot, _opt_outs(spot)),
        methods=spot.names.codes(line.methods),
    )
    if free := _opt_outs(spot):
        yield say(
            "This needs no verification of identity: {kind}.",
            "次の請求に、本人確認は必要ありません: {kind}",
            kind=listed(free),
        )


@phrase(Agents)
def agents(line: Agents, spot: Spot) -> Said:
    """Say who may ask for somebody else."""
    yield say(
        "These representatives may make a request: {kinds}.",
        "次の代理人も請求できます: {kinds}",
        kinds=spot.names.codes(line.kinds),
    )
    yield say(
        "They show their power of representation by: {proof}.",
        "代理権の確認方法: {proof}",
        proof=spot.names.codes(line.proof),
    )
    if line.verify_person:
        yield say("We may also ask the person directly.", "本人に直接確認することもあります。")


@phrase(Ground)
def ground(line: Ground, spot: Spot) -> Said:
    """Name a reason for which a request may be refused."""
    yield say(
        "We may refuse {kind} on this ground: {ground} ({law}).",
        "次の理由により、{kind}をお断りすることがあります: {ground}({law})",
        kind=kind_at(spot.path),
        ground=spot.names.code(line.code),
        law=article(line.law),
    )


@phrase(AbsenceNotice)
def absence(line: AbsenceNotice, spot: Spot) -> Said:
    """Say that the person is told if nothing is held."""
    if line.after_identity:
        yield say(
            "If no such data exists, we tell the person so once identity has been confirmed.",
            "対象の個人データが存在しない場合は、本人確認の後、その旨をお知らせします。",
        )
    else:
        yield say(
            "If no such data exists, we tell the person so.",
            "対象の個人データが存在しない場合は、その旨をお知らせします。",
        )


@phrase(OutcomeNotice)
def outcome(line: OutcomeNotice, spot: Spot) -> Said:
    """Say that the person is told what was done."""
    yield say(
        "We tell the person what we have done: {kind}.",
        "対応の結果を本人に通知します: {kind}",
        kind=kind_at(spot.path),
    )
    if line.reasons:
        yield say(
            "If we refuse, we explain the reasons.", "お断りする場合は、その理由をご説明します。"
        )


@phrase(Referral)
def referral(line: Referral, spot: Spot) -> Said:
    """Say who answers instead."""
    to = spot.names.word(line.to)
    if line.data:
        yield say(
            "For {data}, please ask {to}, who decides about them.",
            "{data}については、その取扱いを決める{to}にお問い合わせください。",
            data=spot.names.data(line.data),
            to=to,
        )
    else:
        yield say("Please ask {to}.", "{to}にお問い合わせください。", to=to)


@phrase(ByResidence)
def by_residence(line: ByResidence, spot: Spot) -> Said:
    """Say that rights depend on residence."""
    yield say(
        "Which rights a person has depends on where they live; where this is unknown, the main "
        "text applies.",
        "認められる権利は、お住まいの地域によって異なります。不明な場合は、本文の定めによります。",
    )


@phrase(OutsideProcedure)
def outside_procedure(line: OutsideProcedure, spot: Spot) -> Said:
    """Say what happens to a request made in another way."""
    yield say(
        "A request made in another way is answered with a guide to this procedure.",
        "他の方法によるご請求には、この手続をご案内します。",
    )


@phrase(NoRetaliation)
def no_retaliation(line: NoRetaliation, spot: Spot) -> Said:
    """Say that nobody is treated worse for a request."""
    yield say(
        "Nobody is treated worse for making a request: {what} stay the same.",
        "請求を理由とする不利益な取扱いはしません。次のものは従前のとおりです: {what}",
        what=spot.names.codes(line.of),
    )


def deadline(line: Clock) -> Part:
    """Return a deadline in a few words: `within 45 days`; a target of the company's own is none."""
    parts: list[Text] = []
    if line.due is not None:
        due = period(line.due)
        parts.append(Text(en=f"within {due.en}", ja=f"{due.ja}以内"))
    if line.without_delay:
        parts.append(Text(en="without delay", ja="遅滞なく"))
    if not parts:
        parts.append(Text(en="within the time that the law sets", ja="法令の定める期限まで"))
    joined = listed(parts)
    return Part(", ".join(part.en for part in parts), joined.ja)
