"""A text goes in, places come out; the value stays where it was."""

import base64
import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.detection.labelled.reading import open_cases
from upheld.detection import Rule, Scanner, Span
from upheld.detection.folding import folded
from upheld.detection.gate import DetectionSelfTestError, PlainGate, Re2Gate, gate_for
from upheld.detection.matching import Matcher
from upheld.detection.overlap import resolved
from upheld.detection.rules import builtin
from upheld.detection.standard import standard

MAIL = "sato@example.jp"


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner()


def test_a_mail_address_in_the_middle_of_japanese_is_found_in_its_place(scanner: Scanner) -> None:
    text = "お客様\nご連絡先はｓａｔｏ＠example.jpです"
    (found,) = scanner.scan(text)
    assert (found.kind, found.line, found.column) == ("email", 2, 6)
    assert text[found.start : found.end] == "ｓａｔｏ＠example.jp"


@pytest.mark.parametrize(
    "disguised",
    [
        "sa\u200bto@exam\u2060ple.jp",
        "sato%40example.jp",
        "sato\\u0040example.jp",
        "sato&#64;example.jp",
        base64.b64encode(f"連絡先は {MAIL} です".encode()).decode(),
        base64.urlsafe_b64encode(f"{MAIL};{MAIL}???>".encode()).decode(),
    ],
)
def test_a_value_that_hides_is_found_where_it_hides(scanner: Scanner, disguised: str) -> None:
    text = f"前文 {disguised} 後文"
    found = [text[f.start : f.end] for f in scanner.scan(text) if f.kind == "email"]
    assert found == [disguised]


def _each(text: str, between: str) -> str:
    return between.join(text)


CARD = "4111111111111111"
ROW = " ".join(CARD)
IN_FOURS = ("4111", "1111", "1111", "1111")


@pytest.mark.parametrize(
    "disguised",
    [
        *(
            _each(CARD, sign)
            for sign in "\u034f\u202e\u2066\u2069\u3164\U000e0101\U000e0031\u20e3\u0332\x00"
        ),
        *("".join(chr(zero + int(digit)) for digit in CARD) for zero in (0x1946, 0xABF0, 0x1FBF0)),
        *(
            CARD.replace("4", four).replace("1", one)
            for four, one in ("④①", "⁴¹", "四一", "⒋⒈", "ⅣⅠ")
        ),
        "".join(chr(0xE0000 + ord(char)) for char in CARD),
        "x" + "".join(chr(0xE0100 + ord(char) - 16) for char in CARD),
        *(ROW.replace(" ", sign) for sign in (" ", "-", ".", "\u2800", "　", " . ")),
        *(sign.join(IN_FOURS) for sign in (".", "・", "_", "  ", " - ", "/", "~")),
        "4111 1111\n1111 1111",
        "4111**1111**11111111",
        "4111<b>1111</b>11111111",
    ],
    ids=ascii,
)
def test_digits_that_a_reader_or_a_model_still_reads_are_found(
    scanner: Scanner, disguised: str
) -> None:
    text = f"前文 {disguised} 後文"
    assert [f.kind for f in scanner.scan(text)] == ["card_number"]
    (found,) = scanner.scan(text)
    assert text[found.start : found.end].strip("x") == disguised.strip("x")


@pytest.mark.parametrize(
    "disguised",
    [
        "sato%2540example.jp",
        "sato\\\\u0040example.jp",
        "sato\\x40example.jp",
        "sato\\u{40}example.jp",
        "sato%u0040example.jp",
        "sato&amp;#64;example.jp",
        "sato&commat;example.jp",
        "sato&#0000000064;example.jp",
        "sato=40example.jp",
        "sato\\@example.jp",
        "ta\\_sato@example.jp",
        "sato [at] example [dot] jp",
        "sato（アット）example.jp",
        "s%61t\\u006f&#64;exam\u200bple.jp",
        MAIL.encode().hex(),
        MAIL.encode().hex(" "),
        MAIL.encode().hex(":"),
        base64.b64encode(base64.b64encode(MAIL.encode())).decode(),
        base64.b64encode(MAIL.replace("@", "%40").encode()).decode(),
        base64.b64encode(b"\xff\x00" + MAIL.encode()).decode(),
        base64.b64encode(MAIL.encode("utf-16-le")).decode(),
        "base64/" + base64.b64encode(MAIL.encode()).decode(),
        base64.encodebytes(b"It is said to whom it is written below: " + MAIL.encode())
        .decode()
        .strip(),
    ],
    ids=ascii,
)
def test_a_value_under_other_notations_and_under_several_is_found(
    scanner: Scanner, disguised: str
) -> None:
    text = f"前文 {disguised} 後文"
    found = [text[f.start : f.end] for f in scanner.scan(text) if f.kind == "email"]
    assert found == [disguised]


@pytest.mark.parametrize("escape", ["\\n", "\\t", "\\r\\n", "\\\\n"])
def test_an_escape_before_a_value_does_not_touch_it(scanner: Scanner, escape: str) -> None:
    text = f'{{"note": "card:{escape}{CARD}"}}'
    assert [text[f.start : f.end] for f in scanner.scan(text)] == [CARD]


def test_a_value_that_is_drawn_out_over_the_border_of_two_windows_is_found(
    scanner: Scanner,
) -> None:
    drawn_out = ("\u200b" * 100).join(CARD)
    for gap in range(2_400, 4_400, 200):
        text = "\u00ad" + "あ" * gap + drawn_out + "い" * 9_000
        assert [f.kind for f in scanner.scan(text)] == ["card_number"], gap


def test_a_long_base64_is_read_to_its_end(scanner: Scanner) -> None:
    text = base64.b64encode(b"good morning. " * 6_000 + MAIL.encode()).decode()
    assert [f.kind for f in scanner.scan(text)] == ["email"]


def test_beside_a_word_for_a_card_its_digits_may_stand_in_any_groups(scanner: Scanner) -> None:
    assert [f.kind for f in scanner.scan("カード番号は 41 1111-111 1111-111 です")] == [
        "card_number"
    ]
    assert not scanner.scan("在庫は 41 1111-111 1111-111 です")


def test_half_a_surrogate_pair_is_no_reason_to_stop(scanner: Scanner) -> None:
    text = f"\ud83d {MAIL} \udc00"
    assert [text[f.start : f.end] for f in scanner.scan(text)] == [MAIL]


def test_a_value_across_the_border_of_two_windows_is_found_once(scanner: Scanner) -> None:
    for gap in range(4070, 4110):
        text = "あ" * gap + MAIL + "い" * 5000 + MAIL
        assert [text[f.start : f.end] for f in scanner.scan(text)] == [MAIL, MAIL], gap


@pytest.mark.slow
def test_the_gate_without_re2_finds_the_same() -> None:
    text = f"電話と{MAIL}と、{MAIL}" + "x" * 9000 + MAIL
    assert Scanner(gate=PlainGate).spans(text) == Scanner().spans(text)


def test_a_gate_without_upper_bounds_opens_wherever_one_with_them_does() -> None:
    patterns = [one for rule in builtin() if (one := Matcher(rule).gate) is not None]
    bounded, unbounded = PlainGate(patterns), gate_for(patterns)
    opened = 0
    for case in open_cases()[::12]:
        piece = folded(case.text).encode()
        strictly = set(bounded.present(piece))
        assert strictly <= set(unbounded.present(piece))
        opened += len(strictly)
    assert opened > len(patterns)


def test_scanners_of_the_same_rules_share_what_texts_have_built() -> None:
    patterns = ["kettle", "[0-9]{3}"]
    assert gate_for(patterns) is gate_for(list(patterns))
    assert gate_for(patterns, anchored=True) is not gate_for(patterns)


def test_a_matcher_that_sees_nothing_is_refused() -> None:
    import re2

    class Blind:
        Options = re2.Options

        class Set:
            @staticmethod
            def SearchSet(_: object) -> object:  # noqa: N802 - as RE2 spells it
                return type(
                    "S", (), {"Add": lambda *_: 0, "Compile": lambda _: 0, "Match": lambda *_: None}
                )()

    with pytest.raises(DetectionSelfTestError):
        Re2Gate(Blind, ["a"])


@cache
def gates_of_all_rules() -> tuple[Re2Gate, Re2Gate]:
    """The gate as it is, and one that gives no piece to several automata."""
    import re2

    patterns = [gate for rule in builtin() if (gate := Matcher(rule).gate) is not None]
    return Re2Gate(re2, patterns), Re2Gate(re2, patterns, parted=False)


BLOB = base64.b64encode(hashlib.shake_128(b"a picture").digest(3_000)).decode()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([case.text for case in open_cases()]), min_size=1, max_size=6),
    st.integers(600, len(BLOB)),
    st.integers(0, 6),
)
def test_of_what_is_encoded_many_automata_say_what_one_says(
    texts: list[str], long: int, at: int
) -> None:
    parted, whole = gates_of_all_rules()
    piece = " ".join([*texts[:at], BLOB[:long], *texts[at:]]).encode()
    assert sorted(parted.present(piece)) == sorted(whole.present(piece))


def test_only_what_is_encoded_is_given_to_many_automata() -> None:
    import re2

    gate = Re2Gate(re2, ["a", "b"])
    gate.present(("An ordinary sentence, and 日本語の文章です。" * 200).encode())
    assert "_parts" not in vars(gate)  # they are built when they are first asked
    gate.present(BLOB.encode())
    assert "_parts" in vars(gate)


def test_a_value_in_a_megabyte_of_base64_is_found() -> None:
    text = base64.b64encode(hashlib.shake_128(b"a film").digest(750_000)).decode()
    found = Scanner().scan(f"{text[:500_000]} {MAIL} {text[500_000:]}")
    assert any(one.kind == "email" for one in found)


def test_of_overlapping_spans_the_surer_stays_and_then_the_longer() -> None:
    weak, strong = Span("phone", 0, 12, 0.5, "a"), Span("card_number", 5, 20, 0.9, "b")
    short, long = Span("phone", 30, 35, 0.5, "a"), Span("phone", 30, 40, 0.5, "b")
    assert resolved([short, weak, long, strong]) == [strong, long]


def test_a_chain_of_overlaps_costs_no_more_than_its_length() -> None:
    chain = [Span("phone", n, n + 12, 0.5 + n % 7 / 100, "a") for n in range(100_000)]
    began = time.process_time()
    kept = resolved(chain)
    assert time.process_time() - began < 5
    assert all(one.end <= two.start for one, two in pairwise(kept))


def test_many_short_texts_say_what_each_of_them_says(scanner: Scanner) -> None:
    texts = ["りんご", MAIL, "", "12", f"x {MAIL}"] * 200 + ["りんご"] * 1000
    assert list(scanner.scan_many(texts)) == [scanner.scan(text) for text in texts]


@pytest.mark.slow
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [MAIL, "カード 4111111111111111、", "%41", "\u200b", "\n", "電話番号\t", "03-1234-5678 ",
                 "(", "12", "あ" * 900, "x" * 4090, "暗証番号は", "注文番号 ", "1985-03-12 born "]
            ),
            max_size=8,
        ).map("".join),
        max_size=70,
    )
)  # fmt: skip
@settings(deadline=None, max_examples=60)
def test_texts_that_are_read_together_know_nothing_of_each_other(
    scanner: Scanner, texts: list[str]
) -> None:
    assert list(scanner.spans_many(texts)) == [scanner.spans(text) for text in texts]


@pytest.mark.slow
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [MAIL, "佐藤様", "山田太郎", "は糖尿病です。", "\n", "東京都新宿区西新宿2-8-1", "、", "Dear James Miller, ",
                 "lives at 12 Oak Street, Springfield, IL 62701 ", "はフランス在住。", "(7歳)", "の娘", "Kenji Sato: ",
                 '{"name": "Ann Lee"}', "あ" * 900, "鈴木が担当します。", "My son is 8. "]
            ),
            max_size=6,
        ).map("".join),
        max_size=50,
    )
)  # fmt: skip
@settings(deadline=None, max_examples=60)
def test_names_and_what_is_said_of_one_text_is_nothing_to_the_others(texts: list[str]) -> None:
    everything = _everything()
    assert list(everything.spans_many(texts)) == [everything.spans(text) for text in texts]


@cache
def _everything() -> Scanner:
    return standard(today=date(2026, 12, 1))


@pytest.mark.slow
def test_a_recogniser_that_knows_of_one_text_only_is_asked_text_by_text() -> None:
    class Shouted:
        """Finds what is written in capitals; sees what was found before."""

        def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterator[Span]:
            assert len(text) == len(plain)
            if text.isupper():
                yield Span("person_name", 0, len(text), 0.9, f"shouted.{len(so_far)}")

    scanner = Scanner(recognisers=[Shouted()])
    some = ["ANN", f"x {MAIL}", "", "BOB 03-1234-5678"]
    found = list(scanner.spans_many(some * 5_000))
    kinds = [[span.kind for span in spans] for spans in found[:4]]
    assert kinds == [["person_name"], ["email"], [], ["person_name"]]
    assert found[3][0].rule == "shouted.1"
    assert found == found[:4] * 5_000


@pytest.mark.slow
def test_of_many_texts_few_are_held_at_once(scanner: Scanner) -> None:
    taken = 0

    def texts() -> Iterator[str]:
        nonlocal taken
        for _ in range(40):
            taken += 1
            yield MAIL + "あ" * 300_000

    read = scanner.spans_many(texts())
    assert [span.kind for span in next(read)] == ["email"]
    assert taken < 5
    assert len(list(read)) == 39


def test_a_word_that_is_near_makes_sure_and_a_nearer_other_word_makes_it_something_else() -> None:
    rule = Rule(
        id="t", kind="pin", pattern=r"\d{4}", source="-", confidence=0,
        context=("pin", "暗証番号"), against=("order", "口座"),
    )  # fmt: skip
    say = Scanner([rule]).spans
    for text in ("PIN 1234", "card_pin=1234", "暗証番号は1234", "pin\n1234"):
        assert say(text), text
    assert say("name,pin\nA,1234\nB,5678")[1].start == 18
    assert say("1234が暗証番号です")
    assert not say("shipping 1234")
    assert not say("pin of order 1234")
    assert not say("1234、口座の暗証番号: 12345")
    assert not say("PIN12345")


@pytest.mark.slow
def test_no_rule_can_make_time_grow_faster_than_the_text() -> None:
    scanner = Scanner()
    for piece in (
        "a",
        "1 ",
        "a@",
        "あ1-",
        "0x1.",
        "%41",
        "\\",
        "①",
        "四ー",
        "1<b>",
        "1111 1111\n",
        "QUJD",
    ):
        texts = [piece * (size // len(piece)) for size in (50_000, 200_000)]
        took = [[_seconds(scanner, text) for text in texts] for _ in range(5)]
        # With its square it would be 16 times as long, each time; what else runs slows down some.
        assert min(long / max(short, 0.02) for short, long in took) < 12, piece


def _seconds(scanner: Scanner, text: str) -> float:
    """What a scan takes of the processor; others that are busy beside it take its caches."""
    began = time.process_time()
    scanner.spans(text)
    return time.process_time() - began


def test_the_room_can_be_imported_without_a_matcher() -> None:
    lines = "import sys, upheld.detection; print(sorted({'re2', 'stdnum', 'phonenumbers'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
