"""One screen: what the company does with people's data, in a few lines."""

from upheld.policy.model import DataUse, Policy
from upheld.rendering.document import (
    Link,
    Page,
    Passage,
    Row,
    Section,
    Sentence,
    Table,
    listed,
    passage,
    say,
)
from upheld.rendering.names import Names
from upheld.rendering.phrases.retention import how_long
from upheld.rendering.phrases.rights import KINDS
from upheld.rendering.telling import Told
from upheld.rendering.views import NONE, items
from upheld.wording import Text

_FULL = Text(en="the whole policy", ja="ポリシーの全文")
_HOW = Text(en="how to ask", ja="請求の方法")


def summary_page(policy: Policy, told: Told, names: Names) -> Page:
    """Return the summary; every fact in it is one of the declaration."""
    sections = [
        Section(
            name="what",
            title=Text(en="What we hold, and why", ja="保有する情報とその理由"),
            body=(_data(policy, told, names),),
        ),
        Section(
            name="points",
            title=Text(en="In short", ja="要点"),
            body=(*_points(policy, names), *items(told, "prohibitions")),
        ),
    ]
    return Page(
        name="summary",
        title=Text(en="What we do with your data", ja="あなたの情報の取扱い"),
        lead=(
            passage(
                "summary.lead",
                say(
                    "This page sums up the privacy policy of {company}; what binds is the whole text.",
                    "このページは、{company}のプライバシーポリシーの要約です。正式な内容は全文をご覧ください。",
                    links=(Link("policy.{lang}.html", _FULL, external=False),),
                    company=names.company(),
                ),
            ),
        ),
        sections=tuple(sections),
    )


def _data(policy: Policy, told: Told, names: Names) -> Table:
    return Table(
        key="page:summary.data",
        caption=Text(en="Data we decide about", ja="当社が取扱いを決める情報"),
        headings=(
            Text(en="Data", ja="情報"),
            Text(en="What for", ja="利用目的"),
            Text(en="Who receives it", ja="提供先・委託先"),
            Text(en="How long", ja="保存期間"),
        ),
        rows=tuple(
            _data_row(name, use, told, names)
            for name, use in policy.data.items()
            if use.role == "controller"
        ),
    )


def _data_row(name: str, use: DataUse, told: Told, names: Names) -> Row:
    key = f"data.{name}"
    receivers = names.receivers(name, use)
    who = say("{who}", "{who}", who=names.recipients(receivers)) if receivers else Sentence(NONE)
    long = tuple(
        say("{long}", "{long}", long=how_long(rule, line, names))
        for rule, line in names.policy.retention.items()
        if set(line.data) & {name, *(use.items or ())}
    )
    return Row(
        key=key,
        ids=told.lines[key].ids,
        cells=(
            (say("{label}", "{label}", label=names.data([name])),),
            (say("{why}", "{why}", why=names.purposes(use.purposes)),),
            (who,),
            long or (Sentence(NONE),),
        ),
    )


def _points(policy: Policy, names: Names) -> list[Passage]:
    said: dict[str, Sentence] = {}
    processed = [name for name, use in policy.data.items() if use.role == "processor"]
    if processed:
        said["processed"] = say(
            "For our customers we also process {data}, on their instruction.",
            "お客様の委託を受け、その指示に従って{data}も取り扱います。",
            data=names.data(processed),
        )
    if policy.ai is not None:
        terms = Text(en="AI terms", ja="AI機能に関する定め")
        said["ai"] = say(
            "There are AI features with terms of their own.",
            "AI機能については、別の定めがあります。",
            links=(Link("ai.{lang}.html", terms, external=False),),
        )
    kinds = [KINDS[kind] for kind, right in policy.rights.items() if right.offered]
    if kinds:
        said["rights"] = say(
            "You can request: {kinds}.",
            "次の請求ができます: {kinds}",
            links=(Link("requests.{lang}.html", _HOW, external=False),),
            kinds=listed(kinds),
        )
    return [
        Passage(key=f"page:summary.{name}", sentences=(sentence,), item=True)
        for name, sentence in said.items()
    ]
