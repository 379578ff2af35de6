"""Handing a disclosure over: the bundle, and the entry that says which bundle it was."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from upheld.deletion.steps import Step
from upheld.disclosure.procedure import Delivery, disclose
from upheld.disclosure.sealing import SCRYPT_LOG_N, Seal, to_recipient, with_passphrase
from upheld.evidence import ledger
from upheld.evidence.entry import Entry
from upheld.refusal import UsageError
from upheld.rights import refusals
from upheld.rights.case import Case
from upheld.rights.company import Company
from upheld.rights.finding import asked_in
from upheld.rights.procedure import load
from upheld.wording import Language, Text, reason_of


def write_bundles(
    company: Company,
    unit: str,
    out: Path,
    *,
    recipient: str | None,
    passphrase_file: Path | None,
    log_n: int = SCRYPT_LOG_N,
    language: Language,
    granted: frozenset[str] | None = None,
    seal_ledger: bool = True,
) -> dict[str, Any]:
    """Write the answer of a disclosure, and note its hash in the ledger.

    With `granted` only these categories are disclosed; for `log_n` see `with_passphrase`.
    With `seal_ledger=False` the ledger is sealed later, by a desk's worker. One request is written into `out` itself, a batch into a folder for each request.

    Raises:
        NotApprovedError: Nobody approved the disclosure.
        UsageError: It is no disclosure, `out` is in use, or two ways to encrypt were given.
        BundleNotWrittenError: The disk does not take it; nothing of it is left.
    """
    cases = _answerable(unit, load(company, unit))
    _refuse_in_use(out)
    seal = _seal(recipient, passphrase_file, log_n)
    systems = company.acting(company.clock.today())
    present = [case for case in cases if case.found == "one"]
    made_at = company.clock.now().astimezone(ZoneInfo(company.policy.policy.tz))
    with _beside(out) as folder:
        done = disclose(
            systems,
            company.places,
            {s.name: asked_in(s, present, {}) for s in systems},
            company.policy,
            delivery=Delivery(
                out=Path(folder), languages=_languages(language), seal=seal, granted=granted
            ),
            made_at=made_at,
            calendar=company.calendar,
        )
        _hand_over(Path(folder), out, [c.ref for c in present], whole=len(cases) > 1)
    with company.writing(seal=seal_ledger) as connection:
        _note(company, connection, done.manifests, sealed=seal is not None)
    return _report(unit, out, done.steps, done.manifests)


def _refuse_in_use(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            Text(
                en=f"`{out}` is there already and not empty",
                ja=f"`{out}` はすでに存在し、空ではありません",
            ),
            remedy=Text(en="give a new folder", ja="新しいフォルダを指定してください"),
        )


def _note(
    company: Company, connection: Connection, manifests: Mapping[str, str], *, sealed: bool
) -> None:
    """Enter each bundle's hash into the ledger."""
    now = company.clock.now()
    ledger.append_many(
        connection,
        (
            Entry(
                kind="disclosure-bundled",
                at=now,
                case=ref,
                drill=company.clock.drill,
                body={"manifest_sha256": digest, "sealed": sealed},
            )
            for ref, digest in sorted(manifests.items())
        ),
    )


def _answerable(unit: str, cases: Sequence[Case]) -> list[Case]:
    wrong = next((c for c in cases if c.right != "disclosure"), None)
    if wrong is not None:
        raise UsageError(
            Text(
                en=f"`{wrong.ref}` is a {wrong.right}, not a disclosure",
                ja=f"`{wrong.ref}` は開示の請求ではありません({wrong.right})",
            ),
            remedy=Text(
                en="`upheld request open --right disclosure --subject …`",
                ja="`upheld request open --right disclosure --subject …`",
            ),
        )
    ready = [
        c
        for c in cases
        if c.state in ("approved", "in_progress", "done", "remaining", "not_proven")
    ]
    if not ready:
        raise refusals.not_approved(unit)
    return ready


def _seal(recipient: str | None, passphrase_file: Path | None, log_n: int) -> Seal | None:
    if recipient is not None and passphrase_file is not None:
        raise UsageError(
            Text(
                en="give a recipient or a passphrase, not both",
                ja="受信者とパスフレーズは同時に指定できません",
            ),
            remedy=Text(en="leave one out", ja="どちらか一方にしてください"),
        )
    if recipient is not None:
        return to_recipient(recipient)
    return with_passphrase(passphrase_file, log_n=log_n) if passphrase_file is not None else None


def _languages(language: Language) -> tuple[Language, ...]:
    return ("ja", "en") if language == "ja" else ("en", "ja")


class _beside:  # noqa: N801 - reads as a verb where it is used
    """A private folder on the same disk as the target, gone afterwards whatever happens."""

    def __init__(self, out: Path) -> None:
        self._parent = out.resolve().parent
        self._folder = ""

    def __enter__(self) -> str:
        try:
            self._parent.mkdir(parents=True, exist_ok=True)
            self._folder = tempfile.mkdtemp(prefix=".upheld-", dir=self._parent)
        except OSError as error:
            raise UsageError(
                Text(
                    en=f"`{self._parent}` cannot be written: {reason_of(error).en}",
                    ja=f"`{self._parent}` に書き込めません: {reason_of(error).ja}",
                ),
                remedy=Text(
                    en="choose a folder you may write to", ja="書き込み可能な場所を指定してください"
                ),
            ) from None
        return self._folder

    def __exit__(self, *_error: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _hand_over(folder: Path, out: Path, refs: Sequence[str], *, whole: bool) -> None:
    if out.exists():
        out.rmdir()
    if whole:
        folder.rename(out)
        out.chmod(0o700)
        folder.mkdir()
    elif refs:
        (folder / refs[0]).rename(out)


def _report(
    unit: str, out: Path, steps: Mapping[str, Sequence[Step]], manifests: Mapping[str, str]
) -> dict[str, Any]:
    listed = [step for one in steps.values() for step in one]
    return {
        "request": unit,
        "out": str(out),
        "complete": all(step.outcome in ("verified", "retained") for step in listed),
        "manifests": dict(manifests),
        "steps": [step.as_json() for step in listed],
    }
