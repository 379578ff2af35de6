"""Evidence of promises that people keep: filed with a date and the hash of what was shown."""

import hashlib
from pathlib import Path

from sqlalchemy import Engine

from upheld.clock import Clock
from upheld.documents.nearest import nearest
from upheld.evidence import ledger
from upheld.evidence.checkpoint import Signer
from upheld.evidence.entry import JSON, Entry
from upheld.policy.language.security import ManagementPart
from upheld.policy.model import Policy
from upheld.refusal import UsageError, Where
from upheld.wording import Text

SHOWN = "procedure-shown"
"""The kind of the ledger's entry."""
_CHUNK = 1 << 20


def file_evidence(
    policy: Policy, clause: str, proof: Path, *, engine: Engine, signer: Signer, clock: Clock
) -> int:
    """Note in the ledger that a procedure was followed; return the entry's number.

    Only the hash of the proof is kept: the file stays where the company keeps such files.

    Raises:
        UsageError: The clause is not one that people keep.
    """
    line = _kept_by_people(policy, clause)
    digest = hashlib.sha256()
    with proof.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    body: dict[str, JSON] = {"clause": clause, "line": line, "proof_sha256": digest.hexdigest()}
    entry = Entry(kind=SHOWN, at=clock.now(), case=None, drill=clock.drill, body=body)
    with engine.begin() as connection:
        ledger.append(connection, entry)
    ledger.seal(engine, signer, clock)
    return ledger.entries_of_kinds(engine, (SHOWN,))[-1].index


def _kept_by_people(policy: Policy, clause: str) -> str:
    by_people: dict[str, str] = {}
    for placed in policy.promises:
        promise = placed.promise
        if promise.procedure is not None or isinstance(promise, ManagementPart):
            by_people.update(dict.fromkeys(promise.c, ".".join(map(str, placed.path))))
    if clause in by_people:
        return by_people[clause]
    guess = nearest(clause, by_people)
    known = clause in policy.clauses()
    raise UsageError(
        Text(
            en=f"clause `{clause[:60]}` is kept by software, not by procedure"
            if known
            else f"there is no clause `{clause[:60]}`",
            ja=f"条項 `{clause[:60]}` は手順による約束ではありません"
            if known
            else f"条項 `{clause[:60]}` はありません",
        ),
        where=Where(clause=clause[:60]),
        remedy=Text(
            en=f"did you mean `{guess}`?" if guess else "declare `procedure:` on its line",
            ja=f"`{guess}` ではありませんか"
            if guess
            else "その行に `procedure:` を宣言してください",
        ),
    )
