"""How long data is kept, and what happens when a contract ends."""

from typing import Literal

from upheld.documents.words import Word
from upheld.law.periods import Period
from upheld.policy.language.duration import DurationText
from upheld.policy.language.line import (
    LabelOrText,
    Line,
    PeriodText,
    Promise,
    Words,
    key,
)
from upheld.refusal import RefusalError, Where
from upheld.wording import Text


class RuleWithoutPeriodError(RefusalError):
    """A data map keeps rows by a rule that counts no time."""

    code = "rule-without-period"


class RetentionRule(Promise):
    """How long something is kept, and why."""

    keep: DurationText = key(
        "A period from the event that `counted_from` says and a column of the data map holds, an "
        "event, or an event plus a period. Rows are kept so long and no longer",
        "期間(起点は `counted_from` の言葉とデータマップの列)、出来事、または出来事からの期間。"
        "その間は残し、過ぎれば残しません",
        example="contract-end+P7Y",
        law="APPI 22",
    )
    counted_from: LabelOrText | None = key(
        "The event from which a bare period counts, in the words of the page: what the column of "
        "the data map's `from` holds",
        "期間だけを書いた場合の起算の出来事。ページに載る言葉で、データマップの `from` の列が表すもの",
        example="{ja: ご注文の日, en: the day of the order}",
        law="APPI 22",
        default=None,
    )
    at_least: PeriodText | None = key("Where the text names a range: its lower end",
                                      "幅がある場合の下限", example="P90D", default=None)  # fmt: skip
    at_most: bool = key("Whether `keep` is an upper limit", "`keep` が上限か", example="true",
                        default=False)  # fmt: skip
    basis: LabelOrText = key("The law or the reason behind it", "根拠", example="{ja: 税法, en: tax law}",
                             law="APPI 22")  # fmt: skip
    duty: LabelOrText | None = key(
        "The article that demands keeping, where one does", "保存を義務付ける条文",
        example="{ja: 会社法432条, en: Companies Act 432}", default=None,
    )  # fmt: skip
    data: Words = key("Which groups or categories", "対象", example="[finance.invoice]", default=())
    label: LabelOrText | None = key("Words for people", "表示名", example="{…}", default=None)
    after: Literal["delete", "deidentify"] = key("What happens then", "期間後の扱い",
                                                 example="delete", default="delete")  # fmt: skip
    keep_hashes: bool = key("Whether hash proofs stay when the personal part goes",
                            "個人情報の消去後もハッシュ証明を残すか", example="true",
                            default=False)  # fmt: skip

    @property
    def period(self) -> Period:
        """The period, for rows whose start the data map names.

        Raises:
            RuleWithoutPeriodError: The rule lasts until an event that no column holds.
        """
        if self.keep.period is None:
            raise RuleWithoutPeriodError(
                Text(
                    en=f"the retention rule of clause {self.c[0]} lasts until the event "
                    f"`{self.keep}` and has no period",
                    ja=f"条項 {self.c[0]} の保存規則は出来事 `{self.keep}` までであり、期間がありません",
                ),
                remedy=Text(
                    en="name a rule with a period under `retain:` in the data map",
                    ja="データマップの `retain:` には期間のある規則を指定してください",
                ),
                where=Where(clause=self.c[0]),
            )
        return self.keep.period


class Expiry(Promise):
    """What becomes of kept records when their time is over."""

    of: Words = key("Which rules", "対象の規則", example="[billing-records]")
    action: Literal["delete", "deidentify", "delete-or-deidentify"] = key(
        "What is done", "措置", example="delete-or-deidentify"
    )


class Stage(Promise):
    """One step at the end of a customer's contract."""

    do: Literal[
        "revoke-access", "delete-primary", "purge-derived", "expire-backups", "guard-restore",
        "instruct", "record-instructions", "keep-minimal", "expire-minimal", "refuse-return", "warn",
    ] = key("What", "内容", example="delete-primary")  # fmt: skip
    due: PeriodText | None = key("Until when after the end", "終了からの期限", example="3bd",
                                 default=None)  # fmt: skip
    at_once: bool = key("At the very moment", "終了と同時か", example="true", default=False)
    targets: Words = key("Where", "対象", example="[app-store, object-store]", default=())
    to: Words = key("Who is told", "指示先", example="[sub-processors]", default=())
    keeps: Words = key("Retention rules that stay", "残す保存規則", example="[billing]", default=())


class ReturnRule(Promise):
    """Whether content is given back."""

    offered: bool = key("During or after the term", "返却・書き出しに応じるか", example="false")


class Termination(Line):
    """What happens when a contract ends."""

    trigger: Word = key("The event", "起点", example="contract-end", default="contract-end")
    during: "DuringTerm | None" = key("While the contract lasts", "契約期間中", example="{c: …}",
                                      default=None)  # fmt: skip
    stages: tuple[Stage, ...] = key("The steps in order", "手順", example="[…]")
    returns: tuple[ReturnRule, ...] = key("Return of content", "返却", example="[…]", default=())


class DuringTerm(Promise):
    """While the contract lasts, content stays."""

    data: Words = key("Which", "対象", example="[content]")


Termination.model_rebuild()
