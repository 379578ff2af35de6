"""What the pages of data maps say: roles, actions, choices and guesses, in words."""

from collections.abc import Mapping
from typing import Any

from upheld.datamap.model import TableMap, Unsure
from upheld.datamap.picture.drawing import KIND_WORDS
from upheld.datamap.picture.facts import TieKind
from upheld.datamap.placing import Choice, Kind, kind_of, offered
from upheld.vocabulary import category
from upheld.wording import Text

TIE = KIND_WORDS
TIE_MEANING: Mapping[TieKind, Text] = {
    "owner": Text(
        en="the row is the person's: disclosed and erased with them",
        ja="本人のもの。開示し、本人とともに消去する",
    ),
    "accessor": Text(en="disclosed, not erased", ja="開示するが、消去しない"),
    "mention": Text(
        en="the person is named in it: listed, never changed by itself",
        ja="本人への言及がある。一覧に示すが、自動では変更しない",
    ),
    "custodian": Text(
        en="staff who handled it: neither disclosed nor erased",
        ja="取り扱った職員。開示も消去もしない",
    ),
    "owned": Text(en="the row goes with the one that names it", ja="参照元の行とともに扱う"),
    "copy": Text(en="a copy that follows its source", ja="元の行に従う写し"),
    "asked": Text(en="guessed, and waiting for a person", ja="推定であり、人の判断を待っている"),
}
ERASE: Mapping[str, Text] = {
    "delete": Text(en="deleted", ja="削除"),
    "anonymise": Text(en="anonymised", ja="匿名化"),
    "unlink": Text(en="unlinked", ja="本人と切り離す"),
    "keep": Text(en="kept", ja="残す"),
}
KIND: Mapping[Kind, Text] = {
    "edge": Text(en="Whose row is it?", ja="だれの行ですか"),
    "column": Text(en="What does the column hold?", ja="列の内容は何ですか"),
    "nobody": Text(en="Is this table nobody's?", ja="個人に関係のない表ですか"),
    "table": Text(en="Is the new table right as proposed?", ja="新しい表は案のとおりですか"),
    "retain": Text(en="Does a rule keep these rows?", ja="保存期間の規則の対象ですか"),
    "part": Text(en="Is the guess right?", ja="推定は正しいですか"),
    "other": Text(en="How is this point settled?", ja="この点をどうしますか"),
}
_WRONG = Text(en="the guess is wrong", ja="推定は誤り")


def label(choice: Choice, point: Unsure) -> Text:
    """Say what a choice means for a point."""
    kind = kind_of(point)
    if kind == "edge" and choice != "reject":
        return Text(
            en=f"{TIE[choice].en} – {TIE_MEANING[choice].en}",  # type: ignore[index]
            ja=f"{TIE[choice].ja} – {TIE_MEANING[choice].ja}",  # type: ignore[index]
        )
    if choice == "none":
        return (
            Text(en="nothing personal", ja="個人の情報ではない")
            if kind == "column"
            else Text(
                en="nobody's data: the reason below says why", ja="個人に関係がない(理由を下に書く)"
            )
        )
    if choice == "category":
        return Text(en="another category, chosen below", ja="別のデータ区分(下で選ぶ)")
    if choice == "reject":
        return (
            Text(en="the entry stays as it stands", ja="現在の記述のままとする")
            if kind == "other"
            else _WRONG
        )
    if kind == "column":
        held = category.label(str(point.guess["category"]))
        return Text(en=f"yes, as guessed: {held.en}", ja=f"はい、推定のとおり: {held.ja}")
    return Text(en="yes, as guessed", ja="はい、推定のとおり")


def choices(point: Unsure, entry: TableMap) -> list[tuple[Choice, Text]]:
    """Return what may be chosen, in words."""
    return [(choice, label(choice, point)) for choice in offered(point, entry)]


def guess(said: Any) -> str:
    """Write a guess as the map's file does: `{to: customer, via: customer_id}`."""
    if isinstance(said, Mapping):
        return "{" + ", ".join(f"{key}: {guess(value)}" for key, value in said.items()) + "}"
    if isinstance(said, list | tuple):
        return "[" + ", ".join(guess(value) for value in said) + "]"
    if isinstance(said, bool):
        return "true" if said else "false"
    return "–" if said is None else str(said)


def category_name(name: str) -> Text:
    """Return the label of a category."""
    return category.label(name)


def outcome(point: Unsure) -> Text:
    """Say what became of a point that is decided."""
    as_ = point.decided.as_ if point.decided is not None else None
    if as_ is None:
        return _WRONG
    if as_ == "taken":
        return Text(en="as guessed", ja="推定のとおり")
    return TIE[as_] if as_ in TIE else Text(en=as_, ja=as_)  # type: ignore[index]
