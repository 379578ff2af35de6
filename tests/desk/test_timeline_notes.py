"""What the timeline of a case says beside each entry is Japanese in Japanese, and says what staff can use."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from upheld.desk.letters.templates import LetterName
from upheld.web.console.cases.noted import LABEL, LETTER, UNSAID, entry_note
from upheld.wording import Text

TOKYO = ZoneInfo("Asia/Tokyo")
DESK = Path(__file__).parents[2] / "src" / "upheld" / "desk"


def keys_of_bodies() -> Iterator[tuple[str, str]]:
    """Yield each key of an entry's body that the desk writes down as it is, with its file."""
    for file in sorted(DESK.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.AnnAssign(
                    target=ast.Name(id="body" | "told" | "until"), value=ast.Dict(keys=keys)
                ):
                    pass
                case ast.keyword(arg="body", value=ast.Dict(keys=keys)):
                    pass
                case _:
                    continue
            for key in keys:
                if isinstance(key, ast.Constant):
                    yield str(key.value), f"{file.relative_to(DESK)}:{node.lineno}"


def test_every_key_that_the_desk_writes_has_its_word_in_both_languages() -> None:
    found = dict(keys_of_bodies())
    assert len(found) > 40  # the source is read, not a part of it
    about_money = {"units", "currency"}
    assert {k: at for k, at in found.items() if k not in {*LABEL, *UNSAID, *about_money}} == {}


def test_every_letter_has_its_name() -> None:
    assert set(get_args(LetterName)) <= set(LETTER)


@pytest.mark.parametrize(
    ("body", "en", "ja"),
    [
        ({"agent": "none", "channel": "web", "right": "disclosure"},
         "asked by: self · channel: web form · kind: disclosure", "請求者: 本人 · 受付方法: ウェブ · 請求の種類: 開示"),
        ({"letter": "received", "number": 3, "sha256": "ab" * 32}, "letter: receipt", "通知: 受付の通知"),
        ({"by": "S-1", "letter": 10}, "", ""),
        ({"for": ["decision", "fee"]}, "waits for: decision, fee", "待っているもの: 判断, 手数料"),
        ({"units": 1000, "currency": "JPY", "way": "bank"}, "amount: JPY 1,000 · paid: by transfer", "金額: 1,000円 · 支払方法: 振込"),
        ({"proof": "P-07", "what": "identity", "kind": "passport", "paper": False},
         "for: identity · document: passport · on paper: no", "用途: 本人確認 · 書類: パスポート · 紙: いいえ"),
        ({"received_at": "2026-12-23T16:30:00+00:00"}, "received: Thu 24 December 2026", "受信日: 2026年12月24日(木)"),
        ({"due_on": "2026-12-15"}, "due on: Tue 15 December 2026", "期限: 2026年12月15日(火)"),
        ({"category": "identity.name"}, "category: name", "項目: 氏名"),
        ({"clause": "P1-7q", "tenant": "acme", "group": "health", "places": ["app.prompt"], "records": 2},
         "clause: P1-7q · customer: acme · prohibited input: health and medical information · places: app.prompt · records: 2",
         "条項: P1-7q · 顧客: acme · 入力禁止の区分: 健康・医療に関する情報 · 場所: app.prompt · 記録: 2"),
        ({"rows": {"verified": 15}, "steps": [{"table": "member"}]}, "", ""),
        ({"of_a_later_version": "x"}, "of a later version: x", "of a later version: x"),
    ],
)  # fmt: skip
def test_an_entry_says_what_it_is_about(body: dict[str, object], en: str, ja: str) -> None:
    assert entry_note(body, TOKYO) == Text(en=en, ja=ja)
