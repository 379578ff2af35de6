"""Handing out receipts: sealed facts that a stranger verifies on another computer."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from upheld.evidence import ledger
from upheld.evidence.receipt import Receipt, make_receipts, receipt_indices, verifier_source
from upheld.refusal import RefusalError, UsageError
from upheld.rights.case import Case
from upheld.rights.company import Company
from upheld.rights.procedure import load
from upheld.wording import Language, Text, reason_of

VERIFIER_NAME = "verifier.py"


class NoReceiptError(RefusalError):
    """Nothing was carried out yet, or it has been forgotten."""

    code = "no-receipt"


def write_receipts(
    company: Company, unit: str, out: Path, *, html: Path | None, language: Language, public: Path
) -> list[Path]:
    """Write the receipt of a request, or of each request of a batch into a folder.

    A folder also receives the one-file verifier and the public key. The key is there for
    convenience: one that travels with a receipt proves nothing.

    Returns:
        The files written.

    Raises:
        NoReceiptError: Nothing was carried out yet.
        UsageError: A batch needs a folder.
    """
    cases = [case for case in load(company, unit) if case.receipt is not None]
    if not cases:
        raise NoReceiptError(
            Text(en=f"`{unit}` has no receipt yet", ja=f"`{unit}` の受領証はまだありません"),
            remedy=Text(
                en=f"`upheld request apply {unit}` makes it",
                ja=f"`upheld request apply {unit}` で作成されます",
            ),
        )
    single = out.suffix == ".json"
    if single and len(cases) > 1:
        raise UsageError(
            Text(
                en=f"`{unit}` has {len(cases)} receipts, one a person",
                ja=f"`{unit}` には {len(cases)} 名分の受領証があります",
            ),
            remedy=Text(
                en="give a folder: `--out receipts/`",
                ja="フォルダを指定してください: `--out receipts/`",
            ),
        )
    ledger.seal(company.engine, company.signer, company.clock)
    written = _write(company, cases, out, single)
    if not single:
        written += _companions(out, public)
    if html is not None:
        written += _pages(company, cases, html, language, named=out.name if single else None)
    return written


def _documents(company: Company, cases: Sequence[Case]) -> dict[str, Receipt]:
    indices = receipt_indices(company.engine, [c.ref for c in cases])
    bodies = {indices[c.ref]: c.receipt for c in cases if c.receipt is not None}
    made = make_receipts(company.engine, bodies)
    return {c.ref: made[indices[c.ref]] for c in cases}


def _write(company: Company, cases: Sequence[Case], out: Path, single: bool) -> list[Path]:
    made = _documents(company, cases)
    paths = []
    for ref, document in made.items():
        path = out if single else out / f"{ref}.json"
        _try_write(path, document.as_bytes())
        paths.append(path)
    return paths


def _try_write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(
            Text(
                en=f"`{path}` cannot be written: {reason_of(error).en}",
                ja=f"`{path}` に書き込めません: {reason_of(error).ja}",
            ),
            remedy=Text(
                en="choose a folder you may write to", ja="書き込み可能な場所を指定してください"
            ),
        ) from None


def _companions(out: Path, public: Path) -> list[Path]:
    verifier = out / VERIFIER_NAME
    verifier.write_bytes(verifier_source())
    found = [verifier]
    if public.is_file():
        shutil.copyfile(public, out / public.name)
        found.append(out / public.name)
    return found


def _pages(
    company: Company, cases: Sequence[Case], html: Path, language: Language, *, named: str | None
) -> list[Path]:
    from upheld.rights.receipt_page import receipt_page

    made = _documents(company, cases)
    paths = []
    for case in cases:
        path = html if len(cases) == 1 else html / f"{case.ref}.html"
        document = made[case.ref].as_json()
        _try_write(path, receipt_page(document, language, file=named).encode())
        paths.append(path)
    return paths
