"""The other pages: tables and extracts that the law or a reader asks for by themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from upheld.policy.language.online import Transmission
from upheld.policy.language.recipients import Recipient
from upheld.policy.model import Policy
from upheld.rendering.document import (
    Block,
    Link,
    Page,
    Passage,
    Row,
    Section,
    Sentence,
    Table,
    cell,
    passage,
    say,
)
from upheld.rendering.names import Names
from upheld.rendering.phrases.online import TAGS, THEIR_POLICY, opt_out_links
from upheld.rendering.phrases.recipients import CLASSES, where
from upheld.rendering.spoken import day
from upheld.rendering.telling import Told
from upheld.wording import Text

NONE = Text(en="—", ja="—")
_PROCESSORS = ("processor", "sub-processor", "contractor", "merchant")


def items(told: Told, *prefixes: str) -> tuple[Passage, ...]:
    """Return the passages of lines below one of the places, as entries of a list."""
    return tuple(
        replace(shown, item=True)
        for key, shown in told.passages.items()
        if any(key == prefix or key.startswith(f"{prefix}.") for prefix in prefixes)
    )


_TRANSMISSION = (
    Text(en="Service", ja="サービス"),
    Text(en="Information sent", ja="送信される情報"),
    Text(en="Recipient", ja="送信先"),
    Text(en="Purposes", ja="利用目的"),
    Text(en="How it is turned off", ja="停止の方法"),
)


def transmissions_page(policy: Policy, told: Told, names: Names) -> Page | None:
    """Return the table of external transmission (外部送信): one row a tag."""
    if not policy.external_transmissions:
        return None
    rows = tuple(
        _transmission_row(f"external_transmissions.{name}", line, names, told)
        for name, line in policy.external_transmissions.items()
    )
    table = Table(
        key="page:transmissions.table",
        caption=Text(en="What is sent, to whom and why", ja="送信される情報、送信先及び利用目的"),
        headings=_TRANSMISSION,
        rows=rows,
    )
    lead = passage(
        "transmissions.lead",
        say(
            "When our pages or apps are used, the programs listed here send information about "
            "the user from the device to other parties.",
            "当社のサイト又はアプリのご利用に際し、次のプログラムにより、利用者に関する情報が端末から"
            "外部に送信されます。",
        ),
    )
    refusal = items(told, "cookie_refusal", "signals", "choices")
    return Page(
        name="external-transmission",
        title=Text(en="External transmission", ja="外部送信について"),
        lead=(lead,),
        sections=(
            Section(
                name="tags",
                title=Text(en="Programs that send information", ja="情報を送信するプログラム"),
                body=(table,),
            ),
            *_section(
                "refusal",
                Text(en="Refusing cookies, and signals", ja="クッキーの拒否及び信号"),
                refusal,
            ),
        ),
    )


def _transmission_row(key: str, line: Transmission, names: Names, told: Told) -> Row:
    service = line.service.text() if line.service else TAGS[line.tag]
    to = Sentence(
        names.recipient(line.to),
        terms=(names.recipient(line.to),),
        links=(Link(line.policy_url, THEIR_POLICY),) if line.policy_url else (),
    )
    off: list[Sentence] = []
    if line.opt_out:
        off.append(say("Opt-out:", "オプトアウト:", links=opt_out_links(line.opt_out)))
    if line.local_switch:
        off.append(say("Our own page can turn it off.", "当社のページで停止できます。"))
    if line.consent is not None:
        off.append(
            say(
                "It waits for this consent: {consent}.",
                "次の同意をいただいた後に送信します: {consent}",
                consent=names.policy.consent[line.consent].label.text(),
            )
        )
    kind = () if line.service is None else (Sentence(TAGS[line.tag], terms=(TAGS[line.tag],)),)
    sends = names.data(line.sends)
    purposes = names.purposes(line.purposes)
    return Row(
        key=key,
        ids=told.lines[key].ids,
        cells=(
            (Sentence(service, terms=(service,)), *kind),
            (say("{sends}", "{sends}", sends=sends),),
            (to,),
            (say("{purposes}", "{purposes}", purposes=purposes),),
            tuple(off) or (Sentence(NONE),),
        ),
    )


def processors_page(policy: Policy, told: Told, names: Names) -> Page | None:
    """Return the list of processors and sub-processors, and how changes are announced."""
    chosen = {name: line for name, line in policy.recipients.items() if line.class_ in _PROCESSORS}
    if not chosen:
        return None
    table = Table(
        key="page:processors.table",
        caption=Text(en="Processors and sub-processors", ja="委託先及び再委託先の一覧"),
        headings=(
            Text(en="Name", ja="名称"),
            Text(en="Position", ja="位置付け"),
            Text(en="Location", ja="所在地"),
            Text(en="Purposes", ja="目的"),
            Text(en="Data", ja="提供する情報"),
            Text(en="Contract of", ja="契約日"),
        ),
        rows=tuple(
            _processor_row(f"recipients.{name}", line, names, told) for name, line in chosen.items()
        ),
    )
    return Page(
        name="processors",
        title=Text(en="Processors and sub-processors", ja="委託先及び再委託先"),
        lead=(),
        sections=(
            Section(
                name="list",
                title=Text(en="Who works for us", ja="委託先の一覧"),
                body=(table,),
            ),
            *_section(
                "changes",
                Text(en="Changes", ja="変更のお知らせ"),
                items(told, "processor_changes"),
            ),
            *_section("countries", Text(en="Countries", ja="取り扱う国"), items(told, "transfers")),
        ),
    )


def _processor_row(key: str, line: Recipient, names: Names, told: Told) -> Row:
    name = line.words()
    why, data = _handled(key.partition(".")[2], line, names)
    spot = names.at(told.lines[key].path)
    place = where(line, spot)
    links = (
        (Link(line.own_policy, Text(en="its own policy", ja="提供先のポリシー")),)
        if line.own_policy
        else ()
    )
    return Row(
        key=key,
        ids=told.lines[key].ids,
        cells=(
            (Sentence(name, terms=(name,), links=links),),
            cell(CLASSES[line.class_]),
            (say("{place}", "{place}", place=place) if place else Sentence(NONE),),
            (why,),
            (say("{data}", "{data}", data=names.data(data)),) if data else (Sentence(NONE),),
            (
                say("{date}", "{date}", date=day(line.contract.since))
                if line.contract
                else Sentence(NONE),
            ),
        ),
    )


def _handled(recipient: str, line: Recipient, names: Names) -> tuple[Sentence, Sequence[str]]:
    """Return what a recipient works for and what it receives.

    What its own line leaves out is what the groups of data say that go to it. Of several
    purposes it need not serve each, so that they are said as the bounds.
    """
    groups = {
        group: use
        for group, use in names.policy.data.items()
        if recipient in names.receivers(group, use)
    }
    used = tuple(dict.fromkeys(purpose for use in groups.values() for purpose in use.purposes))
    data = line.receives or tuple(groups)
    if line.purposes or len(used) == 1:
        said = names.purposes(line.purposes or used)
        return say("{purposes}", "{purposes}", purposes=said), data
    if used:
        said = names.purposes(used)
        return say("within {purposes}", "{purposes}の範囲内", purposes=said), data
    return Sentence(NONE), data


def joint_use_page(policy: Policy, told: Told) -> Page | None:
    """Return the joint use with all its items."""
    if policy.joint_use is None:
        return None
    return Page(
        name="joint-use",
        title=Text(en="Joint use", ja="共同利用について"),
        lead=(),
        sections=_section(
            "joint-use",
            Text(en="What is used jointly, and by whom", ja="共同利用に関する事項"),
            items(told, "joint_use"),
        ),
    )


def ai_page(policy: Policy, told: Told) -> Page | None:
    """Return the terms of AI features."""
    if policy.ai is None:
        return None
    kinds: Sequence[tuple[str, Text, tuple[str, ...]]] = (
        (
            "training",
            Text(en="Training and settings", ja="学習利用及び設定"),
            ("ai.training", "ai.audited", "ai.off_switch"),
        ),
        (
            "models",
            Text(en="Outside models", ja="外部のAIモデル"),
            ("ai.providers", "ai.provider_terms", "ai.masking"),
        ),
        ("prohibited", Text(en="Prohibited input", ja="入力を禁止する情報"), ("ai.prohibited",)),
        (
            "found",
            Text(en="If prohibited input is found", ja="禁止された入力への対応"),
            ("ai.block", "ai.delete_found", "ai.suspend"),
        ),
    )
    return Page(
        name="ai",
        title=Text(en="AI terms", ja="AI機能に関する定め"),
        lead=(),
        sections=tuple(
            section
            for name, title, places in kinds
            for section in _section(name, title, items(told, *places))
        ),
    )


def _section(name: str, title: Text, body: tuple[Block, ...]) -> tuple[Section, ...]:
    """Return a section, or none where it has nothing to say."""
    return (Section(name=name, title=title, body=body),) if body else ()


def sections(parts: Sequence[tuple[str, Text, tuple[Block, ...]]]) -> Iterator[Section]:
    """Return the sections that have something to say."""
    for name, title, body in parts:
        yield from _section(name, title, body)
