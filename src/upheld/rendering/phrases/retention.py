"""How long data is kept, and what happens when a contract ends."""

from collections.abc import Mapping

from upheld.policy.language.line import Label
from upheld.policy.language.retention import (
    DuringTerm,
    Expiry,
    RetentionRule,
    ReturnRule,
    Stage,
)
from upheld.policy.model import REQUESTS_RULE
from upheld.rendering.document import Part, listed, say
from upheld.rendering.names import Names, Spot
from upheld.rendering.phrases.book import Heading, Said, phrase
from upheld.rendering.spoken import article, duration, period
from upheld.wording import Text

_REQUESTS = Text(en="identifiers in requests", ja="請求に含まれる識別子")
_RECEIVED = Text(en="the day of the request", ja="請求の日")
_IN_OUR_RECORDS = Text(en="the start date in our records", ja="記録にある起算日")
"""Said where the policy does not say what the column is that the data map counts from."""
_EXPIRED: Mapping[str, tuple[str, str]] = {
    "delete": (
        "After that we erase {what}.",
        "期間の経過後は、{what}を消去します。",
    ),
    "deidentify": (
        "After that we alter {what} so that nobody can be identified.",
        "期間の経過後は、{what}を本人が特定できない形に加工します。",
    ),
    "delete-or-deidentify": (
        "After that we erase {what} or alter them so that nobody can be identified.",
        "期間の経過後は、{what}を消去するか、本人が特定できない形に加工します。",
    ),
}
_STAGES: Mapping[str, tuple[str, str]] = {
    "revoke-access": (
        "Logins and access tokens are disabled",
        "ログイン及びアクセストークンを無効にします",
    ),
    "delete-primary": ("Primary copies are erased", "主たる保存先のデータを消去します"),
    "purge-derived": (
        "Copies and derived data are erased",
        "複製及び派生データを消去します",
    ),
    "expire-backups": (
        "Backup copies disappear as they are overwritten in turn",
        "バックアップは、順次上書きされて消えます",
    ),
    "guard-restore": (
        "Content is not restored from a backup after that",
        "その後、バックアップからコンテンツを復元することはありません",
    ),
    "instruct": (
        "We instruct recipients to erase or minimise the data",
        "消去又は最小化を指示します",
    ),
    "record-instructions": (
        "We keep proof of these instructions",
        "これらの指示の証跡を保存します",
    ),
    "keep-minimal": (
        "We keep these minimal records for the retention periods of this policy",
        "次の最小限の記録を、このポリシーの保存期間の間保存します",
    ),
    "expire-minimal": (
        "When their time is over, these records are erased or altered so that nobody can be identified",
        "期間を経過した記録は、消去するか、本人が特定できない形に加工します",
    ),
    "refuse-return": (
        "Content is not returned after that",
        "その後、コンテンツを返却することはありません",
    ),
    "warn": (
        "We remind the customer beforehand to keep copies of its own",
        "事前に、お客様ご自身で控えを保存されるようお知らせします",
    ),
}


def rule_name(name: str, line: RetentionRule, names: Names) -> Text:
    """Return what a retention rule is called."""
    if line.label is not None:
        return line.label.text()
    if name == REQUESTS_RULE:
        return _REQUESTS
    if line.data:
        data = names.data(line.data)
        return Text(en=data.en, ja=data.ja)
    return names.word(name)


def starts_with(name: str, line: RetentionRule, names: Names) -> Part:
    """Return the event from which a rule's period counts, or until which it lasts."""
    if line.keep.event:
        event = names.code(line.keep.event)
        return Part(event.en, event.ja, (event,))
    if line.counted_from is not None:
        said = line.counted_from.text()
        return Part(said.en, said.ja)
    said = _RECEIVED if name == REQUESTS_RULE else _IN_OUR_RECORDS
    return Part(said.en, said.ja)


def how_long(name: str, line: RetentionRule, names: Names) -> Part:
    """Return how long a rule keeps, and from which event its period counts."""
    start = starts_with(name, line, names)
    if line.at_least is not None and line.keep.period is not None:
        least, most = period(line.at_least), period(line.keep.period)
        return Part(
            f"from {least.en} to {most.en} after {start.en}",
            f"{start.ja}から起算して{least.ja}から{most.ja}まで",
            start.terms,
        )
    return duration(line.keep, start, at_most=line.at_most)


@phrase(RetentionRule)
def retention_rule(line: RetentionRule, spot: Spot) -> Said:
    """Say how long, why, and what happens then."""
    names = spot.names
    yield Heading(rule_name(spot.key, line, names))
    yield say("Kept {long}.", "保存期間: {long}", long=how_long(spot.key, line, names))
    if line.label is not None and line.data:
        yield say("Data: {data}.", "対象の情報: {data}", data=names.data(line.data))
    yield say("Basis: {basis}.", "根拠: {basis}", basis=line.basis.text())
    if line.duty is not None:
        yield say(
            "The law demands keeping it: {duty}.",
            "法令上の保存義務: {duty}",
            duty=_duty(line.duty),
        )
    if line.after == "deidentify":
        yield say(
            "After that we alter it so that nobody can be identified.",
            "期間の経過後は、本人が特定できない形に加工します。",
        )
    else:
        yield say("After that we erase it.", "期間の経過後は、消去します。")
    if line.keep_hashes:
        yield say(
            "Hash values remain as proof once the personal part has been erased.",
            "個人情報の部分を消去した後も、証明のためにハッシュ値を残します。",
        )


def _duty(duty: Label) -> Part | Text:
    """Say an article of the Act in words; the words of a company in each language as they are."""
    return article(duty.ja) if duty.ja == duty.en else duty.text()


@phrase(Expiry)
def expiry(line: Expiry, spot: Spot) -> Said:
    """Say what becomes of records when their time is over."""
    names = spot.names
    rules = [
        rule_name(name, spot.policy.retention[name], names)
        for name in line.of
        if name in spot.policy.retention
    ]
    en, ja = _EXPIRED[line.action]
    yield say(en, ja, what=listed(rules) if rules else names.codes(line.of))


@phrase(DuringTerm)
def during_term(line: DuringTerm, spot: Spot) -> Said:
    """Say what is kept while the contract lasts."""
    yield say(
        "While the contract lasts we keep {data}.",
        "契約期間中は、{data}を保存します。",
        data=spot.names.data(line.data),
    )


@phrase(Stage)
def stage(line: Stage, spot: Spot) -> Said:
    """Say one step at the end of a contract."""
    names = spot.names
    en, ja = _STAGES[line.do]
    when_en, when_ja = "", ""
    if line.at_once:
        when_en, when_ja = " at the moment the contract ends", "契約終了と同時に、"
    elif line.due is not None:
        due = period(line.due)
        when_en, when_ja = f" within {due.en} of the end", f"終了から{due.ja}以内に、"
    elif line.do == "instruct":
        when_en, when_ja = " promptly after the end", "終了後速やかに、"
    rules = [
        rule_name(name, spot.policy.retention[name], names)
        for name in line.keeps
        if name in spot.policy.retention
    ]
    details = [*(names.word(one) for one in (*line.targets, *line.to)), *rules]
    if details:
        yield say(
            f"{en}{when_en}: {{what}}.", f"{when_ja}{ja}。対象: {{what}}", what=listed(details)
        )
    else:
        yield say(f"{en}{when_en}.", f"{when_ja}{ja}。")


@phrase(ReturnRule)
def return_rule(line: ReturnRule, spot: Spot) -> Said:
    """Say whether content is given back."""
    if line.offered:
        yield say(
            "Content is returned or exported on request.",
            "ご請求により、コンテンツの返却又は書き出しに応じます。",
        )
    else:
        yield say(
            "Content is not returned or exported; please keep copies of your own.",
            "コンテンツの返却及び書き出しには応じません。お客様ご自身で控えを保存してください。",
        )
