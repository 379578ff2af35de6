"""Founds the invented company: a few hundred people, their orders, their traces."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

DATABASE = "shop.db"
HANAKO = "sato.hanako@example.jp"
KEN = "suzuki.ken@example.jp"
MIO = "tanaka.mio@example.jp"
_PEOPLE = 300
_KNOWN = 3  # the first people, whom the story is about, have more of everything
_FAMILIES = (
    ("佐藤", "サトウ", "sato"), ("鈴木", "スズキ", "suzuki"), ("田中", "タナカ", "tanaka"),
    ("高橋", "タカハシ", "takahashi"), ("伊藤", "イトウ", "ito"), ("渡辺", "ワタナベ", "watanabe"),
    ("山本", "ヤマモト", "yamamoto"), ("中村", "ナカムラ", "nakamura"),
    ("小林", "コバヤシ", "kobayashi"), ("加藤", "カトウ", "kato"),
)  # fmt: skip
_GIVEN = (
    ("花子", "ハナコ", "hanako"), ("健", "ケン", "ken"), ("美緒", "ミオ", "mio"),
    ("翔太", "ショウタ", "shota"), ("陽菜", "ヒナ", "hina"), ("大輔", "ダイスケ", "daisuke"),
    ("結衣", "ユイ", "yui"), ("直樹", "ナオキ", "naoki"),
)  # fmt: skip
_PREFECTURES = ((13, "東京都"), (14, "神奈川県"), (23, "愛知県"), (27, "大阪府"), (40, "福岡県"))
_GOODS = (
    ("A4 コピー用紙 500 枚", 480), ("油性ボールペン 10 本", 900), ("ファイルボックス", 350),
    ("ホワイトボード 90×60", 5200), ("付箋 75×75", 280), ("卓上カレンダー", 650),
)  # fmt: skip
_REVIEWS = ("丈夫で使いやすいです。", "色がきれいでした。", "また注文します。", "少し重いです。")
_QUESTIONS = (("納期について", "いつごろ届きますか。"), ("請求書の宛名", "宛名を直してください。"))
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763e0"
    "6161000000060003b6d9a0000000000049454e44ae426082"
)
"""A picture of one pixel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One invented contact."""

    id: int
    name: str
    kana: str
    email: str
    phone: str


def found(folder: Path, today: date) -> None:
    """Write `shop.db`, `uploads/` and `cache/` into an existing folder.

    The same `today` gives the same company: names and numbers come from a fixed seed.
    """
    chance = Random(20261122)  # noqa: S311 - invented people, no secret
    people = list(_people())
    with closing(sqlite3.connect(folder / DATABASE)) as database, database:
        database.executescript(resource("shop.sql"))
        for table, rows in _tables(people, chance, today):
            marks = ", ".join("?" * len(rows[0]))
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        tickets = database.execute("SELECT id, customer_id FROM ticket").fetchall()
    _write_files(folder, people, [ticket for ticket, _customer in tickets])


def resource(name: str) -> str:
    """Return the text of a file that lies beside this module."""
    return files("upheld.demo").joinpath(name).read_text("utf-8")


def _people() -> Iterator[Person]:
    named = {HANAKO: (0, 0), KEN: (1, 1), MIO: (2, 2)}
    pairs = [
        *named.values(),
        *((f, g) for f in range(10) for g in range(8) if (f, g) not in named.values()),
    ]
    for number in range(_PEOPLE):
        family, given = pairs[number % len(pairs)]
        turn = number // len(pairs)
        (kanji, kana, roman), (kanji2, kana2, roman2) = _FAMILIES[family], _GIVEN[given]
        mailbox = f"{roman}.{roman2}{turn + 1 if turn else ''}@example.jp"
        yield Person(
            id=number + 1,
            name=f"{kanji} {kanji2}",
            kana=f"{kana} {kana2}",
            email=mailbox,
            # 070-0000-… is not assigned to anybody.
            phone=f"070-0000-{number + 1:04}",
        )


def _tables(
    people: Sequence[Person], chance: Random, today: date
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    accounts = len(people) // 5
    yield "prefecture", list(_PREFECTURES)
    yield (
        "account",
        [
            (n, f"取引先 {n:03} 号", "standard", _ago(today, 3000 - n))
            for n in range(1, accounts + 1)
        ],
    )
    yield (
        "staff",
        [(1, "係員 A", "desk-a@staff.example.jp"), (2, "係員 B", "desk-b@staff.example.jp")],
    )
    yield (
        "customer",
        [
            (
                p.id,
                (p.id - 1) // 5 + 1,
                p.name,
                p.kana,
                p.email,
                p.phone,
                _moment(today, 2900 - p.id),
            )
            for p in people
        ],
    )
    yield "product", [(n, name, price) for n, (name, price) in enumerate(_GOODS, 1)]
    yield from _addresses(people)
    yield from _orders(people, chance, today)
    yield from _said(people, chance, today)
    yield from _seen(people, chance, today)


def _said(
    people: Sequence[Person], chance: Random, today: date
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """What people wrote: reviews, and questions to the desk."""
    yield (
        "review",
        [
            (n, n % len(_GOODS) + 1, p.id, chance.randint(3, 5), chance.choice(_REVIEWS))
            for n, p in enumerate([*people[::2], *people[:_KNOWN]], 1)
        ],
    )
    yield (
        "ticket",
        [
            (n, p.id, n % 2 + 1, *_QUESTIONS[n % 2], _moment(today, 20 + n))
            for n, p in enumerate([people[0], *people[::3]], 1)
        ],
    )


def _seen(
    people: Sequence[Person], chance: Random, today: date
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """What the shop noted of them by itself."""
    yield "login_session", [
        (f"{chance.getrandbits(96):024x}", p.id, _moment(today, day))
        for p in people for day in range(1 + (p.id <= _KNOWN) * 4)
    ]  # fmt: skip
    yield (
        "event",
        [
            (
                n,
                kind,
                _moment(today, n % 60),
                json.dumps({"email": p.email, "ip": f"192.0.2.{p.id % 250}"}),
            )
            for n, (p, kind) in enumerate(
                (
                    (p, kind)
                    for p in people
                    for kind in ("login", "view", "view")[: 1 + (p.id <= _KNOWN) * 2]
                ),
                1,
            )
        ],
    )


def _addresses(people: Sequence[Person]) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Everybody has an address of their own; the first two share one as well."""
    yield (
        "address",
        [
            (
                n,
                f"{100 + n:03}-00{n % 90 + 10}",
                _PREFECTURES[n % 5][0],
                f"見本町 {n} 丁目 {n % 9 + 1} 番",
            )
            for n in range(1, len(people) + 2)
        ],
    )
    shared = len(people) + 1
    yield "customer_address", [
        *((p.id, p.id) for p in people), (people[0].id, shared), (people[1].id, shared),
    ]  # fmt: skip


def _orders(
    people: Sequence[Person], chance: Random, today: date
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Of the first three people: an order past its retention, invoiced ones, an open one."""
    made: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    for person in people:
        plan = [("invoiced", 3000), ("invoiced", 900), ("invoiced", 200), ("open", 3)]
        for status, days in plan if person.id <= _KNOWN else plan[1 : 1 + chance.randint(1, 3)]:
            number = len(made) + 1
            bought = [(chance.randint(1, len(_GOODS)), chance.randint(1, 9)) for _ in range(2)]
            total = sum(_GOODS[product - 1][1] * quantity for product, quantity in bought)
            made.append((
                number, person.id, status, _ago(today, days + person.id % 30), person.name,
                f"見本町 {person.id} 丁目", f"{person.name} 様あて", total,
            ))  # fmt: skip
            billed = made[-1][3] if status == "invoiced" else None
            lines += [(len(lines) + n, number, *one, billed) for n, one in enumerate(bought, 1)]
    yield "orders", made
    yield "order_line", lines


def _ago(today: date, days: int) -> str:
    return (today - timedelta(days=days)).isoformat()


def _moment(today: date, days: int) -> str:
    return datetime.combine(today - timedelta(days=days), datetime.min.time()).isoformat(" ")


def _write_files(folder: Path, people: Sequence[Person], tickets: Sequence[int]) -> None:
    for person in people[:40]:
        _write(folder / "uploads" / "avatars" / f"{person.id}.png", _PNG)
        profile = {"name": person.name, "email": person.email}
        _write(
            folder / "cache" / "customers" / str(person.id) / "profile.json",
            json.dumps(profile, ensure_ascii=False).encode(),
        )
    for ticket in tickets[:20]:
        _write(folder / "uploads" / "tickets" / str(ticket) / "photo.png", _PNG)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
