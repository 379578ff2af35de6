"""What redaction and masks leave behind."""

from upheld.detection import Span
from upheld.detection.transform import masked, redacted


def span(text: str, kind: str, value: str) -> Span:
    return Span(kind, text.index(value), text.index(value) + len(value), 1.0, kind)


def test_redaction_leaves_the_word_of_the_kind_in_the_readers_language() -> None:
    text = "山田太郎 sato@example.jp"
    found = [span(text, "email", "sato@example.jp"), span(text, "person_name", "山田太郎")]
    assert redacted(text, found, "ja") == "⟦氏名⟧ ⟦メールアドレス⟧"
    assert redacted(text, found, "en") == "⟦person's name⟧ ⟦e-mail address⟧"


def test_a_card_keeps_its_last_four_also_in_full_width() -> None:
    text = "４１１１ １１１１ １１１１ １２３４"
    assert masked(text, [span(text, "card_number", text)]) == "**** **** **** １２３４"


def test_a_number_too_short_to_cover_enough_keeps_nothing() -> None:
    assert masked("1234567", [span("1234567", "bank_account", "1234567")]) == "*******"


def test_a_secret_does_not_tell_its_length() -> None:
    for value in ("Kumo", "Kumo" * 20):
        assert masked(value, [span(value, "secret", value)]) == "*" * 8


def test_places_on_each_other_leave_no_part_of_a_value() -> None:
    text = "x 0123456789 y"
    places = [Span("phone", 2, 8, 1.0, "a"), Span("phone", 5, 12, 1.0, "b")]
    assert redacted(text, places, "en") == "x ⟦telephone number⟧⟦telephone number⟧ y"
