"""The differences of two versions as one page: what changed, whom it obliges to tell or ask."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from upheld.policy.change.compare import Comparison
from upheld.policy.change.difference import Difference, Kind
from upheld.wording import Language, Text

KINDS: dict[Kind, Text] = {
    "new-category": Text(en="new category", ja="新たな取得項目"),
    "new-purpose": Text(en="new purpose", ja="新たな利用目的"),
    "new-recipient": Text(en="new recipient", ja="新たな提供先・委託先"),
    "wider-recipient": Text(en="wider recipient", ja="提供範囲の拡大"),
    "new-country": Text(en="new country", ja="新たな国"),
    "new-source": Text(en="new source", ja="新たな取得元"),
    "joint-use": Text(en="joint use", ja="共同利用"),
    "longer-retention": Text(en="longer retention", ja="保存期間の延長"),
    "weaker-right": Text(en="weaker right", ja="権利の縮小"),
    "weaker-protection": Text(en="weaker protection", ja="保護の縮小"),
    "new-transmission": Text(en="new transmission", ja="新たな外部送信"),
    "narrower": Text(en="narrower", ja="範囲の縮小"),
    "different": Text(en="another change", ja="その他の変更"),
    "wording": Text(en="wording", ja="文言の変更"),
}
_HEADS = {
    "title": Text(en="What changes", ja="変更の内容"),
    "kind": Text(en="Kind", ja="種類"),
    "what": Text(en="What changed", ja="変更点"),
    "clauses": Text(en="Clauses", ja="条項"),
    "duty": Text(en="What follows", ja="必要な手続"),
    "tell": Text(en="To be told", ja="知らせる相手"),
    "consent": Text(en="Have to agree", ja="同意が必要な相手"),
    "days": Text(en="days before", ja="日前まで"),
    "nobody": Text(en="nobody", ja="なし"),
    "none": Text(en="The two versions say the same.", ja="二つの版の内容は同じです。"),
}


def diff_page(comparison: Comparison, language: Language) -> str:
    """Return a page of its own as HTML; every word from outside is escaped."""
    return _rendered(
        "diff.html",
        language=language,
        heads=_in(language, _HEADS),
        old=comparison.old.policy,
        new=comparison.new.policy,
        company=comparison.new.policy.company.text().in_language(language),
        body=diff_body(comparison, language),
    )


def diff_body(comparison: Comparison, language: Language) -> str:
    """Return what stands on the page below its heading, for a page of somebody else."""
    people = comparison.new.people.items()
    labels = {name: one.label.text().in_language(language) for name, one in people}
    return _rendered(
        "diff_body.html",
        heads=_in(language, _HEADS),
        kinds=_in(language, KINDS),
        tell=[labels[one] for one in comparison.tell],
        consent=[labels[one] for one in comparison.consent_from],
        comma="、" if language == "ja" else ", ",
        days=comparison.notice_days,
        rows=[_row(one, language, labels) for one in comparison.differences],
    )


def _rendered(template: str, **names: Any) -> str:
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    source = files("upheld.versions").joinpath(template).read_text("utf-8")
    return environment.from_string(source).render(names)


def _in(language: Language, texts: Mapping[Any, Text]) -> dict[str, str]:
    return {name: text.in_language(language) for name, text in texts.items()}


def _row(one: Difference, language: Language, labels: dict[str, str]) -> dict[str, object]:
    return {
        "kind": one.kind,
        "clauses": one.clauses,
        "what": _marked(one.what.in_language(language)),
        "why": one.duty.why.in_language(language) if one.duty.tell or one.duty.consent else "",
        "consent": one.duty.consent,
        "tell": [labels[person] for person in one.duty.tell],
        "law": one.duty.law,
    }


def _marked(text: str) -> list[tuple[bool, str]]:
    """Take a text apart at its backticks: whether a piece is a name of the file, and the piece.

    >>> _marked("`keep` is new")
    [(True, 'keep'), (False, ' is new')]
    """
    pieces = text.split("`")
    return [(number % 2 == 1, piece) for number, piece in enumerate(pieces) if piece]
