"""Who is the seller, who takes the card, where card data goes."""

from upheld.documents.words import Word
from upheld.policy.language.line import LabelOrText, Promise, Words, key


class PaymentMode(Promise):
    """A way to pay, and who the merchant is in it."""

    label: LabelOrText = key("Its name", "名称", example="{ja: カード決済, en: card}")
    merchant: Word = key(
        "Who sells and issues the receipt: `self` or a recipient", "販売者・領収書の発行者",
        example="self",
    )  # fmt: skip
    receives: Words = key(
        "What the company gets", "自社が受け取る情報", example="[finance.invoice]", default=()
    )


class CardRule(Promise):
    """Card numbers are neither stored nor collected."""

    processors: Words = key(
        "Where the card form posts to", "カード情報の送信先", example="[pay-co]"
    )
    stored: bool = key("Whether card numbers are stored", "保存するか", example="false",
                       default=False)  # fmt: skip
