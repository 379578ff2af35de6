"""Write the test vectors again: `python -m tests.vectors.generate`. They do not change.

The key is made from a public seed: it signs nothing but these vectors.
"""

import base64
import hashlib
import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import create_engine

from tests.evidence.ledgers import HandClock, Trial
from upheld.evidence.anchor import anchor
from upheld.evidence.entry import Entry, salted_digest
from upheld.evidence.ledger import create_tables
from upheld.evidence.proof import consistency_proof, inclusion_proof
from upheld.evidence.signing import SigningKey
from upheld.evidence.tree import Frontier, HashTree, leaf_hash

HERE = Path(__file__).parent
LEAVES = [bytes.fromhex("00" * n) + str(n).encode() for n in range(20)]


def key() -> SigningKey:
    seed = hashlib.sha256(b"upheld test vectors").digest()
    return SigningKey(name="vectors.example", _private=Ed25519PrivateKey.from_private_bytes(seed))


def tree() -> dict[str, Any]:
    frontier = Frontier()
    roots = [frontier.root().hex()]
    for leaf in LEAVES:
        frontier.extend([leaf_hash(leaf)])
        roots.append(frontier.root().hex())
    edge = frontier.partial()[0].hashes
    hashes = HashTree(len(LEAVES), lambda _level, _number: edge)
    sizes = range(1, len(LEAVES) + 1)
    return {
        "leaves": [leaf.hex() for leaf in LEAVES],
        "roots": roots,
        "inclusion": [
            {"index": i, "size": n, "proof": [h.hex() for h in inclusion_proof(hashes, i, n)]}
            for n in sizes
            for i in range(n)
        ],
        "consistency": [
            {"old": m, "new": n, "proof": [h.hex() for h in consistency_proof(hashes, m, n)]}
            for n in sizes
            for m in range(1, n + 1)
        ],
    }


def entries() -> dict[str, Any]:
    at = datetime(2026, 4, 1, 18, 0, 0, 5, tzinfo=UTC)
    bodies: list[dict[str, Any]] = [
        {},
        {"z": 1, "a": [True, False, None, -(2**53) + 1], "rows": 0},
        {"表": "削除", "\U0001f600": "é", "\ufb33": "\u2028", "tab": '\t\u0001\x7f\\"'},
    ]
    made = [
        Entry(kind="test", at=at, case=None, drill=n == 1, body=b) for n, b in enumerate(bodies)
    ]
    digests = [(bytes(16), "a"), (bytes(range(32)), "山田 太郎"), (b"s" * 16, "")]
    return {
        "entries": [
            {
                "body": e.body,
                "drill": e.drill,
                "leaf": e.leaf().decode(),
                "hash": leaf_hash(e.leaf()).hex(),
            }
            for e in made
        ],
        "digests": [
            {"salt": s.hex(), "value": v, "digest": salted_digest(s, v)} for s, v in digests
        ],
    }


def receipts() -> tuple[dict[str, Any], bytes]:
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/ledger.db")
        create_tables(engine)
        trial = Trial(engine, key(), HandClock(datetime(2026, 4, 1, tzinfo=UTC)))
        first = trial.grow(300)
        anchor(engine, f"file:{folder}/anchor", key=trial.public)
        trial.clock.forward(int(timedelta(days=1).total_seconds()))
        trial.write(5)
        receipt = trial.state("R-2026-0001", note="試験")
        engine.dispose()
    facts = {
        "key": trial.public.text(),
        "anchor": first.note,
        "checkpoint": receipt.checkpoint.note,
        "body_sha256": hashlib.sha256(
            json.dumps(
                receipt.body, ensure_ascii=False, sort_keys=True, separators=(",", ":")
            ).encode()
        ).hexdigest(),
        "leaf": base64.b64encode(receipt.leaf).decode(),
    }
    return facts, receipt.as_bytes()


def write(name: str, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=True, indent=1, sort_keys=True)
    (HERE / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write("tree.json", tree())
    write("entry.json", entries())
    facts, receipt = receipts()
    write("receipt-facts.json", facts)
    (HERE / "receipt.json").write_bytes(receipt)
    (HERE / "upheld.pub").write_text(facts["key"] + "\n", encoding="utf-8")
    (HERE / "anchor-checkpoint").write_text(facts["anchor"], encoding="utf-8")
