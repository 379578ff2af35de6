"""A folder is searched inside of workbooks, documents and mails, and they stay named."""

from datetime import date
from pathlib import Path

from tests.documents.files.conftest import document, pdf, workbook
from tests.documents.files.test_mail import attached, letter
from tests.screening.conftest import CARD, test_scanner
from upheld.connectors.contract import PlaceName
from upheld.connectors.folder import FolderConnector
from upheld.datamap.budget import Budget
from upheld.datamap.content import KindFinder, Tally
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


def test_cards_are_found_inside_of_every_kind_of_file_and_such_files_stay_named(
    tmp_path: Path,
) -> None:
    place, finder = folder(tmp_path), KindFinder(test_scanner())
    tally = Tally(finder)
    for hit in place.scan(finder):
        tally.add(hit.collection, hit.field, hit.needle)
    (card,) = [one for one in tally.contents() if one.kind == "card_number"]
    assert (card.collection, card.field, card.rows, card.distinct) == (".", "content", 4, 1)
    unread = {one.locator for one in place.unread()}
    assert unread == {"book.bin", "letter.docx", "page.pdf", "damaged.pdf"}


def test_the_check_of_values_names_what_the_map_does_not_expect_in_files(tmp_path: Path) -> None:
    (tmp_path / "more.xlsx").write_bytes(workbook([["memo", "x"], ["card 5555555555554444", "y"]]))
    places = {"uploads": folder(tmp_path)}
    found = surveyed(places, {}, date(2026, 11, 26), Budget())
    (card,) = [one for one in found.drift["uploads"] if "card_number" in one.what.en]
    assert card.table == "."
    assert CARD not in card.what.en
    assert found.exit_code() is Exit.NOT_PROVEN
