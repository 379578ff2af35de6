"""What AI features may and may not do with data."""

from typing import Annotated, Literal

from pydantic import Field

from upheld.documents.words import Word
from upheld.policy.language.line import LabelOrText, Line, PeriodText, Promise, Words, key


class OptIn(Line):
    """Who may switch something on, and where."""

    by: Word = key("Which role", "操作できる役割", example="org-admin")
    path: LabelOrText = key("On which path", "操作の場所", example="Admin > Data use")


class Training(Promise):
    """Whether models are trained with people's data."""

    default: Literal["off", "never"] = key(
        "`never` knows no opt-in", "`never` は同意による解除もない", example="off"
    )
    data: Words = key("Which data", "対象", example="[content]", default=("content",))
    opt_in: OptIn | None = key(
        "The only way to switch it on", "有効にする唯一の方法", example="{by: org-admin, path: …}",
        default=None,
    )  # fmt: skip


class Audited(Promise):
    """Changes that are written to the ledger."""

    of: Words = key("Which settings", "対象の設定", example="[training]")


class Switch(Promise):
    """A switch that turns AI features off."""

    by: Word = key("Which role", "操作できる役割", example="org-admin")


class ProhibitedInput(Promise):
    """A kind of data that must not be put into AI features."""

    kind: Literal[
        "health", "biometric-genetic", "child", "precise-location", "government-id",
        "financial-credential", "special-category", "criminal-history", "auth-secret",
        "restricted-region",
    ] = key("Which", "種類", example="health", law="APPI 2(3), 20(2)")  # fmt: skip
    under: Annotated[int, Field(ge=1, le=20)] | None = key(
        "For children: below this age", "子どもの年齢(未満)", example="13", default=None
    )


class Block(Promise):
    """Prohibited inputs are stopped before they reach a model."""

    before: Literal["model"] = key(
        "Before what", "どこで止めるか", example="model", default="model"
    )


class DeleteFound(Promise):
    """A prohibited input that is found later is deleted."""

    within: PeriodText = key("From detection", "検知からの期限", example="PT72H")


class Suspend(Promise):
    """A use that offends may be suspended."""

    who: Word = key("Whose use", "対象", example="offending-user", default="offending-user")


class Providers(Promise):
    """How requests to outside models leave."""

    to: Words = key("Recipients, declared under `recipients`", "提供先", example="[openai]")
    through: Literal["gateway", "direct"] = key("How", "経路", example="gateway", default="gateway")
    terms: Words = key(
        "Contract terms each must have", "契約条項", example="[no-training, data-minimisation]",
        default=(),
    )  # fmt: skip


class Masking(Promise):
    """Identifying data is taken out of what leaves, except for some purposes."""

    data: Words = key("What is masked", "伏せる区分", example="[identity, contact]")
    except_for: Words = key("Purposes that need it", "例外となる目的", example="[mail]", default=())


class AiTerms(Line):
    """Everything about AI features."""

    training: tuple[Training, ...] = key("Training", "学習利用", example="[…]", default=())
    audited: tuple[Audited, ...] = key("Logged changes", "記録する変更", example="[…]", default=())
    off_switch: Switch | None = key("The off switch", "停止スイッチ", example="{…}", default=None)
    providers: Providers | None = key("Outside models", "外部モデル", example="{…}", default=None)
    provider_terms: Providers | None = key(
        "Terms at outside models", "外部モデルとの契約", example="{…}", default=None
    )
    masking: Masking | None = key("Masking", "伏せ字", example="{…}", default=None)
    prohibited: tuple[ProhibitedInput, ...] = key(
        "Prohibited inputs", "入力禁止の情報", example="[{kind: health, c: P1-7f}]", default=()
    )
    block: Block | None = key("Stopped before the model", "事前の遮断", example="{…}", default=None)
    delete_found: DeleteFound | None = key(
        "Deleted when found later", "検知後の削除", example="{within: PT72H, c: …}", default=None
    )
    suspend: Suspend | None = key("Suspension", "利用停止", example="{c: …}", default=None)
