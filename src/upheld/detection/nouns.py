"""What the name of a table says its rows are: people, staff, things, records about people.

The same column means different things in different tables: `name` in `product` is nobody's.
"""

from functools import lru_cache
from typing import Literal, TypeAlias

from upheld.detection.spelling import singular, words

Noun: TypeAlias = Literal[
    "person", "staff", "record", "organisation", "thing", "content", "unknown"
]

_PERSON = """user party customer member client person people account subscriber contact patient student
guest visitor buyer participant attendee applicant candidate citizen resident tenantuser
shopper reader donor friend player passenger consumer guardian enduser appuser authuser
invoiceaddress kokyaku kaiin riyousha riyosha okyakusama hito kojin shimin 会員 顧客 利用者 お客様
ユーザー ユーザ 個人 患者 生徒 学生 申込者 契約者 会員情報 顧客情報 会員マスタ 顧客マスタ 本人"""
_STAFF = """staff employee admin administrator operator agent worker moderator teacher doctor
clerk officer shain tanto tantosha jugyoin 社員 従業員 担当者 職員 管理者 スタッフ 社員マスタ"""
_RECORD = """order cart basket address review wish wishlist favourite favorite session notification
subscription ticket payment profile invoice login consent message comment post reply like vote
booking reservation appointment enrollment enrolment purchase transaction refund shipment
delivery inquiry enquiry feedback survey answer response submission application claim
preference token bookmark follow follower visit view search history activity event log
note email mail chat conversation attendance grade visitlog loginlog accesslog checkin point
coupon usage bankcard card bankaccount source alert invitation invite registration
suggestion request expense absence timesheet timeentry worklog shift certificate attempt rating
reaction vote badge award achievement transcript payslip contract loan rental proposal agreement complaint petition nomination idea
emailaddress phonenumber credential otp passkey identity userprofile newsletter optin
donation ride trip measurement prescription diagnosis visitrecord userrecord orderline
chumon juchu nyukin toiawase rireki yoyaku moushikomi 注文 受注 明細 注文明細 住所 配送先 届け先
予約 問い合わせ お問い合わせ 履歴 購入履歴 ログ 入金 請求 申込 契約 アンケート回答 通知 同意"""
_ORGANISATION = """company organisation organization shop store supplier vendor partner merchant
branch office tenant corporation brand manufacturer carrier warehouse kaisha tenpo
会社 法人 企業 店舗 支店 取引先 仕入先 メーカー 部署"""
_THING = """oauthapplication apiapplication apiclient oauthclient ssoclient webhook device
index indexentry rendition tasktype product item category country currency language region city prefecture tag option
attribute type status setting config configuration permission role group plan price rate tax
stock inventory range condition benefit offer voucher shippingmethod contenttype migration
template theme menu navigation job queue task schedule locale translation property quota
color size unit model part material asset feature flag rule counter sequence catalogue catalog
productclass flatpage site domain redirect shohin shouhin kategori 商品 カテゴリ 分類 都道府県
設定 マスタ 区分 税率 在庫 権限"""
_CONTENT = """font screenshot illustration icon page article document image video media file blog story banner campaign collection
revision course lesson chapter news newsitem workflow form project component dashboard report
記事 画像 動画 資料 ページ お知らせ"""

_NOUNS: dict[str, Noun] = {
    **dict.fromkeys(_THING.split(), "thing"),
    **dict.fromkeys(_CONTENT.split(), "content"),
    **dict.fromkeys(_ORGANISATION.split(), "organisation"),
    **dict.fromkeys(_RECORD.split(), "record"),
    **dict.fromkeys(_STAFF.split(), "staff"),
    **dict.fromkeys(_PERSON.split(), "person"),
}
_LONGEST = max(len(noun) for noun in _NOUNS)
_SHORTEST_ENDING = 4  # letters; "role" ends "payrole" by accident more often than "review" does
_WRAPPERS = frozenset(
    {"table", "tbl", "data", "info", "master", "mst", "list", "t", "m", "tb", "マスタ", "テーブル"}
)


@lru_cache(maxsize=8192)
def noun_of(table: str) -> Noun:
    """Say what the rows of a table are, judged by the end of its name.

    >>> noun_of("auth_user"), noun_of("order_shippingaddress"), noun_of("catalogue_product")
    ('person', 'record', 'thing')
    """
    parts = [singular(word) for word in words(table.rpartition(".")[2])]
    while len(parts) > 1 and parts[-1] in _WRAPPERS:
        parts.pop()
    if not parts:
        return "unknown"
    whole = "".join(parts)
    own = len(parts[-1])
    for length in range(min(len(whole), _LONGEST), 0, -1):
        ending = whole[-length:]
        if ending not in _NOUNS:
            continue
        if length >= _SHORTEST_ENDING or length >= own or not ending.isascii():
            return _NOUNS[ending]
    return "unknown"
