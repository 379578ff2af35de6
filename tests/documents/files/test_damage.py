"""Whatever is wrong with a file: it is read, named or refused, and nothing else happens."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents.files.conftest import (
    document,
    items,
    old_workbook,
    pdf,
    photograph,
    workbook,
    zipped,
)
from tests.documents.files.test_mail import attached, letter
from tests.documents.files.test_others import TELEPHONE, parquet, somewhere
from upheld.documents.files.refusing import REFUSED
from upheld.refusal import RefusalError

SECRET = "sato@example.jp"
SAMPLES: dict[str, Callable[[Path], bytes]] = {
    "workbook": lambda _: workbook([["a", "b"], [SECRET, "d"]]),
    "old workbook": lambda _: old_workbook(lambda sheet: sheet.write(0, 0, SECRET)),
    "document": lambda _: document(lambda made: made.add_paragraph(SECRET)),
    "pdf": lambda _: pdf(SECRET),
    "mail": lambda _: attached(letter(), workbook([["a", SECRET]])),
    "parquet": lambda folder: parquet(folder / "x.parquet", f"('{SECRET}', 1, NULL, NULL)"),
    "heic": lambda _: TELEPHONE.read_bytes(),
    "jpeg": lambda _: photograph(somewhere),
    "png": lambda _: photograph(somewhere, "PNG"),
}


def spoilt(raw: bytes, chance: random.Random) -> bytes:
    """A file with some bytes changed, cut off at times."""
    made = bytearray(raw)
    for _ in range(chance.randrange(1, 12)):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made[: chance.randrange(len(made))] if chance.random() < 0.2 else made)


def spoilt_inside(raw: bytes, chance: random.Random) -> bytes:
    """An archive with some letters of one member changed."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(files))
    made = bytearray(files[name])
    for _ in range(chance.randrange(1, 6)):
        made[chance.randrange(len(made))] = chance.randrange(32, 127)
    return zipped({**files, name: bytes(made)})


def refusal_of(raw: bytes) -> RefusalError | None:
    """Why a file is refused, if it is; any other error is a failure of the test."""
    try:
        items(raw)
    except REFUSED as refusal:
        return refusal
    return None


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_spoilt_file_is_read_named_or_refused(kind: str, tmp_path: Path) -> None:
    raw = SAMPLES[kind](tmp_path)
    refused = 0
    for seed in range(12):
        chance = random.Random(f"{kind} {seed}")
        inside = kind in {"workbook", "document"} and seed % 2 == 0
        refusal = refusal_of((spoilt_inside if inside else spoilt)(raw, chance))
        if refusal is not None:
            refused += 1
            assert SECRET not in refusal.render("en") + refusal.render("ja")
            assert refusal.__cause__ is None
    assert refused or kind == "mail"
