"""A folder is searched inside of workbooks, documents and mails, and they stay named."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from tests.documents.files.conftest import document, locked, pdf, workbook, zipped
from tests.documents.files.test_mail import attached, letter
from tests.screening.conftest import CARD, test_scanner
from upheld.connectors.contract import PlaceName
from upheld.connectors.folder import FolderConnector
from upheld.datamap.budget import Budget
from upheld.datamap.content import KindFinder, Tally
from upheld.detection.standard import standard
from upheld.refusal import Exit
from upheld.terminal.map_values import surveyed

FILES = {
    "book.bin": workbook([["memo", "x"], [f"card {CARD}", "y"]]),
    "letter.docx": document(lambda made: made.add_paragraph(f"カード番号 {CARD}")),
    "page.pdf": pdf(f"カード番号 {CARD}"),
    "mail.eml": attached(letter("see below"), workbook([["memo", "x"], [CARD, "y"]])),
    "damaged.pdf": b"%PDF-1.7 cut off",
}


def folder(root: Path) -> FolderConnector:
    for name, content in FILES.items():
        (root / name).write_bytes(content)
    return FolderConnector(PlaceName("uploads"), f"folder://{root}")


@pytest.mark.slow
def test_cards_are_found_inside_of_every_kind_of_file_and_such_files_stay_named(
    tmp_path: Path,
) -> None:
    place, finder = folder(tmp_path), KindFinder(test_scanner())
    tally = Tally(finder)
    for hit in place.scan(finder):
        tally.add(hit.collection, hit.field, hit.needle, hit.locator)
    (card,) = [one for one in tally.contents() if one.kind == "card_number"]
    # The page's text stands in its bytes in hexadecimal digits, too: it is one file all the same.
    assert (card.collection, card.field, card.rows, card.distinct) == (".", "content", 4, 2)
    unread = {one.locator for one in place.unread()}
    assert unread == {"book.bin", "letter.docx", "page.pdf", "damaged.pdf"}


def test_a_mail_is_named_where_a_part_of_it_was_not_read(tmp_path: Path) -> None:
    (tmp_path / "whole.eml").write_bytes(attached(letter("see below"), b"a text"))
    sealed = attached(letter("see below"), locked(zipped({"a.txt": CARD.encode()})))
    (tmp_path / "sealed.eml").write_bytes(sealed)
    finder = KindFinder(test_scanner())
    place = FolderConnector(PlaceName("mails"), f"folder://{tmp_path}")
    assert {finder.kind_of(hit.needle) for hit in place.scan(finder)} == {"email"}
    assert [(one.locator, one.why) for one in place.unread()] == [("sealed.eml", "packed")]


def test_the_boundary_of_a_mail_is_no_card_though_its_digits_could_be_one(tmp_path: Path) -> None:
    mail = attached(letter("see below"), b"a text")
    drawn = f"{'=' * 15}4000000000000000006==".encode()
    (tmp_path / "drawn.eml").write_bytes(mail.replace(b"a-part", drawn))
    (tmp_path / "card.eml").write_bytes(mail.replace(b"a-part", b"4000000000000000006"))
    finder = KindFinder(test_scanner())
    place = FolderConnector(PlaceName("mails"), f"folder://{tmp_path}")
    hits = [hit for hit in place.scan(finder) if finder.kind_of(hit.needle) == "card_number"]
    assert {hit.locator for hit in hits} == {"card.eml"}


def test_what_does_not_lie_open_is_named_wherever_its_mark_stands(tmp_path: Path) -> None:
    files = {
        "led.pdf": b"\n\n" + pdf("text"),
        "scan.tif": b"II*\0" + b"\0" * 64,
        "mail.gz": gzip.compress(attached(letter("text"), b"a text")),
        "twice.gz": gzip.compress(gzip.compress(b"a text")),
        "log.gz": gzip.compress(b"a text"),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    place = FolderConnector(PlaceName("uploads"), f"folder://{tmp_path}")
    list(place.scan(KindFinder(test_scanner())))
    assert {one.locator: one.why for one in place.unread()} == {
        "led.pdf": "packed",
        "scan.tif": "picture",
        "mail.gz": "packed",
        "twice.gz": "compressed",
    }


@pytest.mark.slow
def test_the_check_of_values_names_what_the_map_does_not_expect_in_files(tmp_path: Path) -> None:
    (tmp_path / "more.xlsx").write_bytes(workbook([["memo", "x"], ["card 5555555555554444", "y"]]))
    places = {"uploads": folder(tmp_path)}
    found = surveyed(places, {}, standard(today=date(2026, 11, 26)), Budget())
    (card,) = [one for one in found.drift("uploads") if "card_number" in one.what.en]
    assert card.table == "."
    assert CARD not in card.what.en
    assert found.exit_code() is Exit.NOT_PROVEN
