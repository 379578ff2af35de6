"""What the sentences themselves give away: stray references, instructions, old names, old law."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from upheld.policy.language.line import Steps
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Fix, Given, Hit, Registry
from upheld.policy.template import INVENTED_DAY
from upheld.policy.wording import SHOWN_DIGITS, fits, meaning, targets
from upheld.wording import Text

rule = Registry[Given]()

_INSTRUCTION = re.compile(
    r"e\.g\.,? a statement|\[(?:company|your|insert|name)[^\]]*\]|\binsert\b.{0,20}\bhere\b|\bTODO\b|\bFIXME\b"
    r"|記載してください|記入してください|ここに.{0,12}(?:記載|記入)|例[:：].{0,20}を記載|〇〇|○○|△△|××",
    re.IGNORECASE,
)
_PLEASE_WRITE = ("記載してください", "記入してください")
_FORM = re.compile(
    r"(?:書|用紙|フォーム|様式|書式|欄|封筒|封書|件名|表題|メール|画面|ページ)(?:の[^。]{1,12})?に"
)
"""What a person who makes a request fills in; `write it there` is then said to that person."""
_RETIRED = {
    r"\bSSL\b": "TLS", r"\bAdWords\b": "Google Ads", r"\bTwitter\b|ツイッター": "X",
    r"\bAdobe Flash\b": "—", r"\bUniversal Analytics\b": "Google Analytics 4", r"\bP3P\b": "—",
    r"\bPrivacy Shield\b": "Data Privacy Framework", r"\bG Suite\b": "Google Workspace",
}  # fmt: skip
_LAW_WORD = re.compile(
    r"法第?\s*\d+\s*条|(?:Act|APPI|Law)[^.]{0,40}[Aa]rt(?:icle|\.)\s*\d+|[Aa]rt(?:icle|\.)\s*\d+[^.]{0,30}(?:Act|APPI|Law)"
)
_QUOTED = re.compile(
    r"「([^「」]{2,40})」(?:の項|の条|に定める|をご覧|参照)|section [“\"]([^”\"]{2,60})[”\"]"
)


@rule(
    "UPH101", "reference-to-nothing", "error",
    title=Text(en="A reference to a clause that is not there", ja="存在しない条項への参照"),
    why=Text(
        en="Whoever follows the reference finds another rule, or none.",
        ja="参照先に別の定めがある、または何もない状態になります。",
    ),
    bad='rights: {correction: {prevails: [{over: "8.1", why: {ja: 特則, en: special}}]}}',
    good='rights: {correction: {prevails: [{over: "7.6", why: {ja: 特則, en: special}}]}}',
)  # fmt: skip
def reference_to_nothing(given: Given) -> Iterator[Hit]:
    known = frozenset[str](given.policy.clauses())
    for path, clause in [*_typed_references(given.policy), *_written_references(given)]:
        if clause not in known:
            yield _nothing(path, clause)


def _typed_references(policy: Policy) -> Iterator[tuple[Steps, str]]:
    for placed in policy.promises:
        for number, prevails in enumerate(placed.promise.prevails):
            for clause in prevails.over:
                yield (*placed.path, "prevails", number, "over"), clause
    newest = max((change.date for change in policy.history), default=None)
    for number, change in enumerate(policy.history):
        # An older version may have changed a clause that is gone by now.
        if change.date == newest:
            yield from ((("history", number, "clauses"), clause) for clause in change.clauses)


def _written_references(given: Given) -> Iterator[tuple[Steps, str]]:
    prefixes = {c.partition("-")[0] for c in given.policy.clauses() if re.match(r"[A-Z]\w*-", c)}
    if not prefixes:
        return
    names = "|".join(map(re.escape, sorted(prefixes)))
    # Japanese has no spaces: the id ends where its letters end, not where a "word" does.
    cited = re.compile(rf"(?<![0-9A-Za-z_-])(?:{names})-[0-9A-Za-z.()_]+")
    for said in given.said:
        for match in cited.finditer(said.words):
            yield said.path, _without_punctuation(match.group())


def _without_punctuation(cited: str) -> str:
    """Take off what belongs to the sentence: a full stop, a bracket that was opened before."""
    while cited.count(")") > cited.count("("):
        cited = cited[: cited.rindex(")")]
    return cited.rstrip(".(")


def _nothing(path: Steps, clause: str) -> Hit:
    return Hit(
        path=path,
        what=Text(
            en=f"no line carries out clause `{clause}`",
            ja=f"条項 `{clause}` を実現する行がありません",
        ),
        remedy=Text(en="name the clause that is meant", ja="意図する条項を書いてください"),
    )


@rule(
    "UPH105", "statute-without-version", "warning",
    title=Text(en="A statute is cited without its version", ja="法令の版を示さず条文を引用している"),
    why=Text(
        en="Article numbers moved in April 2022: 18(1) was notice of purpose and is now use within "
        "purpose. Without a law pack nobody can tell which is meant.",
        ja="2022年4月に条番号が変わりました(旧18条1項は利用目的の通知、現18条1項は目的外利用の制限)。"
        "法令パックの指定がないと、どちらか分かりません。",
    ),
    law=("APPI 18(1)", "APPI 21(1)"),
    bad='policy: {law: []}\nrights: {correction: {text: {ja: 個人情報保護法第34条により訂正します。, en: "We correct under the Act, Article 34."}}}',
    good='policy: {law: [JP-APPI@2024-04]}\nrights: {correction: {text: {ja: 個人情報保護法第34条により訂正します。, en: "We correct under the Act, Article 34."}}}',
)  # fmt: skip
def statute_without_version(given: Given) -> Iterator[Hit]:
    undated = [name for name in given.policy.policy.law if "@" not in name]
    for name in undated:
        yield Hit(
            path=("policy", "law"),
            what=Text(en=f"`{name}` has no date", ja=f"`{name}` に日付がありません"),
            remedy=Text(
                en=f"write e.g. `{name}@2024-04`", ja=f"`{name}@2024-04` のように書いてください"
            ),
        )
    if given.policy.policy.law:
        return
    for said in given.said:
        if _LAW_WORD.search(said.words):
            yield Hit(
                path=said.path,
                what=Text(
                    en="an article is cited, and no law pack applies",
                    ja="条文を引用していますが、法令パックの指定がありません",
                ),
                remedy=Text(
                    en="add `law: [JP-APPI@2024-04]` under `policy:`",
                    ja="`policy:` に `law: [JP-APPI@2024-04]` を追加してください",
                ),
            )


@rule(
    "UPH106", "older-than-the-law", "warning",
    title=Text(en="Last revised before the law changed", ja="法改正より前の改定である"),
    why=Text(
        en="A text from before a change of law was not written for it.",
        ja="法改正前の文面は、改正後の法令に基づいていません。",
    ),
    bad="policy: {date: 2021-04-01}",
    good="policy: {date: 2026-04-01}",
)  # fmt: skip
def older_than_the_law(given: Given) -> Iterator[Hit]:
    about = given.policy.policy
    if about.date is None or about.date == INVENTED_DAY:  # UPH107 and UPH108 speak of these
        return
    for name in about.law:
        since = _month_of(name)
        if since is not None and since <= given.today and about.date < since:
            yield Hit(
                path=("policy", "date"),
                what=Text(
                    en=f"this version is older than `{name}`, which it says it follows",
                    ja=f"この版は、従うとしている `{name}` より古いものです",
                ),
                remedy=Text(
                    en="review the text against the law in force and date it anew",
                    ja="現行法に照らして見直し、新しい日付を付けてください",
                ),
            )


def _month_of(pack: str) -> dt.date | None:
    match = re.search(r"@(\d{4})-(\d{2})$", pack)
    return dt.date(int(match[1]), int(match[2]), 1) if match else None


@rule(
    "UPH110", "heading-cited-wrongly", "warning",
    title=Text(en="A heading is cited under another title", ja="存在しない見出しを引用している"),
    why=Text(
        en="The reader looks for a heading that is not there.", ja="読む人が見出しを探せません。"
    ),
    bad='rights: {correction: {text: {ja: 「共同利用の目的」の項をご覧ください。, en: "See section \\"Purpose of joint use\\"."}}}',
    good='rights: {correction: {text: {ja: 「お客様」の項をご覧ください。, en: "See section \\"customers\\"."}}}',
)  # fmt: skip
def heading_cited_wrongly(given: Given) -> Iterator[Hit]:
    labels = {said.words.strip() for said in given.said}
    for said in given.said:
        for match in _QUOTED.finditer(said.words):
            cited = match.group(1) or match.group(2)
            if cited not in labels:
                yield Hit(
                    path=said.path,
                    what=Text(
                        en="a heading is cited that the policy does not have",
                        ja="ポリシーにない見出しが引用されています",
                    ),
                    remedy=Text(
                        en="cite the heading as it stands", ja="実際の見出しを書いてください"
                    ),
                )


@rule(
    "UPH143", "authoring-instruction", "error",
    title=Text(en="An instruction to the author was left in", ja="ひな形の指示が残っている"),
    why=Text(
        en="It shows that nobody read what was published.",
        ja="公表した文章を誰も確認していないことを示します。",
    ),
    bad='security: [{measure: access, detail: {ja: 例：責任者の設置について記載してください, en: "e.g., a statement that a manager is appointed"}, c: "4.1"}]',
    good='security: [{measure: access, detail: {ja: 責任者を置いています, en: a manager is appointed}, c: "4.1"}]',
)  # fmt: skip
def authoring_instruction(given: Given) -> Iterator[Hit]:
    for said in given.said:
        if any(_to_the_author(one, said.words) for one in _INSTRUCTION.finditer(said.words)):
            yield Hit(
                path=said.path,
                what=Text(
                    en="an instruction to the author is left in this text",
                    ja="執筆者への指示が文中に残っています",
                ),
                remedy=Text(en="write what really holds", ja="実際の内容を書いてください"),
            )


def _to_the_author(match: re.Match[str], words: str) -> bool:
    """Say whether an instruction is for who writes the policy, not for who makes a request."""
    sentence = words[: match.end()].rpartition("。")[2]
    return not (match.group() in _PLEASE_WRITE and _FORM.search(sentence))


@rule(
    "UPH145", "duplicate-or-fragment", "warning",
    title=Text(en="A duplicate or a fragment", ja="重複または断片"),
    why=Text(
        en="A name twice in one list, or a sentence without words, is a slip that hides another.",
        ja="一覧の重複や文の断片は、別の欠落を隠していることがあります。",
    ),
    bad='data: {contact.email: {purposes: [provide, provide], c: "1.1"}}',
    good='data: {contact.email: {purposes: [provide], c: "1.1"}}',
)  # fmt: skip
def duplicate_or_fragment(given: Given) -> Iterator[Hit]:
    for path, names in _lists(given.policy, ()):
        twice = [name for name, count in Counter(names).items() if count > 1]
        for name in twice:
            yield Hit(
                path=path,
                what=Text(
                    en=f"`{name}` stands twice in this list", ja=f"一覧に `{name}` が二度あります"
                ),
                remedy=Text(en="keep one", ja="一つにしてください"),
                fix=Fix(path=path, value=list(dict.fromkeys(names))),
            )
    seen: dict[str, str] = {}
    for name, purpose in given.policy.purposes.items():
        first = seen.setdefault(purpose.en.casefold(), name)
        if first != name:
            yield Hit(
                path=("purposes", name),
                key=True,
                what=Text(
                    en=f"`{name}` says the same as `{first}`",
                    ja=f"`{name}` は `{first}` と同じ内容です",
                ),
                remedy=Text(
                    en="join the two, or say how they differ",
                    ja="一つにまとめるか、違いを書いてください",
                ),
            )
    for said in given.said:
        if not re.search(r"\w", said.words) or said.words.rstrip().endswith(("、", ",", "・")):
            yield Hit(
                path=said.path,
                what=Text(en="this is a fragment", ja="文の断片です"),
                remedy=Text(en="complete it", ja="文を補ってください"),
            )


def _lists(part: Any, path: Steps) -> Iterator[tuple[Steps, tuple[str, ...]]]:
    if isinstance(part, tuple) and part and all(isinstance(one, str) for one in part):
        yield path, part
    elif isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            yield from _lists(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, Mapping):
        for name, child in part.items():
            yield from _lists(child, (*path, name))
    elif isinstance(part, tuple):
        for number, child in enumerate(part):
            yield from _lists(child, (*path, number))


@rule(
    "UPH147", "retired-name", "information",
    title=Text(en="The name of a retired product or protocol", ja="廃止された製品名・方式名"),
    why=Text(
        en="It shows the age of the text, and the link behind it has often moved.",
        ja="文面の古さを示し、リンク先も変わっていることが多いものです。",
    ),
    bad='security: [{measure: tls, detail: {ja: SSL により暗号化, en: encrypted by SSL}, c: "4.1"}]',
    good='security: [{measure: tls, detail: {ja: TLS により暗号化, en: encrypted by TLS}, c: "4.1"}]',
)  # fmt: skip
def retired_name(given: Given) -> Iterator[Hit]:
    for said in given.said:
        for pattern, now in _RETIRED.items():
            match = re.search(pattern, said.words)
            if match:
                yield Hit(
                    path=said.path,
                    what=Text(
                        en=f"`{match.group()}` is retired",
                        ja=f"`{match.group()}` は廃止された名称です",
                    ),
                    remedy=Text(en=f"today: {now}", ja=f"現在の名称: {now}"),
                )


@rule(
    "UPH220", "own-words-outdated", "error",
    title=Text(
        en="Own words that were written for another meaning",
        ja="以前の内容に対して書かれた自社の文言",
    ),
    why=Text(
        en="A sentence that nobody read again after its line changed promises what the line does "
        "not say any more. It is not shown until it is bound to the line as it is now.",
        ja="行が変わった後に読み直されていない文は、行がもう述べていないことを約束します。"
        "現在の行に結び付け直すまで、その文は表示されません。",
    ),
    bad='wording: {"7.6": {ja: 速やかに消去します。, en: We erase it promptly., meaning: "00000000"}}',
    good='wording: {"7.6": {ja: 速やかに消去します。, en: We erase it promptly., meaning: "001a33776f4f"}}',
)  # fmt: skip
def own_words_outdated(given: Given) -> Iterator[Hit]:
    for key, lines in targets(given.policy).items():
        words = given.policy.wording[key]
        for one in lines:
            if not fits(words, one.line):
                mark = meaning(one.line)[:SHOWN_DIGITS]
                yield Hit(
                    path=("wording", key, "meaning"),
                    what=Text(
                        en=f"the words of `{key}` were written before `{one.key}` changed",
                        ja=f"`{key}` の文言は、`{one.key}` が変わる前に書かれたものです",
                    ),
                    remedy=Text(
                        en=f'read the line again, correct the words, and write `meaning: "{mark}"`',
                        ja=f'行の内容を確かめて文言を直し、`meaning: "{mark}"` と書いてください',
                    ),
                )


__all__ = ["rule"]
