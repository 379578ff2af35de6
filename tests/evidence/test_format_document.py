"""What the format's document says about the code is true."""

import hashlib
import re
from pathlib import Path

from upheld.evidence import verifier
from upheld.evidence.check import check

DOCS = Path(__file__).parents[2] / "docs"


def test_the_sum_of_the_verifier_stands_in_the_document() -> None:
    document = (DOCS / "evidence-format.md").read_text(encoding="utf-8")
    sums = re.findall(r"sha256\(verifier\.py\) = ([0-9a-f]{64})", document)
    assert sums == [hashlib.sha256(Path(verifier.__file__).read_bytes()).hexdigest()]


def test_both_documents_name_every_exit_code() -> None:
    for path in (DOCS / "evidence-format.md", DOCS / "ja" / "evidence-format.md"):
        line = next(
            line
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.startswith(("Exit codes", "終了コード"))
        )
        for code in (verifier.INTACT, verifier.UNUSABLE, verifier.NOT_PROVEN, verifier.FAILED):
            assert re.search(rf"\b{code} ", line)


def test_every_text_of_the_verifier_is_in_both_languages() -> None:
    for english, japanese in verifier.TEXTS.values():
        assert english.isascii()
        assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", japanese)


def test_the_package_names_its_entry_points() -> None:
    assert "recompute" in (check.__doc__ or "").lower()
