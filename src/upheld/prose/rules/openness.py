"""Purposes, data and changes without an end: UPH129, UPH130, UPH132, UPH133."""

import re
from collections.abc import Iterator

from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.wording import Text

_OPEN_PURPOSE = re.compile(
    r"\bother purposes?\b|\bother services of (?:the company|ours)\b|to the extent necessary\b[^.]{0,60}\babove\b|\bany other (?:lawful )?purposes?\b|"
    r"その他(?:の)?(?:これらに(?:付随|関連)する|上記に(?:付随|関連)する|当社が(?:定める|必要と))[^。]{0,20}|その他の(?:利用)?目的|前各号に(?:付随|関連)する",
    re.IGNORECASE,
)
_OPEN_DATA = re.compile(
    r"^other information\b(?! that)|\bother materials\b|\ball (?:other )?(?:personal )?(?:data|information) (?:that is )?necessary|\bany other information\b|"
    r"^その他(?:の|当社が[^。]{0,16})?情報|その他(?:当社が)?(?:定める|必要と(?:する|認める))(?:一切の)?(?:情報|事項)|その他必要な(?:一切の)?(?:情報|個人データ)",
    re.IGNORECASE,
)
_IMPLIED = re.compile(
    r"\bby (?:using|accessing|visiting|continuing)\b[^.]{0,100}\b(?:consent|accept|agree|grant|permission)|\bcontinued use\b[^.]{0,100}\b(?:constitutes?|means?|deemed)\b|"
    r"(?:利用|閲覧|使用)(?:を継続|した(?:場合|とき|こと)|すること|され(?:た|る)|開始)[^。]{0,40}(?:同意|承諾|許可)した?(?:もの|こと)?と(?:みな|し)",
    re.IGNORECASE,
)
_NO_NOTICE = re.compile(
    r"without (?:any )?(?:prior )?notice|at any time without noti\w+|(?:事前の)?(?:予告|通知|告知)(?:すること)?なく[^。]{0,30}(?:変更|改定|改訂)",
    re.IGNORECASE,
)


_NEGATED = re.compile(r"\bnot\b|\bnever\b", re.IGNORECASE)


def purpose(material: Material) -> Iterator[Hit]:
    """UPH129: a purpose without an end (APPI 17(1))."""
    for sentence, match in material.matching(_OPEN_PURPOSE):
        excluded = _NEGATED.search(material.text[sentence.span.start : match.start()])
        if excluded and match.group().lower().startswith("any other"):
            continue  # `not for any other purpose` closes the list
        if material.area(sentence) in ("purpose-enforcement", None, "recipients-and-transfers"):
            yield Hit(
                span=sentence.span,
                what=Text(en=f"`{match.group().strip()}` leaves the purpose open", ja=f"`{match.group().strip()}` では利用目的が特定されません"),
                remedy=Text(en="name the purpose as far as possible (APPI 17(1)), or take it out", ja="できる限り特定する(個人情報保護法第17条第1項)か、削除してください"),
            )  # fmt: skip


def data(material: Material) -> Iterator[Hit]:
    """UPH130: a category of data without an end."""
    for sentence in material.reading.sentences:
        match = _OPEN_DATA.search(sentence.text)
        if match is not None and sentence.kind != "heading":
            yield Hit(
                span=sentence.span,
                what=Text(en=f"`{match.group().strip()}` leaves the data open", ja=f"`{match.group().strip()}` では取り扱う情報が分かりません"),
                remedy=Text(en="list the data, or take it out", ja="情報を列挙するか、削除してください"),
            )  # fmt: skip


def implied_consent(material: Material) -> Iterator[Hit]:
    """UPH132: consent is taken from use."""
    for sentence, _match in material.matching(_IMPLIED):
        yield Hit(
            span=sentence.span,
            what=Text(en="use is taken for consent", ja="利用したことをもって同意とみなしています"),
            remedy=Text(en="ask, and record the answer", ja="同意を求め、その記録を残してください"),
        )


def without_notice(material: Material) -> Iterator[Hit]:
    """UPH133: the text may change without notice (APPI 17(2), 21(3))."""
    for sentence, _match in material.matching(_NO_NOTICE):
        if not re.search(r"polic|purpose|change|変更|改定|改訂|方針", sentence.text, re.IGNORECASE):
            continue
        yield Hit(
            span=sentence.span,
            what=Text(en="changes are made without notice", ja="通知なく変更するとしています"),
            remedy=Text(
                en="a change of purpose has to be told or published (APPI 21(3)): say how",
                ja="利用目的の変更は通知または公表が必要です(個人情報保護法第21条第3項)。その方法を書いてください",
            ),
        )  # fmt: skip
