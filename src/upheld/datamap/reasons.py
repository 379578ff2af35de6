"""The reasons that discovery writes into a data map, in Japanese where a Japanese reader sees them.

A data map is one file for readers of both languages, and its reasons are written in English. What a
person has written in a reason's place is theirs and stays as it is.
"""

import re
from collections.abc import Sequence
from functools import cache

from upheld.detection.kind import kinds

_NAME = r"(`[^`]*`)"
_TYPES = {
    "integer": "整数", "decimal": "小数", "text": "文字列", "json": "JSON ", "array": "配列", "binary": "バイト列",
    "boolean": "真偽値", "date": "日付", "datetime": "日時", "uuid": "UUID ", "other": "その他の型",
    "special type": "特殊な型",
}  # fmt: skip
_TYPE = "|".join(_TYPES)
_REASONS: tuple[tuple[str, str], ...] = (
    ("not about a person", "個人に関する表ではない"),
    ("no personal-looking column and no reference to a person", "個人データらしい列も、本人への参照もない"),
    ("a new table: nobody has looked at these edges and categories yet", "新しい表で、参照と区分をまだ誰も確認していない"),
    ("a new column that does not look personal", "新しい列で、個人データには見えない"),
    ("a new column", "新しい列"),
    ("sampled documents hold these paths", "抽出した文書にこれらのパスがある"),
    ("its name says that a row is deleted, and the row is still there", "削除済みを表す名前だが、行は残っている"),
    (rf"{_NAME} may name nobody itself, then it is this row's person's", r"\1 自身は誰も指さないことがあり、その場合はこの行の本人のもの"),
    (rf"{_NAME} holds personal data and names nobody itself", r"\1 は個人データを持つが、それ自身は誰も指さない"),
    (rf"{_NAME} says whose it is", r"\1 が誰のものかを示す"),
    ("one person names another", "ある人が別の人を指す"),
    ("joins a person with something", "人と何かを結び付ける"),
    (r"(\d+)% of (\d+) sampled values are keys there", r"抽出した \2 件の値の \1% がそこのキー"),
    ("no values to compare", "比べる値がない"),
    (rf"or {_NAME}", r"または \1"),
    (r"(\d+)% of (\d+) values are of the kind (.+?)( under this name)?", r"\2 件の値の \1% が「\3」に当たる\4"),
    (rf"an? ({_TYPE}) with no telling name", r"\1の列で、名前から中身が分からない"),
    ("a uuid", "UUID"),
    (r"looks like a bookkeeping record: which rule of the policy keeps it, from which day\?", "会計の記録のように見える。ポリシーのどの規則で、いつから保存するか"),
    ("the same texts again and again: chosen, not written", "同じ文言の繰り返し。書かれたものではなく選ばれたもの"),
    ("values look like phone numbers", "値が電話番号に見える"),
    ("values look like e-mail addresses", "値がメールアドレスに見える"),
    ("values look like IP addresses", "値が IP アドレスに見える"),
    (r"only (\d+) different values", r"値は \1 種類だけ"),
    ("a JSON document", "JSON の文書"),
    ("long texts", "長い文章"),
    (r"holds ((?:[^,;`]+ \d+%(?:, )?)+)", r"含むもの: \1"),
    (rf"an? ({_TYPE})", r"\1の列"),
    (rf"{_NAME} names another row of {_NAME}", r"\1 は \2 の別の行を指す"),
    (rf"{_NAME} is a key of {_NAME}", r"\1 は \2 のキー"),
    (rf"{_NAME} means a person", r"\1 は人を表す"),
    (rf"{_NAME} names no table, and is indexed as references are", r"\1 は表の名前ではないが、参照と同じように索引がある"),
    ("declared foreign key", "宣言された外部キー"),
    (rf"repeats the composite key of {_NAME}", r"\1 の複合キーと同じ列を持つ"),
    (r"no way to a person was found, but (.+) looks? personal: whose rows are these\?", r"本人への経路が見つからないが、\1 は個人データに見える。誰の行か"),
    (rf"{_NAME} says which table it refers to, but no row shows it yet", r"\1 が参照先の表を示すが、まだ行がない"),
    (rf"keeps earlier versions of {_NAME}", r"\1 の以前の版を保存する"),
    ("holds e-mail addresses", "メールアドレスを持つ"),
    (rf"(\d+)% of the sampled ones are of {_NAME}", r"抽出したものの \1% が \2 のもの"),
    ("but this looks like content of the business", "ただし事業のコンテンツに見える"),
    (r"Django's session table: the login is inside `session_data`", "Django のセッションの表。ログインは `session_data` の中にある"),
    (rf"values under {_NAME} are keys of {_NAME}", r"\1 の値は \2 のキー"),
    (rf"(\d+)% of sampled values carry a key of {_NAME} after {_NAME}", r"抽出した値の \1% が \3 の後に \2 のキーを持つ"),
    ("the table is about people of this kind: their hours, their absences", "この種の人についての表(勤務、欠勤など)"),
    ("names a row that is a person's, but may do without, and more tables refer to it", "本人の行を指すが空でもよく、他の表からも参照される"),
    ("names whose row it is", "誰の行かを示す"),
    ("part of a row that is a person's", "本人の行の一部"),
    ("names another person", "別の人を指す"),
    ("the row is the recipient's", "行は受信者のもの"),
    ("who handled it, not whose it is", "対応した人であり、本人ではない"),
    ("who sent it", "送信した人"),
    ("who did something to another record", "別の記録に対して何かをした人"),
    ("rows of many people refer to one of these: it is nobody's own", "多くの人の行が同じものを参照するため、誰のものでもない"),
    ("each row is part of a person's row already; this may be who wrote it", "どの行もすでに本人の行の一部で、これは書いた人かもしれない"),
    ("each row is part of a person's row already", "どの行もすでに本人の行の一部"),
    ("this may be who wrote it", "これは書いた人かもしれない"),
    ("content of the business that somebody looks after", "担当者が管理する事業のコンテンツ"),
    ("staff, beside a customer's key", "顧客のキーと並ぶ従業員"),
    ("refers to staff: who looks after it, unless the row is their own", "従業員を参照する。その人自身の行でなければ担当者"),
    (rf"tells whether {_NAME}", r"\1 かどうかを示す"),
    (rf"{_NAME} is a flag or number", r"\1 はフラグか数"),
    (rf"{_NAME} says something about a datum", r"\1 はデータについての情報"),
    (rf"{_NAME} names another record", r"\1 は別の記録を指す"),
    (rf"{_NAME} names {_NAME}", r"\1 は \2 を指す"),
    (rf"{_NAME} begins like {_NAME} ends", r"\1 の先頭が \2 の末尾と同じ"),
    (rf"{_NAME} is how {_NAME} ends", r"\1 は \2 の末尾"),
    (rf"{_NAME} is a part of {_NAME}", r"\1 は \2 の一部"),
    (rf"{_NAME} is in the lexicon", r"\1 は用語集にある"),
    (rf"ends in {_NAME}", r"\1 で終わる"),
    (rf"contains {_NAME}", r"\1 を含む"),
)  # fmt: skip
_BEFORE = (
    ("a new table, and nobody's by the look of it: ", "新しい表で、誰のものでもないように見える: "),
)  # fmt: skip
_BEHIND = (
    (rf"(.+), kept in {_NAME}: compared with addresses a request names, and no others", r"。\2 に保存され、請求が示すアドレスとだけ比べる"),
    (r"(.+), indexed", "(索引あり)"),
    (rf"(.+), but {_NAME} is not about people", r"。ただし \2 は人についての表ではない"),
    (rf"(.+), but {_NAME} holds what is written before anybody is written to", r"。ただし \2 は送る前のひな形を持つ"),
    (r"(.+); or (`[^`]*`)", r"。または \2"),
)  # fmt: skip


def in_japanese(why: str) -> str:
    """A reason of discovery in Japanese; whatever is no reason of discovery as it is.

    >>> in_japanese("declared foreign key; names whose row it is")
    '宣言された外部キー。誰の行かを示す'
    >>> in_japanese("社内の記録")
    '社内の記録'
    """
    if not why.isascii() and "`" not in why:
        return why
    for start, japanese in _BEFORE:
        if why.startswith(start):
            return japanese + in_japanese(why.removeprefix(start))
    said = _known(why)
    if said is not None:
        return said
    parts = [_known(part) for part in why.split("; ")]
    return why if None in parts else "。".join(filter(None, parts))


def _known(part: str) -> str | None:
    """One reason, with what may stand behind it."""
    for pattern, japanese in _patterns(_REASONS):
        found = pattern.fullmatch(part)
        if found is not None:
            return _filled(japanese, [_word(group or "") for group in found.groups()])
    for pattern, japanese in _patterns(_BEHIND):
        found = pattern.fullmatch(part)
        before = _known(found[1]) if found is not None else None
        if found is not None and before is not None:
            return before + japanese.replace(r"\2", found[2] if found.lastindex == 2 else "")  # noqa: PLR2004
    return None


def _filled(japanese: str, said: Sequence[str]) -> str:
    for number, word in enumerate(said, start=1):
        japanese = japanese.replace(f"\\{number}", word)
    return japanese


@cache
def _patterns(reasons: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), japanese) for pattern, japanese in reasons]


def _word(said: str) -> str:
    """What stands in a reason: a name as it is, a type or what kinds of data are called in Japanese."""
    labels = _labels()
    if said in labels:
        return labels[said]
    if "%" in said:  # several kinds, each with its share
        shares = (one.rpartition(" ") for one in said.split(", "))
        return "、".join(f"{labels.get(kind, kind)} {share}" for kind, _, share in shares)
    return said


@cache
def _labels() -> dict[str, str]:
    return {
        **_TYPES,
        **{kind.label.en: kind.label.ja for kind in kinds().values()},
        " under this name": "(この列名のもとで)",
        "sampled values": "抽出した値",
    }
