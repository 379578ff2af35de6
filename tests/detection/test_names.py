"""The lexicon of column names: Japanese and English, equal."""

import pytest

from upheld.detection.names import categorise, lexicon
from upheld.detection.nouns import noun_of
from upheld.detection.spelling import is_japanese, words
from upheld.vocabulary.category import categories

PERSONAL = [
    ("email", "", "contact.email"),
    ("E-Mail", "", "contact.email"),
    ("mailAddress", "", "contact.email"),
    ("guest_email", "orders", "contact.email"),
    ("メールアドレス", "", "contact.email"),
    ("連絡先メールアドレス", "", "contact.email"),
    ("tel", "", "contact.phone"),
    ("cust_tel_2", "", "contact.phone"),
    ("ＴＥＬ", "", "contact.phone"),
    ("keitai_denwa", "", "contact.phone"),
    ("お届け先電話番号", "", "contact.phone"),
    ("fname", "", "identity.name"),
    ("LAST_NAME", "", "identity.name"),
    ("shimei", "", "identity.name"),
    ("氏名", "", "identity.name"),
    ("氏名_カナ", "", "identity.kana"),
    ("lastNameKana", "", "identity.kana"),
    ("furigana", "", "identity.kana"),
    ("dob", "", "identity.birth_date"),
    ("birthDate", "", "identity.birth_date"),
    ("seinengappi", "", "identity.birth_date"),
    ("生年月日", "", "identity.birth_date"),
    ("性別", "", "identity.gender"),
    ("jusho", "", "contact.address"),
    ("kokyaku_jusho", "", "contact.address"),
    ("送付先住所", "", "contact.address"),
    ("address_line1", "", "contact.address.street"),
    ("addr2", "", "contact.address.street"),
    ("shippingpostcode", "", "contact.address.postal_code"),
    ("yubin_bango", "", "contact.address.postal_code"),
    ("郵便番号", "", "contact.address.postal_code"),
    ("都道府県", "", "contact.address.prefecture"),
    ("state", "order_address", "contact.address.prefecture"),
    ("ip_address", "", "device.ip"),
    ("remote_addr", "", "device.ip"),
    ("last_login_ip", "", "device.ip"),
    ("http_user_agent", "", "device.user_agent"),
    ("username", "", "account.login"),
    ("ログインID", "", "account.login"),
    ("password_hash", "", "account.password"),
    ("暗証番号", "", "account.password"),
    ("会員番号", "", "account.id"),
    ("マイナンバー", "", "identity.my_number"),
    ("口座番号", "", "finance.bank"),
    ("card_number", "", "finance.card"),
    ("card_last4", "", "finance.card_digits"),
    ("lastFourDigits", "payments", "finance.card_digits"),
    ("cc_last4", "", "finance.card_digits"),
    ("カード番号(下4桁)", "", "finance.card_digits"),
    ("カード番号末尾", "", "finance.card_digits"),
    ("email_subject", "campaigns", "communication.email"),
    ("メール本文", "送信メール", "communication.email"),
    ("mail_history", "customers", "communication.email"),
    ("message_body", "chats", "communication.message"),
    ("口座番号下4桁", "", "finance.bank"),
    ("phone_last4", "", "contact.phone"),
    ("latitude", "", "location.precise"),
    ("備考", "", "free_text"),
    ("customer_note", "", "free_text"),
    ("name", "customers", "identity.name"),
    ("filename", "", "content.file"),
    ("病歴", "", "health.condition"),
    ("アレルギー有無", "", "health.condition"),
    ("is_pregnant", "", "health.treatment"),
]
NOT_PERSONAL = [
    ("mail_body", "mail_templates"),
    ("メール件名", "メールテンプレート"),
    ("email_domain", ""),
    ("mail_server", ""),
    ("product_name", ""),
    ("company_name", ""),
    ("商品名", ""),
    ("会社名", ""),
    ("email_sent_at", ""),
    ("email_count", ""),
    ("is_email_public", ""),
    ("phone_verified", ""),
    ("phone_number_verified_at", ""),
    ("メール送信日時", ""),
    ("削除フラグ", ""),
    ("num_orders_as_shipping_address", ""),
    ("created_at", ""),
    ("hostname", ""),
    ("name", "product"),
    ("name", "catalogue_category"),
    ("title", "wagtailcore_page"),
    ("名", "商品"),
]


@pytest.mark.parametrize(("column", "table", "category"), PERSONAL)
def test_a_personal_column_is_recognised(column: str, table: str, category: str) -> None:
    guess = categorise(column, table)
    assert guess is not None
    assert guess.category == category
    assert 0.5 < guess.confidence <= 1
    assert guess.reason


@pytest.mark.parametrize(("column", "table"), NOT_PERSONAL)
def test_what_is_said_about_a_datum_is_not_the_datum(column: str, table: str) -> None:
    guess = categorise(column, table)
    assert guess is not None
    assert guess.category == "none"


def test_an_unknown_name_is_not_guessed() -> None:
    assert categorise("zork") is None
    assert categorise("") is None


def test_a_name_counts_less_where_the_table_says_nothing() -> None:
    in_customers, anywhere = categorise("name", "customers"), categorise("name", "zork")
    assert in_customers is not None
    assert anywhere is not None
    assert in_customers.confidence > anywhere.confidence


def test_the_lexicon_is_large_in_both_languages_and_uses_known_categories() -> None:
    terms = lexicon().values()
    japanese = [term for term in terms if any(is_japanese(word) for word in words(term.text))]
    assert len(terms) >= 400
    assert len(japanese) >= 200
    assert {term.category for term in terms} <= {c.name for c in categories()} | {"none"}
    assert all(0 < term.confidence <= 1 for term in terms)


@pytest.mark.parametrize(
    ("table", "noun"),
    [
        ("auth_user", "person"),
        ("customers", "person"),
        ("会員マスタ", "person"),
        ("staff", "staff"),
        ("order_shippingaddress", "record"),
        ("catalogue_product", "thing"),
        ("public.companies", "organisation"),
        ("zork", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_tables_name_says_what_its_rows_are(table: str, noun: str) -> None:
    assert noun_of(table) == noun
