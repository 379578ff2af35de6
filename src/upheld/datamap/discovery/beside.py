"""What a bare name means in its table: `title` beside a first name, `number` in a table of cards."""

from upheld.connectors.schema import Column, Table
from upheld.datamap.discovery.naming import bare
from upheld.detection.names import NameGuess
from upheld.detection.spelling import joined, singular, word_set, words

_FORMS_OF_ADDRESS = word_set("title salutation honorific nameprefix prefix 敬称 称号")
_NAMES_OF_PEOPLE = word_set(
    "firstname lastname givenname familyname surname forename 姓 名 氏名 苗字 sei mei"
)
_NUMBERS = word_set("number no num cardnumber accountnumber 番号 カード番号 口座番号")
_ENDS = word_set(
    "expiry expirydate expires expiresat expiration expirationdate validuntil 有効期限"
)
_NUMBERED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("bankcard", "creditcard", "paymentcard", "debitcard", "クレジットカード"), "finance.card"),
    (("bankaccount", "口座", "銀行口座"), "finance.bank"),
    (("passport", "旅券", "パスポート"), "identity.passport"),
    (("drivinglicence", "drivinglicense", "driverslicense", "driverlicense", "運転免許証"),
     "identity.driving_licence"),
)  # fmt: skip
"""How tables end whose rows are numbers by which people are known."""
_ASKED = word_set("query keyword keywords term terms q phrase text 検索語 キーワード")
_SEARCHES = ("search", "searche", "searchlog", "searchhistory", "検索", "検索履歴")
_HEADS = word_set("title subject headline heading 件名 表題 タイトル")
_WRITTEN = word_set("body text content message comment review 本文 内容 コメント")
_CALLED = word_set("name title label 名前 名称 タイトル")
_GATHERINGS = ("list", "folder", "album", "playlist", "board", "scrapbook", "リスト", "フォルダ")


def beside(table: Table, column: Column) -> NameGuess | None:
    """Guess what a column holds by its name and its table; `None` where these say no more."""
    name = joined(column.name)
    of = "".join(singular(word) for word in words(bare(table.name)))
    if name in _FORMS_OF_ADDRESS and {joined(c) for c in table.columns} & _NAMES_OF_PEOPLE:
        return _guess("identity", "how the person with the name beside it is addressed")
    for endings, category in _NUMBERED:
        if of.endswith(endings) and (
            name in _NUMBERS or (category == "finance.card" and name in _ENDS)
        ):
            return _guess(category, f"what `{table.name}` keeps is known by it")
    if name in _ASKED and of.endswith(_SEARCHES):
        return _guess("behaviour.search", f"`{table.name}` keeps what people look for")
    if name in _CALLED and of.endswith(_GATHERINGS):
        return _guess("free_text", f"what somebody called a row of `{table.name}`")
    if name in _HEADS and {joined(c) for c in table.columns} & _WRITTEN:
        return _guess("free_text", "heads the text beside it")
    return None


def _guess(category: str, reason: str) -> NameGuess:
    return NameGuess(category=category, confidence=0.8, reason=reason)
