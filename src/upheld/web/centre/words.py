"""What the questions of the privacy centre are called, in both languages."""

from collections.abc import Mapping

from upheld.wording import Text

IDENTIFIER: Mapping[str, Text] = {
    "email": Text(en="E-mail address", ja="メールアドレス"),
    "phone": Text(en="Telephone number", ja="電話番号"),
    "customer_id": Text(en="Customer number", ja="お客様番号"),
    "member_id": Text(en="Member number", ja="会員番号"),
    "user_id": Text(en="User number", ja="利用者番号"),
    "account_id": Text(en="Account number", ja="アカウント番号"),
    "contract_id": Text(en="Contract number", ja="契約番号"),
    "order_id": Text(en="Order number", ja="注文番号"),
}


def identifier(kind: str) -> Text:
    """Name a kind of identifier; the data map's own word where we have none."""
    plain = kind.replace("_", " ")
    return IDENTIFIER.get(kind, Text(en=plain.capitalize(), ja=plain))


GROUND: Mapping[str, Text] = {
    "untrue": Text(en="it is not true", ja="内容が事実でない"),
    "beyond-purpose": Text(en="it is used beyond its purpose", ja="目的外に利用されている"),
    "deceit": Text(en="it was acquired by deceit or other wrong means",
                   ja="偽りその他不正の手段で取得された"),
    "improper-use": Text(en="it is used in a way that invites wrongdoing",
                         ja="不適正な方法で利用されている"),
    "no-consent": Text(en="special care-required information was acquired without my consent",
                       ja="要配慮個人情報が同意なく取得された"),
    "unlawful-provision": Text(en="it is passed on without what the law asks for",
                               ja="法の定めによらず第三者に提供されている"),
    "unneeded": Text(en="it is no longer needed", ja="利用する必要がなくなった"),
    "leak": Text(en="it was in a reportable breach", ja="報告の対象となる漏えい等が生じた"),
    "harm": Text(en="it is likely to harm my rights or interests",
                 ja="権利や正当な利益が害されるおそれがある"),
}  # fmt: skip

FORM: Mapping[str, Text] = {
    "electronic": Text(en="as a file, by a link", ja="電子ファイル(リンクで受け取る)"),
    "paper": Text(en="on paper, by post", ja="書面(郵送で受け取る)"),
    "other": Text(en="in another way", ja="その他の方法"),
}

AGENT: Mapping[str, Text] = {
    "none": Text(en="For myself", ja="自分の情報について"),
    "statutory": Text(en="As a statutory agent (parent, guardian)",
                      ja="法定代理人として(親権者、後見人など)"),
    "appointed": Text(en="As an appointed agent", ja="任意代理人として(委任を受けている)"),
    "authorised": Text(en="As an authorised agent (California)",
                       ja="権限を与えられた代理人として(カリフォルニア州)"),
}  # fmt: skip

RESIDENCE: Mapping[str, Text] = {
    "JP": Text(en="Japan", ja="日本"),
    "US-CA": Text(en="California, USA", ja="アメリカ合衆国カリフォルニア州"),
    "other": Text(en="Somewhere else, or I prefer not to say", ja="その他の地域・答えない"),
}

PROOF: Mapping[str, Text] = {
    "driving-licence": Text(en="driving licence", ja="運転免許証"),
    "my-number-card-front": Text(en="My Number card, front side only",
                                 ja="マイナンバーカード(表面のみ)"),
    "passport": Text(en="passport", ja="パスポート"),
    "residence-card": Text(en="residence card", ja="在留カード"),
    "health-insurance": Text(en="health insurance certificate", ja="資格確認書(番号は隠す)"),
    "certificate-of-residence": Text(en="certificate of residence", ja="住民票の写し"),
    "power-of-attorney": Text(en="power of attorney", ja="委任状"),
    "family-register": Text(en="family register", ja="戸籍謄本"),
    "guardianship-register": Text(en="certificate of guardianship", ja="後見登記事項証明書"),
    "signed-permission": Text(en="signed permission", ja="署名のある委任"),
    "other": Text(en="another document", ja="その他の書類"),
    "mail-attachment": Text(en="file that came with a mail", ja="メールの添付ファイル"),
    "letter-scan": Text(en="scan of a letter", ja="書面をスキャンしたもの"),
}  # fmt: skip
