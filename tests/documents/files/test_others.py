"""Tables as text, Parquet, pictures, archives; what a file is; limits."""

import gzip
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from tests.documents.files.conftest import (
    items,
    locked,
    photograph,
    texts,
    unread,
    workbook,
    zipped,
)
from upheld.documents.files.budget import Limits
from upheld.documents.files.grid import grid_of
from upheld.documents.files.place import Piece, worded
from upheld.documents.files.recognising import kind_of
from upheld.documents.files.refusing import (
    DocumentBrokenError,
    DocumentEncryptedError,
    DocumentTooLargeError,
    DocumentUnknownError,
)

MAIL = "sato@example.jp"
TELEPHONE = Path(__file__).with_name("telephone.heic")
"""A picture of 16 by 16 with EXIF and XMP, written once by libheif's encoder (not a dependency)."""


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"PK\x03\x04rest", "zip"),
        (b"PAR1", "parquet"),
        (b"\n\n%PDF-1.4", "pdf"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "picture"),
        (b"\0\0\0\x20ftypheic", "picture"),
        (b"\0\0\0\x20ftypavif", "picture"),
        (b"\0\0\0\x20ftypisom", "binary"),
        (b"7z\xbc\xaf\x27\x1c", "compressed"),
        (b"From: a@b\r\nMessage-ID: <1>\r\n\r\nbody", "mail"),
        (b"From a@b Thu Nov 26 10:00:00 2026\nReceived: x\n", "mbox"),
        ("件名: 会議\n宛先: 山田\n\n本文".encode(), "text"),
        (b"To: all\nSubject: lunch\n\nnot a mail without what programs write", "text"),
        ("電話".encode("utf-16"), "text"),
        (b"\x7fELF\0\0\0", "binary"),
        (b"", "text"),
    ],
)
def test_a_file_is_what_its_bytes_say(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("氏名,電話\n佐藤,03\n", ["氏名", "電話"]),
        ("\ufeffname\tmail\r\na\tb\r\n", ["name", "mail"]),
        ('id;memo\n1;"two\nlines; here"\n', ["id", "memo"]),
    ],
)
def test_a_table_as_text_is_known_by_its_rows(text: str, heads: list[str]) -> None:
    grid = grid_of(text)
    assert grid is not None
    assert list(grid.heads) == heads


@pytest.mark.parametrize(
    "text",
    [
        "Dear Taro, hello.\nSee you, bye.\n",
        "一行だけ,です\n",
        "a,b\n1,2,3\n",
        "山田さん、こんにちは\nでは、また\n",
        "a,a\n1,2\n",
    ],
)
def test_a_text_with_commas_is_no_table(text: str) -> None:
    assert grid_of(text) is None


def test_offsets_of_a_table_have_their_row_and_column() -> None:
    text = '氏名,メモ,電話\n佐藤,"二行\nの ""メモ"", です",090-1234-5678\n鈴木,,080-1111-2222\n'
    grid = grid_of(text)
    assert grid is not None
    offsets = [text.index(part) for part in ("佐藤", "です", "090", "080")]
    assert [worded(at, "en") for at in grid.places(text, offsets)] == [
        "row 2, column 1 (氏名)",
        "row 2, column 2 (メモ)",
        "row 2, column 3 (電話)",
        "row 3, column 3 (電話)",
    ]


def parquet(path: Path, rows: str) -> bytes:
    import duckdb

    table = f'SELECT * FROM (VALUES {rows}) t("電話", n, born, raw)'
    duckdb.sql(f"COPY ({table}) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def test_rows_of_parquet_are_read_in_a_stream(tmp_path: Path) -> None:
    rows = "('090-1234-5678', 4111111111111111, DATE '1990-04-01', 'a@example.jp'::BLOB), (NULL, 2, NULL, NULL)"
    raw = parquet(tmp_path / "x.parquet", rows)
    said = texts(raw)
    assert said["row 1, column 1 (電話)"] == "090-1234-5678"
    assert said["row 1, column 2 (n)"] == "4111111111111111"
    assert said["row 1, column 3 (born)"] == "1990-04-01"
    assert said["row 1, column 4 (raw)"] == "a@example.jp"
    assert "row 2, column 1 (電話)" not in said


def test_a_parquet_file_is_read_where_its_name_looks_like_a_pattern(tmp_path: Path) -> None:
    from upheld.documents.files.reading import read

    path = tmp_path / "a[1]*.parquet"
    parquet(path, "('x', 1, NULL, NULL)")
    with path.open("rb") as stream:
        pieces = [one for one in read(stream, path=path) if isinstance(one, Piece)]
    assert any("電話: x" in one.text for one in pieces)


def test_a_damaged_parquet_file_is_refused(tmp_path: Path) -> None:
    raw = parquet(tmp_path / "x.parquet", "('x', 1, NULL, NULL)")
    with pytest.raises(DocumentBrokenError):
        items(raw[: len(raw) // 2])


def somewhere(exif: Any) -> None:
    exif[0x010F] = "A maker"
    exif[0x9C9D] = "山田太郎".encode("utf-16-le")
    exif.get_ifd(0x8825).update({1: "S", 2: (35.0, 39.0, 30.9), 3: "E", 4: (139.0, 44.0, 43.5)})


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_what_a_camera_wrote_is_read_and_the_pixels_are_named(form: str) -> None:
    raw = photograph(somewhere, form)
    said = texts(raw)
    assert said["tag GPSPosition"] == "-35.658583, 139.745417"
    assert said["tag XPAuthor"] == "山田太郎"
    assert unread(raw) == [("", "picture")]


def test_what_a_telephone_wrote_into_a_heic_is_read() -> None:
    raw = TELEPHONE.read_bytes()
    said = texts(raw)
    assert said["tag GPSPosition"] == "-35.658583, 139.745417"
    assert said["tag XPAuthor"] == "山田太郎"
    assert MAIL in said["tag application/rdf+xml"]
    assert unread(raw) == [("", "picture")]


def test_a_damaged_heic_is_refused_wherever_it_ends() -> None:
    raw = TELEPHONE.read_bytes()
    for end in range(12, len(raw), 7):
        with pytest.raises(DocumentBrokenError):
            items(raw[:end])


def box(name: bytes, content: bytes) -> bytes:
    """A box of ISO/IEC 14496-12 section 4.2."""
    return struct.pack(">I4s", 8 + len(content), name) + content


def heic(parts: int, length: int, text: bytes, where: int = 1) -> bytes:
    """A picture with one text, which lies beside the list of what there is, in so many parts."""
    entry = struct.pack(">IHH4s", 2 << 24, 7, 0, b"mime") + b"\0text/plain\0"
    places = struct.pack(">IHHHHHH", 1 << 24, 0x0100, 1, 7, where, 0, parts)
    places += struct.pack(">B", length) * parts
    listed = box(b"iinf", struct.pack(">IH", 0, 1) + box(b"infe", entry))
    inside = listed + box(b"iloc", places) + box(b"idat", text)
    return box(b"ftyp", b"heic" + bytes(4)) + box(b"meta", bytes(4) + inside)


def test_a_text_beside_the_list_of_a_heic_is_read() -> None:
    assert texts(heic(1, len(MAIL), MAIL.encode())) == {"tag text/plain": MAIL}
    assert texts(heic(5_000, 1, b"x")) == {"tag text/plain": "x" * 5_000}


@pytest.mark.parametrize(
    ("parts", "length", "where"), [(0xFFFF, 1, 1), (1, 0, 1), (1, 200, 1), (1, 1, 2)]
)
def test_a_heic_that_leads_nowhere_or_never_ends_is_refused(
    parts: int, length: int, where: int
) -> None:
    with pytest.raises(DocumentBrokenError):
        items(heic(parts, length, b"x", where))


def test_a_png_of_too_many_pixels_is_refused_before_they_are_unpacked() -> None:
    raw = bytearray(photograph(somewhere, "PNG"))
    raw[16:24] = struct.pack(">II", 10_000, 10_000)  # width and height
    raw[29:33] = struct.pack(">I", zlib.crc32(raw[12:29]))
    with pytest.raises(DocumentTooLargeError):
        items(bytes(raw))


def test_pictures_of_other_formats_and_damaged_ones_are_refused() -> None:
    with pytest.raises(DocumentBrokenError):
        items(b"\0\0\0\x20ftypheic" + b"\0" * 64)
    with pytest.raises((DocumentBrokenError, DocumentUnknownError)):
        items(photograph(somewhere)[:40])


def test_members_of_an_archive_are_files() -> None:
    raw = zipped(
        {"a.txt": f"連絡先 {MAIL}".encode("cp932"), "b/book.xlsx": workbook([["a", MAIL]])}
    )
    said = texts(raw)
    assert said["member 1 (a.txt)"] == f"連絡先 {MAIL}"
    assert said["member 2 (b/book.xlsx), sheet 1 (顧客), cell B1"] == MAIL
    assert texts(gzip.compress(raw))["member 1, member 1 (a.txt)"] == f"連絡先 {MAIL}"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    limits = Limits(unpacked_bytes=1 << 20)
    with pytest.raises(DocumentTooLargeError):
        items(zipped({"a": b"\0" * (12 << 20)}))
    with pytest.raises(DocumentTooLargeError):
        items(zipped({str(n): b"x" * 300_000 for n in range(4)}), limits)
    with pytest.raises(DocumentTooLargeError):
        items(gzip.compress(b"\0" * (2 << 20)), limits)


def test_a_directory_of_too_many_members_is_refused_before_it_is_read() -> None:
    raw = b"PK\x03\x04" + b"PK\x01\x02".ljust(46, b"\0") * 4  # no archive, only what is counted
    with pytest.raises(DocumentTooLargeError):
        items(raw, Limits(parts=3))
    with pytest.raises(DocumentBrokenError):
        items(raw, Limits(parts=4))
    with pytest.raises(DocumentTooLargeError):
        items(zipped({str(n): b"x" for n in range(4)}), Limits(parts=3))


def test_archives_inside_of_archives_end_at_the_limit() -> None:
    raw = b"innermost"
    for _ in range(5):
        raw = zipped({"a": raw})
    assert "innermost" in "".join(texts(raw).values())
    assert unread(raw, Limits(depth=3))[-1][1] == "document-too-large"


def test_what_opens_with_a_password_is_said_to() -> None:
    assert unread(locked(zipped({"a.txt": b"x"}))) == [("member 1 (a.txt)", "document-encrypted")]
    office = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(DocumentEncryptedError):
        items(office)


def test_what_is_not_read_is_refused() -> None:
    for head in (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x01"):
        with pytest.raises(DocumentUnknownError):
            items(head + b"\0" * 64)


def test_a_damaged_archive_is_refused_and_a_damaged_member_named() -> None:
    raw = zipped({"a.txt": b"some text that is long enough " * 20})
    with pytest.raises(DocumentBrokenError):
        items(raw[:-30])
    damaged = bytearray(raw)
    damaged[40:60] = b"\xff" * 20
    assert unread(bytes(damaged)) == [("member 1 (a.txt)", "document-broken")]


def test_what_is_in_no_known_format_is_looked_at_and_named() -> None:
    raw = b"\x7fELF\0\0\0\0 " + MAIL.encode() + b"\0\0"
    assert MAIL in texts(raw)[""]
    assert unread(raw) == [("", "document-unknown")]


def test_a_file_is_given_up_when_its_time_is_over() -> None:
    with pytest.raises(DocumentTooLargeError) as caught:
        items(workbook([["a", "b"]]), Limits(seconds=0))
    assert "0 seconds" in caught.value.what.en


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(DocumentTooLargeError):
        items(b"x" * 2_000, Limits(file_bytes=1_000))


def test_names_of_a_file_stay_out_of_representations() -> None:
    raw = workbook([["a", MAIL]], title="山田太郎")
    assert "山田" not in repr(items(raw))
    assert MAIL not in repr(items(raw))
