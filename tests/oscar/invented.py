"""The people of the shop, all invented; the same list every time it is asked for.

Every value that could give a person away is found with that person only: the pair of names,
the e-mail address, the telephone number and the room of the house are each given out once.
"""

from dataclasses import dataclass
from functools import cache

CUSTOMERS = 2_060  # 1,600 with Japanese names, 460 with English ones
PASSWORD = "kawasemi-1234"

# What is special about the first customers; everybody else is ordinary.
ROLES = (
    "everything",  # at least one row in every table that can hold a customer's data
    "only_session",  # an account and a login, nothing else
    "shared_address_a",  # two people whose orders name the same shipping address row
    "shared_address_b",
    "old_orders",  # completed orders of 2015 to 2018, past any seven years
    "open_order",  # one order that is still pending
    "recent_complete",  # one completed order of this year
    "account_only",  # an account and nothing else
    "mentioned",  # named in other people's orders, vouchers and the staff's log
    "twin_lower",  # two accounts, one address apart from letter case
    "twin_upper",
    "invited",  # invited to another person's wish list by e-mail address
    "voter",  # voted on other people's reviews, wrote none
    "guest_before",  # bought as a guest, in capital letters, before registering
    "many_rows",  # some hundreds of views and searches
    "colleague",  # a customer who is also a member of the staff
    "cancelled_order",
    "mixed_orders",  # one order of each status and age
    "reviewer",  # several reviews, with votes of other people
    "basket_only",
)

_SURNAMES = (
    "佐藤:sato 鈴木:suzuki 高橋:takahashi 田中:tanaka 伊藤:ito 渡辺:watanabe 山本:yamamoto "
    "中村:nakamura 小林:kobayashi 加藤:kato 吉田:yoshida 山田:yamada 佐々木:sasaki "
    "山口:yamaguchi 松本:matsumoto 井上:inoue 木村:kimura 新井:arai 斎藤:saito 清水:shimizu "
    "山崎:yamazaki 森:mori 池田:ikeda 橋本:hashimoto 阿部:abe 石川:ishikawa 山下:yamashita "
    "中島:nakajima 石井:ishii 小川:ogawa 前田:maeda 岡田:okada 長谷川:hasegawa 藤田:fujita "
    "後藤:goto 近藤:kondo 村上:murakami 遠藤:endo 青木:aoki 坂本:sakamoto"
)
SURNAMES = tuple(pair.split(":") for pair in _SURNAMES.split())
_GIVEN = (
    "翔太:shota 美咲:misaki 大輔:daisuke 陽子:yoko 健一:kenichi 恵子:keiko 拓海:takumi "
    "さくら:sakura 直樹:naoki 由美:yumi 亮:ryo 愛:ai 誠:makoto 真由美:mayumi 涼介:ryosuke "
    "智子:tomoko 悠斗:yuto 香織:kaori 達也:tatsuya 結衣:yui 隆:takashi 千尋:chihiro "
    "和也:kazuya 葵:aoi 修:osamu 明美:akemi 蓮:ren 久美子:kumiko 浩二:koji 凛:rin "
    "哲也:tetsuya 遥:haruka 勇気:yuki 裕子:hiroko 聡:satoshi 楓:kaede 剛:tsuyoshi "
    "七海:nanami 学:manabu 桃子:momoko"
)
GIVEN = tuple(pair.split(":") for pair in _GIVEN.split())
_ENGLISH_SURNAMES = (
    "Ashdown Birchall Copley Darnley Elstob Farrow Garside Hatherley Ingleby Jessop Kirkbride "
    "Lathom Marchbank Netherby Orrell Penhale Quarmby Ravensworth Selby Thackray Urswick Venning"
)
ENGLISH_SURNAMES = tuple(_ENGLISH_SURNAMES.split())
_ENGLISH_GIVEN = (
    "Alice Bertram Clara Dominic Edith Felix Greta Hugo Imogen Jasper Katrin Leonard Mabel "
    "Nigel Olive Percy Rosalind Silas Tabitha Ursula Victor"
)
ENGLISH_GIVEN = tuple(_ENGLISH_GIVEN.split())
TOWNS = ("千代田市", "若葉市", "水鏡市", "霞ヶ丘市", "常磐市", "白鷺町", "青葉村", "湊市")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One invented customer."""

    number: int  # from 0, in the order of registration
    role: str  # one of ROLES, or "ordinary"
    username: str
    email: str
    first_name: str
    last_name: str
    phone: str
    line1: str
    town: str
    state: str
    postcode: str
    japanese: bool

    @property
    def full_name(self) -> str:
        """The name as the shop writes it into letters and search texts."""
        return f"{self.first_name} {self.last_name}"

    @property
    def card_name(self) -> str:
        """The name as it stands on a bank card."""
        return self.email.split("@")[0].replace(".", " ").upper()


@cache
def people() -> tuple[Person, ...]:
    """Return all customers, in the order in which they register."""
    return tuple(_person(number) for number in range(CUSTOMERS))


def by_role(role: str) -> Person:
    """Return the customer who is special in this way.

    Raises:
        ValueError: no such role.
    """
    return people()[ROLES.index(role)]


def by_email(email: str) -> Person:
    """Return the customer with exactly this address.

    Raises:
        LookupError: nobody has it.
    """
    for person in people():
        if person.email == email:
            return person
    raise LookupError("no customer of the shop has this address")


def _person(number: int) -> Person:
    role = ROLES[number] if number < len(ROLES) else "ordinary"
    japanese = number < len(SURNAMES) * len(GIVEN)
    if japanese:
        last_name, last = SURNAMES[number % len(SURNAMES)]
        first_name, first = GIVEN[number // len(SURNAMES)]
    else:
        index = number - len(SURNAMES) * len(GIVEN)
        last_name = ENGLISH_SURNAMES[index % len(ENGLISH_SURNAMES)]
        first_name = ENGLISH_GIVEN[index // len(ENGLISH_SURNAMES)]
        last, first = last_name.lower(), first_name.lower()
    email = f"{first}.{last}.{number:04d}@example.{'jp' if number % 3 else 'com'}"
    if role == "twin_lower":
        email = "twin.of.two@example.jp"
    if role == "twin_upper":
        email = "Twin.Of.Two@example.jp"
    return Person(
        number=number,
        role=role,
        # Accounts of the shop's first years carry the address as their name for logging in.
        username=email if number % 10 == 0 else f"kawasemi{number:05d}",
        email=email,
        first_name=first_name,
        last_name=last_name,
        # 0000 is given to nobody, so that no number here rings anywhere.
        phone=f"+81{70 + 10 * (number % 3)}0000{number:04d}",
        line1=f"翡翠町{number % 9 + 1}丁目 かわせみ荘{number:04d}号室"
        if japanese
        else f"{number} Kingfisher Lane",
        town=TOWNS[number % len(TOWNS)],
        state="翠県",
        postcode=f"{900 + number % 90}-{number:04d}",
        japanese=japanese,
    )


def needles(email: str) -> frozenset[str]:
    """Every string of the shop's database that belongs to this customer and to nobody else.

    Raises:
        LookupError: nobody has this address.
    """
    person = by_email(email)
    found = {
        person.email,
        person.full_name,
        f"{person.last_name} {person.first_name}",
        person.phone,
        person.line1,
        person.postcode,
        person.card_name,
    }
    if person.role == "guest_before":
        found.add(person.email.upper())
    if person.username != person.email:
        found.add(person.username)
    return frozenset(found)
