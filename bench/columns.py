"""Columns judged by what stands in them: 300 columns in Japanese and English, half of them named so
that the name says nothing (`col_17`, `項目17`), beside the same discovery by names and shapes alone.

    python -m bench.columns [--wrong]

Then 88 columns of dates, numbers and bytes (`TYPED`), and every column of django-oscar's database against
a key that was written by hand from its models (`bench.columns_oscar`). A column counts as found when its category lies in the right field (`contact`, `finance`, …); what
discovery asks a person about counts as not found, and as not wrong. Values are invented
(tests/detection/labelled). The names and the recipes below were written before the first run.
"""

import argparse
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.detection.labelled.people import Dice
from tests.detection.labelled.values import drawn
from upheld.connectors.contract import PlaceName
from upheld.connectors.sqlite import SqliteConnector
from upheld.datamap.discovery import SqlSampler, discover
from upheld.datamap.discovery.judging import Judging
from upheld.detection.standard import standard

ROWS, COLUMNS_A_TABLE = 150, 20
OPAQUE = ("col_{n}", "項目{n}", "f{n}", "value{n}", "属性{n}", "attr_{n}")

PERSONAL: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "name": ("identity", ("‹name›", "‹name.space›"), ("氏名", "full_name", "customer_name")),
    "english": ("identity", ("‹en›",), ("contact_person", "holder_name")),
    "kana": ("identity", ("‹name.kana›", "‹name.kanaspace›"), ("フリガナ", "name_kana")),
    "born": ("identity", ("‹born.iso›", "‹born.slash›"), ("生年月日", "birthday", "dob")),
    "mail": ("contact", ("‹mail›", "‹mail.jp›"), ("メールアドレス", "email", "mail_addr")),
    "phone": ("contact", ("‹phone›", "‹phone.tokyo›"), ("電話番号", "tel", "mobile_no")),
    "abroad": ("contact", ("‹phone.intl›", "‹phone.ukmobile›"), ("連絡先電話", "phone_number")),
    "zip": ("contact", ("‹zip›",), ("郵便番号", "postal_code", "zip")),
    "address": ("contact", ("‹addr›", "‹addr.chome›", "‹addr.room›"), ("住所", "address1", "street")),
    "card": ("finance", ("‹card›",), ("カード番号", "card_number")),
    "iban": ("finance", ("‹iban›",), ("iban", "account_iban")),
    "my_number": ("identity", ("‹my_number›",), ("個人番号", "my_number", "mynumber")),
    "licence": ("identity", ("‹licence›",), ("運転免許証番号", "drivers_license_no")),
    "national": ("identity", ("‹national.es›", "‹national.kr›"), ("national_id", "id_number")),
    "ip": ("device", ("192.0.2.‹d.2›", "203.0.113.‹d.2›"), ("接続元IP", "ip_address", "client_ip")),
    "imei": ("device", ("‹imei›",), ("端末識別番号", "imei", "device_imei")),
    "token": ("account", ("‹token.github›",), ("アクセストークン", "access_token", "api_token")),
    "place": ("location", ("‹place.tight›", "‹place›"), ("位置情報", "gps_position", "geo_point")),
}  # fmt: skip
NOBODY: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "price": (("‹d.3›00", "‹d.4›0"), ("税込価格", "unit_price", "subtotal")),
    "order": (("ORD-‹d.8›", "SCN-‹d.3›"), ("注文番号", "order_no", "伝票番号")),
    "twelve": (("‹d.12›",), ("追跡番号", "tracking_no")),
    "sixteen": (("4‹d.15›",), ("シリアル番号", "serial_no")),
    "sku": (("SKU-‹d.5›", "JAN49‹d.11›"), ("商品コード", "sku", "jan_code")),
    "version": (("1.‹d.1›.‹d.2›.‹d.1›", "v2.‹d.1›.‹d.1›"), ("バージョン", "app_version")),
    "colour": (("赤", "青", "緑", "黒", "白"), ("色", "color", "サイズ")),
    "browser": (("Safari", "Chrome", "Firefox"), ("ブラウザ", "browser_family")),
    "status": (("open", "closed", "処理中", "完了"), ("状態", "status", "進捗")),
    "moment": (("2026-0‹d.1›-1‹d.1› 10:‹d.2›",), ("更新日時", "created_at", "updated_on")),
    "hash": (("‹x.40›", "‹x.64›"), ("ハッシュ値", "content_sha", "checksum")),
    "product": (("無線マウス‹d.3›型", "Desk lamp ‹d.3›", "加湿器‹d.2›"), ("商品名", "product_title")),
    "flag": (("0", "1"), ("有効フラグ", "is_active", "公開区分")),
    "ratio": (("0.‹d.4›", "1.‹d.3›"), ("掛率", "discount_rate")),
    "size": (("‹d.2›x‹d.2›x‹d.2›cm",), ("外寸", "dimensions")),
    "path": (("/items/‹d.5›/view", "/img/‹x.8›.png"), ("画像パス", "url_path")),
    "unit": (("個", "箱", "kg", "本"), ("単位", "unit")),
    "corporate": (("‹corporate›",), ("法人番号", "corporate_number")),
}  # fmt: skip

_BORN = ("‹born.iso›",)
TYPED: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("born", "identity", "DATE", _BORN, ("birthday", "生年月日")),
    ("born at midnight", "identity", "DATETIME", _BORN, ("date_of_birth", "誕生日")),
    ("born in digits", "identity", "INTEGER", _BORN, ("birth_date", "生年月日")),
    ("my_number", "identity", "BIGINT", ("‹my_number›",), ("my_number", "個人番号")),
    ("licence", "identity", "BIGINT", ("‹licence›",), ("drivers_license_no", "運転免許証番号")),
    ("card", "finance", "BIGINT", ("‹card›",), ("card_number", "カード番号")),
    ("phone", "contact", "BIGINT", ("‹phone›",), ("mobile_phone", "携帯電話番号")),
    ("zip", "contact", "INTEGER", ("‹zip›",), ("postal_code", "郵便番号")),
    ("mail", "contact", "BLOB", ("‹mail›", "‹mail.jp›"), ("email", "メールアドレス")),
    ("address", "contact", "BLOB", ("‹addr›", "‹addr.chome›"), ("address1", "住所")),
    ("token", "account", "BLOB", ("‹token.github›",), ("access_token", "アクセストークン")),
    ("ordered", "none", "DATE", ("202‹d.1›-0‹d.1›-1‹d.1›",), ("ordered_on", "注文日")),
    ("founded", "none", "DATE", ("19‹d.2›-10-1‹d.1›",), ("founded_on", "設立日")),
    ("moment", "none", "DATETIME", ("2026-10-1‹d.1› 10:‹d.2›",), ("updated_at", "更新日時")),
    ("ordered in digits", "none", "INTEGER", ("2024111‹d.1›", "2025101‹d.1›"), ("order_day", "受付日")),
    ("seconds", "none", "BIGINT", ("17‹d.8›",), ("created_ts", "作成時刻")),
    ("price", "none", "INTEGER", ("‹d.3›00", "‹d.4›0"), ("unit_price", "税込価格")),
    ("twelve", "none", "BIGINT", ("7‹d.11›",), ("tracking_no", "追跡番号")),
    ("sixteen", "none", "BIGINT", ("4‹d.15›",), ("serial_no", "シリアル番号")),
    ("ten", "none", "BIGINT", ("3‹d.9›",), ("invoice_no", "請求番号")),
    ("hash", "none", "BLOB", ("‹x.40›",), ("checksum", "ハッシュ値")),
    ("rate", "none", "DECIMAL(6,4)", ("0.‹d.4›", "1.‹d.3›"), ("discount_rate", "掛率")),
)  # fmt: skip
"""What, its field, the column's type, recipes, names in English and Japanese."""


@dataclass(frozen=True)
class Planned:
    """A column with the field of its category, or `none`."""

    name: str
    field: str
    what: str
    recipes: tuple[str, ...]
    opaque: bool
    sql: str = "TEXT"


def planned() -> Iterator[Planned]:
    """300 columns: every recipe under its own names, and as often under names that say nothing."""
    rows: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
        *((what, field, recipes, names) for what, (field, recipes, names) in PERSONAL.items()),
        *((what, "none", recipes, names) for what, (recipes, names) in NOBODY.items()),
    ]
    number = 0
    while True:
        for what, field, recipes, names in rows:
            opaque = (number // len(rows)) % 2 == 1
            shape = OPAQUE[number % len(OPAQUE)] if opaque else names[(number // 72) % len(names)]
            name = shape.format(n=number)
            yield Planned(name, field, what, recipes, opaque)
            number += 1
            if number == 300:
                return


def planned_typed() -> Iterator[Planned]:
    """88 columns that are no texts: each under two names, and under two that say nothing."""
    for row, (what, field, sql, recipes, names) in enumerate(TYPED):
        for turn, name in enumerate((*names, "d_{n}", "項目{n}")):
            number = 300 + row * 4 + turn
            named = name.format(n=number) if turn > 1 else f"{name}_{number}"
            yield Planned(named, field, what, recipes, opaque=turn > 1, sql=sql)


def stored(one: Planned, row: int) -> object:
    """One value as its column keeps it."""
    text = value(one, row)
    if one.sql in {"BIGINT", "INTEGER"}:
        return int(re.sub(r"\D", "", text))
    if one.sql == "DATETIME" and ":" not in text:
        return f"{text} 00:00:00"
    return text.encode() if one.sql == "BLOB" else text


def value(one: Planned, row: int) -> str:
    """One value; the same on every machine."""
    dice = Dice(f"{one.name}/{one.what}/{row}")
    recipe = one.recipes[row % len(one.recipes)]
    return re.sub("‹(.*?)›", lambda found: drawn(dice, found[1]), recipe)


def build(path: Path, columns: Sequence[Planned]) -> dict[tuple[str, str], Planned]:
    """A member, and tables of 20 columns that refer to it."""
    where: dict[tuple[str, str], Planned] = {}
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE member (id INTEGER PRIMARY KEY, login_email TEXT)")
        people = [(n, f"m{n}@example.jp") for n in range(ROWS)]
        database.executemany("INSERT INTO member VALUES (?, ?)", people)
        for start in range(0, len(columns), COLUMNS_A_TABLE):
            table = f"member_part{start // COLUMNS_A_TABLE}"
            some = {one.name: one for one in columns[start : start + COLUMNS_A_TABLE]}
            spelled = ", ".join(f'"{name}" {one.sql}' for name, one in some.items())
            database.execute(
                f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, member_id INTEGER REFERENCES member(id), {spelled})"
            )
            marks = ", ".join("?" * (len(some) + 2))
            rows = [(n, n, *(stored(one, n) for one in some.values())) for n in range(ROWS)]
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            where.update({(table, name): one for name, one in some.items()})
        database.commit()
    return where


def judged(path: Path, *, values: bool) -> tuple[dict[tuple[str, str], str], float]:
    """The field that discovery gives each column; processor seconds."""
    found, seconds = judged_categories(path, values=values)
    return {at: category.partition(".")[0] for at, category in found.items()}, seconds


def judged_categories(path: Path, *, values: bool) -> tuple[dict[tuple[str, str], str], float]:
    """The category that discovery gives each column of a SQLite database; processor seconds."""
    place = SqliteConnector(PlaceName("bench"), f"sqlite:///{path}")
    scanner = standard(today=date(2026, 12, 1))
    began = time.process_time()
    described = place.describe()
    with place.session() as connection:
        sampler = SqlSampler(connection, described.tables)
        judging = Judging(scanner=scanner, columns=sampler) if values else None
        proposal = discover(described, sampler, "bench", judging)
    seconds = time.process_time() - began
    place.close()
    found: dict[tuple[str, str], str] = {}
    for table, entry in proposal.tables.items():
        for column, said in entry.fields.items():
            category = said if isinstance(said, str) else str(said["category"])
            found[table, column] = category
    return found, seconds


PERSONAL_FIELDS = {field for field, _, _ in PERSONAL.values()}


def tell(
    label: str,
    where: dict[tuple[str, str], Planned],
    found: dict[tuple[str, str], str],
    among: Callable[[Planned], bool],
    *,
    wrong: bool,
) -> None:
    """Print recall and precision of personal columns."""
    right = missed = false = 0
    for at, one in where.items():
        if not among(one):
            continue
        said = found.get(at, "asked")
        right += said == one.field and one.field != "none"
        missed += one.field not in (said, "none")
        false += said in PERSONAL_FIELDS and said != one.field
        if wrong and said != one.field and (said in PERSONAL_FIELDS or one.field != "none"):
            print(f"    {one.name:22} {one.what:10} is {one.field:9} said {said}")
    recall, precision = right / (right + missed), right / (right + false) if right else 0.0
    print(f"{label:42} recall {recall:.3f}  precision {precision:.3f}")


def main() -> None:
    """Print both ways side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="name the columns that went wrong")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for columns in (list(planned()), list(planned_typed())):
            path = Path(folder) / f"{len(columns)}.sqlite"
            _both_ways(path, build(path, columns), columns[0].sql, wrong=arguments.wrong)


def _both_ways(
    path: Path, where: dict[tuple[str, str], Planned], kind: str, *, wrong: bool
) -> None:
    for label, values in (("names and shapes", False), ("with --values", True)):
        found, seconds = judged(path, values=values)
        what = "columns" if kind == "TEXT" else "columns of dates, numbers, bytes"
        tell(f"{label}: {len(where)} {what}", where, found, lambda _: True, wrong=wrong and values)
        tell(f"{label}: names that say nothing", where, found, lambda one: one.opaque, wrong=False)
        print(f"{'':42} {seconds:.1f} s of processor")


if __name__ == "__main__":
    main()
