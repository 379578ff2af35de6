"""Who receives data, in which role, where: UPH124 to UPH126, UPH144, UPH148."""

import re
from collections.abc import Iterator

from upheld.prose.document import Sentence, Span
from upheld.prose.facts.gathering import inside
from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.wording import Text

_PROCESSOR = re.compile(
    r"\bsub-?processors?\b|\bservice providers?\b(?!\s+for)|\bas (?:a|our) processor\b|業務委託先|再?委託先|サブプロセッサー?",
    re.IGNORECASE,
)
_NO_PROCESSOR = re.compile(
    r"\bnot (?:our |a )?sub-?processors?|委託先(?:では|に(?:は)?該当し)", re.IGNORECASE
)
_INDEPENDENT = re.compile(
    r"merchant of record|independent(?:ly)? (?:data )?controller|in its own (?:name|right)|on its own responsibility|販売主体|販売者として|独立した(?:管理者|事業者)|自己の責任で",
    re.IGNORECASE,
)
_CONTROLLER = re.compile(
    r"\bcontroller (?:for|of)\b|as (?:the|a) controller|管理者として", re.IGNORECASE
)
_OWN_DATA = re.compile(r"\baccount\b|\bbilling\b|アカウント|課金|請求", re.IGNORECASE)
_SUB = re.compile(r"sub-?processors?|サブプロセッサー?|復処理者|再委託先", re.IGNORECASE)
_OPERATED = re.compile(
    r"\b(?:the|this|our) (?:web ?site|site|service|app)\s+(?:is\s+)?(?:operated|run|provided) by (?P<en>(?-i:[A-Z])[\w.&-]*(?:\s(?-i:[A-Z])[\w.&-]*){0,3})|"
    r"(?P<ja>[A-Za-zァ-ヶー一-龥]{2,30}?)(?:が|の)運営する(?:ウェブ|当|本)?(?:サイト|サービス)",
    re.IGNORECASE,
)
_OURSELVES = re.compile(
    r"^(?:当社|弊社|我々|Google Inc|us\b|the company|our company)", re.IGNORECASE
)
_UNNAMED = re.compile(
    r"\b(?:an? )?(?:external|outside) (?:provider|company|vendor|business)\b|\bother (?:businesses|companies)\b|\bcertain (?:partners|companies|third parties)\b|\bvarious (?:partners|third parties)\b|"
    r"外部の(?:事業者|業者|会社|決済事業者)|その他の(?:事業者|企業|会社)|提携(?:先)?企業等|一部の提携先",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(r"\bglobal(?:ly)?\b|worldwide|世界各国|全世界", re.IGNORECASE)
_ABROAD = ("analytics", "ads", "recorder", "captcha", "social", "ai", "cloud", "mail", "support", "maps", "tag-manager", "payment")  # fmt: skip


def _lines(material: Material) -> Iterator[tuple[Sentence, bool, bool]]:
    """Yield sentences with whether they speak of processors, and of independent parties.

    An item of a list below a heading or sentence about processors speaks of one, too.
    """
    reading = material.reading
    for sentence in reading.sentences:
        own = bool(_PROCESSOR.search(sentence.text)) and not _NO_PROCESSOR.search(sentence.text)
        clause = material.clause(sentence)
        if not own and clause.kind == "item":
            section = reading.section(clause)
            above = " ".join([section.heading or "", _announcing(material, sentence)])
            own = bool(_PROCESSOR.search(above)) and not _NO_PROCESSOR.search(sentence.text)
            own = own and not _INDEPENDENT.search(sentence.text.partition(":")[0])
        yield sentence, own, bool(_INDEPENDENT.search(sentence.text))


def _announcing(material: Material, sentence: Sentence) -> str:
    """The nearest paragraph before an item in the same section, if it announces a list."""
    reading = material.reading
    clause = material.clause(sentence)
    siblings = [c for c in reading.children.get(clause.parent, ()) if c.kind == "paragraph"]
    before = [c for c in siblings if c.span.start < clause.span.start]
    if not before:
        return ""
    words = reading.words(before[-1]).rstrip()
    return words if words.endswith((":", "：")) or "次の" in words or "以下の" in words else ""


def two_roles(material: Material) -> Iterator[Hit]:
    """UPH124: one party is a processor and, elsewhere, its own master."""
    processors: dict[str, Span] = {}
    independent: dict[str, Span] = {}
    for sentence, processor, own in _lines(material):
        for name, span in _names(material, sentence):
            if own and _near(material, span, _INDEPENDENT):
                independent.setdefault(name, span)
            elif processor:
                processors.setdefault(name, span)
    for name, span in independent.items():
        if name in processors:
            clause = material.at(processors[name].start).clause
            yield Hit(
                span=span,
                what=Text(en=f"`{name}` is an independent party here and a processor in clause {clause}", ja=f"`{name}` がここでは独立した当事者、{clause} では委託先とされています"),
                remedy=Text(en="say in which case it has which role, and list it once", ja="どの場合にどの立場かを書き分け、一度だけ掲載してください"),
            )  # fmt: skip


def _names(material: Material, sentence: Sentence) -> Iterator[tuple[str, Span]]:
    for one in inside(material.facts.technologies, sentence.span.start, sentence.span.end):
        yield one.technology.name, one.span
    for other in inside(material.facts.companies, sentence.span.start, sentence.span.end):
        if other.name != material.handler:
            yield other.name, other.span


def _near(material: Material, span: Span, pattern: re.Pattern[str]) -> bool:
    return pattern.search(material.text[max(0, span.start - 60) : span.end + 160]) is not None


def sub_processor_of_own_data(material: Material) -> Iterator[Hit]:
    """UPH125: `sub-processor` where the company itself is the controller."""
    controls = any(
        _CONTROLLER.search(sentence.text) and _OWN_DATA.search(sentence.text)
        for sentence in material.reading.sentences
    )
    if not controls:
        return
    for sentence, processor, _own in _lines(material):
        section = material.reading.section(material.clause(sentence))
        called = _SUB.search(
            f"{section.heading or ''} {_announcing(material, sentence)} {sentence.text}"
        )
        if processor and called and _OWN_DATA.search(sentence.text):
            yield Hit(
                span=sentence.span,
                what=Text(en="a sub-processor is named for data of which you are the controller", ja="自社が管理者である情報について「再委託先」としています"),
                remedy=Text(en="call it a processor for that data", ja="その情報については「委託先」としてください"),
            )  # fmt: skip
            return


def abroad_without_country(material: Material) -> Iterator[Hit]:
    """UPH126: a recipient abroad without its country (APPI 28(2); Rule 17)."""
    placed: dict[str, bool] = {}
    first: dict[str, Span] = {}
    for fact in material.facts.technologies:
        technology = fact.technology
        if technology.country == "JP" or technology.kind not in _ABROAD:
            continue
        start, end = _entry(material, fact.span)
        told = bool(inside(material.facts.countries, start, end)) or bool(
            _EVERYWHERE.search(material.text, start, end)
        )
        placed[technology.company] = placed.get(technology.company, False) or told
        first.setdefault(technology.company, fact.span)
    for company, told in placed.items():
        if not told:
            yield Hit(
                span=first[company],
                what=Text(en=f"`{company}` is abroad; its country is not told", ja=f"`{company}` は外国の事業者ですが、国名が書かれていません"),
                remedy=Text(en="name the country, its system of protection and the recipient's measures (APPI 28(2))", ja="国名、その国の制度、提供先の措置を書いてください(個人情報保護法第28条第2項)"),
            )  # fmt: skip


def _entry(material: Material, span: Span) -> tuple[int, int]:
    """The part of the clause that is about one recipient: between semicolons."""
    clause = material.clause(material.at(span.start))
    start = max(clause.span.start, material.text.rfind(";", clause.span.start, span.start) + 1)
    end = material.text.find(";", span.end, clause.span.end)
    return start, clause.span.end if end < 0 else end


def wrong_party(material: Material) -> Iterator[Hit]:
    """UPH144: somebody else is said to run the site."""
    for sentence, match in material.matching(_OPERATED):
        name = (match["en"] or match["ja"]).strip(" .,")
        if _OURSELVES.search(name) or _is_handler(material, name):
            continue
        known = any(
            name in (f.technology.company, f.technology.name) for f in material.facts.technologies
        )
        other = any(
            name in c.name or c.name in name
            for c in material.facts.companies
            if c.name != material.handler
        )
        if known or other:
            yield Hit(
                span=sentence.span,
                what=Text(en=f"`{name}` is said to run the site or service", ja=f"サイトやサービスを運営するのが `{name}` と書かれています"),
                remedy=Text(en="check the original, and name your own company", ja="原文を確認し、自社の名称に直してください"),
            )  # fmt: skip


def _is_handler(material: Material, name: str) -> bool:
    handler = material.handler or ""
    return bool(handler) and (name in handler or handler in name)


def unnamed_recipient(material: Material) -> Iterator[Hit]:
    """UPH148: a recipient without a name where one is needed."""
    for sentence, match in material.matching(_UNNAMED):
        receives = material.area(sentence) in (
            "recipients-and-transfers", "payments", "ads-and-opt-outs", "cookies-and-tags", "joint-use",
        )  # fmt: skip
        if receives and not re.search(r"link|リンク", sentence.text):
            yield Hit(
                span=sentence.span,
                what=Text(en=f"`{match.group().strip()}` has no name", ja=f"`{match.group().strip()}` の名称がありません"),
                remedy=Text(en="name the recipient, or link the list", ja="提供先の名称を書くか、一覧へリンクしてください"),
            )  # fmt: skip
