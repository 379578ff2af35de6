"""What AI features may and may not do with data."""

from upheld.detection.kind import GROUPS
from upheld.policy.language.ai import (
    Audited,
    Block,
    DeleteFound,
    Masking,
    ProhibitedInput,
    Providers,
    Suspend,
    Switch,
    Training,
)
from upheld.rendering.document import say
from upheld.rendering.names import Spot
from upheld.rendering.phrases.book import Said, phrase
from upheld.rendering.spoken import period


@phrase(Training)
def training(line: Training, spot: Spot) -> Said:
    """Say whether models learn from people's data."""
    data = spot.names.data(line.data)
    if line.opt_in is None:
        yield say(
            "We do not use {data} to train or improve AI models, our own or those of others.",
            "当社は、{data}を、自社又は他社のAIモデルの学習及び改善に利用しません。",
            data=data,
        )
        return
    yield say(
        "We do not use {data} to train or improve AI models, except where the customer has chosen it.",
        "当社は、お客様が選択した場合を除き、{data}をAIモデルの学習及び改善に利用しません。",
        data=data,
    )
    yield say(
        "The choice can be made only by {who}, under: {path}.",
        "選択できるのは、{who}に限ります。操作の場所: {path}",
        who=spot.names.word(line.opt_in.by),
        path=line.opt_in.path.text(),
    )


@phrase(Audited)
def audited(line: Audited, spot: Spot) -> Said:
    """Say that changes are logged."""
    yield say(
        "Changes of these settings are recorded in a log: {settings}.",
        "次の設定の変更は、記録に残します: {settings}",
        settings=spot.names.codes(line.of),
    )


@phrase(Switch)
def switch(line: Switch, spot: Spot) -> Said:
    """Say who can switch AI features off."""
    yield say(
        "AI features can be switched off by {who}.",
        "{who}は、AI機能を停止できます。",
        who=spot.names.word(line.by),
    )


@phrase(ProhibitedInput)
def prohibited_input(line: ProhibitedInput, spot: Spot) -> Said:
    """Name what must not be put in."""
    kind = GROUPS[line.kind.replace("-", "_")]
    if line.under is None:
        yield say(
            "Must not be put into AI features: {kind}.",
            "AI機能への入力を禁止する情報: {kind}",
            kind=kind,
        )
    else:
        yield say(
            "Must not be put into AI features: {kind} under {age} years of age.",
            "AI機能への入力を禁止する情報: {kind}({age}歳未満)",
            kind=kind,
            age=line.under,
        )


@phrase(Block)
def block(line: Block, spot: Spot) -> Said:
    """Say that prohibited inputs are stopped."""
    yield say(
        "Prohibited input may be blocked before it reaches a model.",
        "禁止された入力は、AIモデルに届く前に遮断することがあります。",
    )


@phrase(DeleteFound)
def delete_found(line: DeleteFound, spot: Spot) -> Said:
    """Say how fast prohibited input is erased."""
    yield say(
        "Prohibited input that is found later is erased within {period} of detection.",
        "後に検知された禁止された入力は、検知から{period}以内に消去します。",
        period=period(line.within),
    )


@phrase(Suspend)
def suspend(line: Suspend, spot: Spot) -> Said:
    """Say whose use may be suspended."""
    yield say(
        "Use that breaks these rules may be suspended: {who}.",
        "これらの定めに反する利用を停止することがあります: {who}",
        who=spot.names.word(line.who),
    )


@phrase(Providers)
def providers(line: Providers, spot: Spot) -> Said:
    """Say how requests to outside models leave."""
    to = spot.names.recipients(line.to)
    if line.terms:
        yield say(
            "Our contracts with {to} hold these terms: {terms}.",
            "{to}との契約には、次の条項を定めています: {terms}",
            to=to,
            terms=spot.names.codes(line.terms),
        )
    elif line.through == "gateway":
        yield say(
            "Requests may go to outside AI models of {to}, through a gateway that checks them.",
            "入力を検査する中継を経て、外部のAIモデルである{to}に送信することがあります。",
            to=to,
        )
    else:
        yield say(
            "Requests may go to outside AI models of {to}.",
            "外部のAIモデルである{to}に送信することがあります。",
            to=to,
        )


@phrase(Masking)
def masking(line: Masking, spot: Spot) -> Said:
    """Say what is taken out before anything leaves."""
    data = spot.names.data(line.data)
    if line.except_for:
        yield say(
            "{data} are taken out of what is sent to outside AI models, except for {purposes}.",
            "{purposes}のために必要な場合を除き、{data}を取り除いてから外部のAIモデルに送信します。",
            data=data,
            purposes=spot.names.purposes(line.except_for),
        )
    else:
        yield say(
            "{data} are taken out of what is sent to outside AI models.",
            "{data}を取り除いてから外部のAIモデルに送信します。",
            data=data,
        )
