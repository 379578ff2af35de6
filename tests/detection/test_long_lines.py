"""A line of megabytes is read in parts, so that memory stays bounded, and nothing is missed in it."""

import subprocess
import sys
from datetime import date

import pytest

from upheld.detection.long_lines import LONGEST, parts
from upheld.detection.standard import standard

SENTENCE = "本日は次の商品を入荷しました。"


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in parts(text)]


def test_parts_are_the_whole_text_and_end_behind_sentences() -> None:
    line = SENTENCE * (3 * LONGEST // len(SENTENCE))
    text = f"氏名,電話\n佐藤,03\n{line}\n最後の行\n"
    pieces = cut(text)
    assert "".join(pieces) == text
    assert pieces[0] == "氏名,電話\n佐藤,03\n"
    assert all(piece.endswith("。") for piece in pieces[1:-1])
    assert max(map(len, pieces)) <= LONGEST + len("最後の行\n")


def test_short_lines_stay_together_whatever_the_length_of_the_text() -> None:
    text = "氏名,電話\n" * LONGEST
    assert cut(text) == [text]
    assert cut("") == [""]


def test_a_line_without_a_place_to_cut_is_cut_all_the_same() -> None:
    pieces = cut("あ" * (2 * LONGEST + 5))
    assert [len(piece) for piece in pieces] == [LONGEST, LONGEST, 5]


def test_names_and_addresses_in_a_line_of_any_length_are_found_where_they_stand() -> None:
    scanner = standard(today=date(2026, 11, 28))
    said = "担当は佐藤花子様、住所は東京都千代田区神田1-2-3です。"
    filler = SENTENCE * (LONGEST // len(SENTENCE))
    text = said + filler + said + filler + said
    found = [(span.kind, text[span.start : span.end]) for span in scanner.spans(text)]
    once = [(span.kind, said[span.start : span.end]) for span in scanner.spans(said)]
    assert once
    assert found == once * 3


MEASURED = """
import resource
from datetime import date
from upheld.detection.standard import standard
scanner = standard(today=date(2026, 11, 28))
scanner.scan("佐藤花子")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
text = "本日の連絡事項です。次の商品を入荷しました。" * 90_000
scanner.spans(text)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 // len(text))
"""


@pytest.mark.slow
def test_a_long_line_takes_little_memory_a_character() -> None:
    said = subprocess.run(
        [sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True
    )
    assert int(said.stdout) < 200  # bytes; read as a whole it were four hundred
