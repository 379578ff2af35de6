"""Texts as support desks, shops and logs have them, half Japanese, with and without personal data.

The same seed gives the same texts. Values are made up: domains and addresses kept for
documentation, random digits with the right check digit.
"""

import gettext
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from random import Random

_LEAST = 12  # code points of a message that is prose and not a word

_JA = (
    "お問い合わせいただきありがとうございます。",
    "ご注文の商品は明日発送の予定です。",
    "設定画面から通知の受け取り方を変更できます。",
    "本日の会議は十五時から第二会議室で行います。",
    "在庫の状況は倉庫の担当者が確認しています。",
    "新しい機能の使い方は手引きの第三章をご覧ください。",
    "障害は午前中に復旧し、現在は通常どおりご利用いただけます。",
    "アンケートへのご協力をお願いいたします。",
)
_EN = (
    "Thank you for getting in touch with our support team. ",
    "The parcel leaves the warehouse tomorrow morning. ",
    "You can change how notices reach you on the settings page. ",
    "The meeting starts at three in the second room. ",
    "Somebody at the warehouse is checking the stock. ",
    "Chapter three of the guide explains the new feature. ",
    "The fault was repaired and everything works as usual. ",
    "Please take a minute to answer the survey. ",
)


def documents(megabytes: float, seed: int = 7) -> list[str]:
    """Return texts of some 100 to 1,000 bytes until they add up to that many MB of UTF-8."""
    rng = Random(seed)
    texts: list[str] = []
    size = 0
    for text in _endless(rng):
        texts.append(text)
        size += len(text.encode())
        if size >= megabytes * 1_000_000:
            return texts
    raise AssertionError


def prompt(seed: int, size: int = 3000) -> str:
    """Return one text of that many bytes, give or take a sentence, with some values in it."""
    rng = Random(seed)
    parts: list[str] = []
    while sum(len(part.encode()) for part in parts) < size:
        parts.append(next(_endless(rng)))
    return "\n".join(parts)


def prose() -> list[str]:
    """Return what Django says in Japanese, where it is installed: written by others, and of no one.

    The lists of everyday words that spare a text its reading were not made from it.
    """
    package = find_spec("django")
    if package is None or package.origin is None:
        return []
    folder = Path(package.origin).parent
    said: list[str] = []
    for file in sorted(folder.glob("**/locale/ja/LC_MESSAGES/django.mo")):
        catalogue = gettext.GNUTranslations(file.open("rb"))
        said += [text for key, text in vars(catalogue)["_catalog"].items() if key]
    return [text for text in said if len(text) > _LEAST and not text.isascii()]


def _endless(rng: Random) -> Iterator[str]:
    while True:
        japanese = rng.random() < 0.5
        pieces = [rng.choice(_JA if japanese else _EN) for _ in range(rng.randrange(2, 12))]
        if rng.random() < 0.57:
            carriers = _IN_JA if japanese else _IN_EN
            for carrier, value in rng.sample(carriers, rng.randrange(1, 3)):
                pieces.insert(rng.randrange(len(pieces) + 1), carrier.format(value(rng)))
        yield "".join(pieces)


def _digits(rng: Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _mail(rng: Random) -> str:
    return f"{rng.choice(('sato', 'suzuki', 'miller', 'tanaka'))}{_digits(rng, 3)}@example.com"


def _mobile(rng: Random) -> str:
    return f"0{rng.choice('789')}0-{_digits(rng, 4)}-{_digits(rng, 4)}"


def _american(rng: Random) -> str:
    return f"({rng.randrange(201, 989)}) 555-01{_digits(rng, 2)}"


def _card(rng: Random) -> str:
    payload = "4" + _digits(rng, 14)
    total = sum(
        int(c) if n % 2 else (int(c) * 2 - 9 if int(c) > 4 else int(c) * 2)
        for n, c in enumerate(payload)
    )
    return payload + str(-total % 10)


def _my_number(rng: Random) -> str:
    payload = _digits(rng, 11)
    total = sum(int(c) * w for c, w in zip(payload, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True))
    return payload + ("0" if total % 11 <= 1 else str(11 - total % 11))


def _ip(rng: Random) -> str:
    return f"203.0.113.{rng.randrange(1, 255)}"


def _ssn(rng: Random) -> str:
    return f"{rng.randrange(101, 665)}-{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}"


def _postal(rng: Random) -> str:
    return f"{_digits(rng, 3)}-{_digits(rng, 4)}"


def _born(rng: Random) -> str:
    return f"{rng.randrange(1940, 2006)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"


def _order(rng: Random) -> str:
    return f"{_digits(rng, 4)}-{_digits(rng, 6)}"


_FAMILIES = [
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山田",
    "佐々木",
    "山口",
    "松本",
    "井上",
    "長谷川",
    "五十嵐",
]
_GIVEN = [
    "太郎",
    "花子",
    "健一",
    "美咲",
    "翔太",
    "陽菜",
    "大輔",
    "由美子",
    "拓也",
    "さくら",
    "直樹",
    "恵",
]
_TOWNS = [
    "東京都新宿区西新宿",
    "大阪府大阪市北区梅田",
    "北海道札幌市中央区南一条西",
    "福岡県福岡市博多区博多駅前",
    "愛知県名古屋市中区栄",
]
_FIRST = ["James", "Mary", "Robert", "Linda", "Michael", "Susan", "David", "Karen"]
_LAST = ["Miller", "Johnson", "Brown", "Garcia", "Wilson", "Anderson", "Taylor", "Moore"]


def _name_ja(rng: Random) -> str:
    return rng.choice(_FAMILIES) + rng.choice(("", " ", "　")) + rng.choice(_GIVEN)


def _family(rng: Random) -> str:
    return rng.choice(_FAMILIES)


def _address_ja(rng: Random) -> str:
    return (
        f"{rng.choice(_TOWNS)}{rng.randrange(1, 9)}-{rng.randrange(1, 30)}-{rng.randrange(1, 30)}"
    )


def _name(rng: Random) -> str:
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def _address(rng: Random) -> str:
    return f"{rng.randrange(1, 9999)} {rng.choice(('Oak', 'Maple', 'Main'))} Street, Springfield, IL 627{_digits(rng, 2)}"


_Carrier = tuple[str, Callable[[Random], str]]
_IN_JA: tuple[_Carrier, ...] = (
    ("連絡先は{}です。", _mail),
    ("携帯電話は{}です。", _mobile),
    ("カード番号は{}です。", _card),
    ("マイナンバーは{}です。", _my_number),
    ("接続元は{}でした。", _ip),
    ("〒{}にお送りください。", _postal),
    ("生年月日は{}です。", _born),
    ("注文番号は{}です。", _order),
    ("お名前は{}です。", _name_ja),
    ("担当の{}からご連絡いたします。", _family),
    ("{}様よりお電話がありました。", _family),
    ("お届け先は{}です。", _address_ja),
)
_IN_EN: tuple[_Carrier, ...] = (
    ("Write to {} please. ", _mail),
    ("Call me at {}. ", _american),
    ("My card number is {}. ", _card),
    ("His SSN is {}. ", _ssn),
    ("The login came from {}. ", _ip),
    ("Date of birth: {}. ", _born),
    ("Order {} is late. ", _order),
    ("My name is {}. ", _name),
    ("{} called this morning. ", _name),
    ("Ship it to {}. ", _address),
)
