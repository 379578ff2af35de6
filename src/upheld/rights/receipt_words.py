"""The words of a receipt's page, in both languages: outcomes, acts, rights, notes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone

from upheld.wording import Language, Text

OUTCOMES: Mapping[str, tuple[Text, Text]] = {
    "verified": (
        Text(en="Verified", ja="確認済み"),
        Text(
            en="Carried out, then the place was read again and showed it.",
            ja="実行したあと、その場所をもう一度読み、そのとおりになっていることを確かめました。",
        ),
    ),
    "retained": (
        Text(en="Retained", ja="保存"),
        Text(
            en="Kept on purpose: the clause and the last day stand below.",
            ja="理由があって残しています。根拠となる条項と期限は下に記載しています。",
        ),
    ),
    "pending": (
        Text(en="Pending", ja="保留"),
        Text(
            en="Not done yet; it does not count as done.",
            ja="まだ終わっていません。完了には数えません。",
        ),
    ),
    "remaining": (
        Text(en="Remaining", ja="残存"),
        Text(
            en="Reading again, or the search of all places, still found rows.",
            ja="もう一度読んだとき、またはすべての場所を検索したときに、まだ残っていました。",
        ),
    ),
    "failed": (
        Text(en="Failed", ja="失敗"),
        Text(
            en="The place could not do it, or something went that should have stayed.",
            ja="その場所で実行できなかったか、残すべきものが失われました。",
        ),
    ),
    "not_attempted": (
        Text(en="Not attempted", ja="未実施"),
        Text(
            en="Never begun, e.g. because the place could not be reached.",
            ja="接続できないなどの理由で、着手していません。",
        ),
    ),
    "out_of_scope": (
        Text(en="Out of scope", ja="対象外"),
        Text(
            en="Declared to hold nothing of a person, or content that no scan reads: no part of "
            "what was carried out.",
            ja="個人の情報を持たないと宣言された場所、または検索で読めない内容です。"
            "処理の対象にしていません。",
        ),
    ),
}
"""Each outcome with its word and its meaning, in the order in which a page shows them."""

_ACTS: Mapping[str, Text] = {
    "delete": Text(en="deletion", ja="削除"),
    "anonymise": Text(en="anonymisation", ja="匿名化"),
    "unlink": Text(en="unlinking", ja="切り離し"),
    "retain": Text(en="retention", ja="期間保存"),
    "hold": Text(en="legal hold", ja="保全"),
    "keep": Text(en="kept as it is", ja="そのまま維持"),
    "disclose": Text(en="disclosure", ja="開示"),
    "correct": Text(en="correction", ja="訂正"),
    "search": Text(en="found by the search", ja="検索で発見"),
}

REASONS: Mapping[str, Text] = {
    "retain": Text(en="the clause's retention period", ja="条項の保存期間のため"),
    "hold": Text(en="a registered legal hold", ja="保全が登録されているため"),
    "keep": Text(
        en="it also belongs to somebody else, or the company declared that it stays",
        ja="ほかの人のものでもあるため、または会社が残すと宣言しているため",
    ),
}
"""Why rows are kept, by act."""

RIGHTS: Mapping[str, Text] = {
    "deletion": Text(en="deletion", ja="削除"),
    "disclosure": Text(en="disclosure", ja="開示"),
    "correction": Text(en="correction", ja="訂正"),
}

RESIDUE: Mapping[str, Text] = {
    "clean": Text(
        en="After the request every text of every connected place was searched for the person's "
        "identifiers. Nothing was found.",
        ja="処理のあと、接続しているすべての場所の文字列を本人の識別子で検索しました。"
        "何も見つかりませんでした。",
    ),
    "found": Text(
        en="After the request every text of every connected place was searched for the person's "
        "identifiers. They were found in these places:",
        ja="処理のあと、接続しているすべての場所の文字列を本人の識別子で検索し、"
        "次の場所で見つかりました。",
    ),
    "not yet scanned": Text(
        en="The search for the person's identifiers in all places has not been made yet. Until "
        "then this request is not verified as a whole.",
        ja="すべての場所を本人の識別子で検索する作業が、まだ終わっていません。"
        "それまでは、この請求全体を確認済みとはいえません。",
    ),
}

KINDS: Mapping[str, Text] = {
    "email": Text(en="e-mail address", ja="メールアドレス"),
    "phone": Text(en="telephone number", ja="電話番号"),
    "name": Text(en="name", ja="氏名"),
}

_DAYS = "月火水木金土日"
_JAPAN = timezone(timedelta(hours=9))
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def act_word(act: str, language: Language) -> str:
    """Return the noun of an act; one without a noun here is named as the report names it."""
    known = _ACTS.get(act)
    return act if known is None else known.in_language(language)


def day_in(day: str, language: Language) -> str:
    """Return an ISO day as a person writes it."""
    return _day(date.fromisoformat(day[:10]), language)


def time_in(instant: str, language: Language) -> str:
    """Return an ISO instant as a person writes it: UTC in English, Japan's time in Japanese."""
    read = datetime.fromisoformat(instant)
    if language == "ja":
        local = read.astimezone(_JAPAN)
        return f"{_day(local.date(), language)} {local:%H:%M}(日本時間)"
    utc = read.astimezone(UTC)
    return f"{_day(utc.date(), language)}, {utc:%H:%M} UTC"


def _day(day: date, language: Language) -> str:
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日({_DAYS[day.weekday()]})"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
