"""What letters say: facts of a case in the person's language, each worded once here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from upheld.desk.case import Case
from upheld.desk.denials import authorities
from upheld.desk.office import Office
from upheld.payments.money import Money
from upheld.policy.language.company import Channel
from upheld.vocabulary import category
from upheld.wording import Language, Text

_WEEKDAYS = "月火水木金土日"
_NEEDED: Mapping[str, Text] = {
    "identity": Text(en="confirmation of who you are", ja="ご本人であることの確認"),
    "power": Text(en="a document that shows the power to act", ja="代理権を示す書類"),
    "fee": Text(en="the fee", ja="手数料のお支払い"),
    "clarification": Text(en="an answer to our question", ja="当社からの質問へのご回答"),
    "choice": Text(en="which person is meant", ja="対象となる方の特定"),
}
_CHANNELS: Mapping[str, Text] = {
    "email": Text(en="e-mail", ja="メール"),
    "form": Text(en="web form", ja="フォーム"),
    "phone": Text(en="telephone", ja="電話"),
    "post": Text(en="post", ja="郵送"),
    "in-product": Text(en="in the service", ja="サービス内"),
    "counter": Text(en="counter", ja="窓口"),
}


def common_facts(office: Office, case: Case) -> dict[str, object]:
    """What every letter may say about a case."""
    language = case.language
    sealed = case.sealed
    return {
        **general_facts(office, language),
        "reference": case.reference,
        "request": case.kind.label.in_language(language),
        "received_on": day(case.received_at.astimezone(office.zone).date(), language),
        "due_on": day(case.due_on, language),
        "name": sealed.name if sealed else "",
        "complaint": [*complaint_ways(office, language), *authorities(case, language)],
    }


def general_facts(office: Office, language: Language) -> dict[str, object]:
    """What can be said without a case."""
    policy = office.company.policy
    today = office.company.clock.now().astimezone(office.zone).date()
    return {
        "company": policy.policy.company.text().in_language(language),
        "reference": "",
        "request": "",
        "received_on": "",
        "due_on": "",
        "name": "",
        "today": day(today, language),
        "complaint": complaint_ways(office, language),
        "privacy_url": office.link("/"),
    }


def day(value: date | datetime, language: Language) -> str:
    """Write a day for people.

    >>> day(date(2026, 5, 12), "ja"), day(date(2026, 5, 12), "en")
    ('2026年5月12日(火)', 'Tuesday, 12 May 2026')
    """
    if language == "ja":
        return f"{value.year}年{value.month}月{value.day}日({_WEEKDAYS[value.weekday()]})"
    return f"{value:%A}, {value.day} {value:%B %Y}"


def complaint_ways(office: Office, language: Language) -> list[str]:
    """Where to complain: the company's own channels, then the accredited organisation."""
    policy = office.company.policy
    own = [c for c in policy.channels.values() if "complaints" in c.uses] or list(
        policy.channels.values()
    )
    ways = [_way(channel, language) for channel in own]
    body = policy.authorised_body
    if body is not None:
        name = body.name.text().in_language(language)
        label = Text(en="accredited organisation", ja="認定個人情報保護団体").in_language(language)
        ways += [f"{label} {name}: {_way(channel, language)}" for channel in body.channels]
    return ways or [office.link("/")]


def _way(channel: Channel, language: Language) -> str:
    unit = f"{channel.unit.text().in_language(language)} " if channel.unit else ""
    return f"{unit}({_CHANNELS[channel.kind].in_language(language)}) {channel.to.text().in_language(language)}"


def needed(waiting: Iterable[str], language: Language) -> list[str]:
    """What the person has to do before the request goes on."""
    return [_NEEDED[one].in_language(language) for one in sorted(waiting) if one in _NEEDED]


_AWAITED: Mapping[str, Text] = {
    **_NEEDED,
    "decision": Text(en="a decision", ja="判断"),
    "approval": Text(en="an approval", ja="承認"),
    "parties": Text(en="another system or party", ja="他のシステム・委託先"),
    "delivery": Text(en="the handing over of the answer", ja="回答の受け渡し"),
}


def awaited(waiting: Iterable[str], language: Language) -> list[str]:
    """Whatever a case waits for, in words for staff."""
    return [_AWAITED[one].in_language(language) for one in sorted(waiting) if one in _AWAITED]


_EXTENDED: Mapping[str, Text] = {
    "complex": Text(en="the request is complex", ja="内容が複雑なため"),
    "many": Text(en="we have many requests", ja="ご請求が多数寄せられているため"),
    "third-party": Text(
        en="other parties have to be asked", ja="委託先などへの確認が必要なため"
    ),
}  # fmt: skip


def extension(until: str, reason: str, language: Language) -> dict[str, object]:
    """What the notice of an extension says."""
    said = _EXTENDED.get(reason, Text(en=reason, ja=reason))
    return {
        "until": day(date.fromisoformat(until), language),
        "explanation": said.in_language(language),
    }


def fee(office: Office, case: Case, amount: Money) -> dict[str, object]:
    """What the letter that asks for a fee says."""
    bank = office.settings.bank
    return {
        "amount": amount.in_language(case.language),
        "bank": bank.text().in_language(case.language) if bank is not None else "",
        "status_url": office.link("/status"),
    }


def reasons(grounds: Iterable[Any], language: Language) -> list[dict[str, str]]:
    """Grounds with their articles, in words."""
    return [
        {
            "text": ground.text.in_language(language),
            "article": ground.article.in_language(language),
        }
        for ground in grounds
    ]


_ACTS: Mapping[str, Text] = {
    "delete": Text(en="deleted", ja="削除しました"),
    "anonymise": Text(en="made anonymous", ja="個人を特定できない形にしました"),
    "unlink": Text(en="unlinked from you", ja="ご本人との結び付きを外しました"),
    "erase": Text(en="erased", ja="消去しました"),
    "correct": Text(en="corrected", ja="訂正しました"),
    "disclose": Text(en="disclosed", ja="開示します"),
    "derived": Text(en="copies erased", ja="複製を消去しました"),
}


def steps_said(
    steps: Sequence[Mapping[str, Any]], language: Language
) -> tuple[list[str], list[str], list[str]]:
    """What was done, what is kept by a rule, and what is still open, in words with counts.

    Rows are counted over tables: names of tables tell a person nothing.
    """
    done: dict[str, int] = {}
    kept: dict[str, int] = {}
    open_: dict[str, int] = {}
    for step in steps:
        rows = int(step.get("rows") or 0)
        if step["outcome"] == "verified":
            done[step["action"]] = done.get(step["action"], 0) + rows
        elif step["outcome"] == "retained":
            until = str(step.get("until") or "")
            kept[until] = kept.get(until, 0) + rows
        elif step["outcome"] != "out_of_scope":
            open_[step["outcome"]] = open_.get(step["outcome"], 0) + rows
    return (
        [_done(act, rows, language) for act, rows in done.items()],
        [_kept(until, rows, language) for until, rows in sorted(kept.items())],
        [_open(rows, language) for rows in open_.values()],
    )


def _done(act: str, rows: int, language: Language) -> str:
    word = _ACTS.get(act, Text(en=act, ja=act)).in_language(language)
    said = Text(en=f"{rows} record(s) {word}", ja=f"{rows} 件の記録を{word}")
    if act == "disclose":
        said = Text(en=f"{rows} record(s) disclosed", ja=f"{rows} 件の記録を開示します")
    return said.in_language(language)


def _kept(until: str, rows: int, language: Language) -> str:
    if not until:
        return Text(
            en=f"{rows} record(s) kept by a rule of our policy",
            ja=f"{rows} 件の記録は、ポリシーの定めにより残します",
        ).in_language(language)
    end = day(date.fromisoformat(until), language)
    return Text(
        en=f"{rows} record(s) kept by law or our policy until {end}",
        ja=f"{rows} 件の記録は、法令又はポリシーの定めにより{end}まで保存します",
    ).in_language(language)


def _open(rows: int, language: Language) -> str:
    return Text(
        en=f"{rows} record(s) are not settled yet", ja=f"{rows} 件の記録は、まだ完了していません"
    ).in_language(language)


def category_said(name: str, language: Language) -> str:
    """A data category in words."""
    return category.label(name).in_language(language)
