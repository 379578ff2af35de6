"""What the data subject receives: a statement, and the proof that it stands in the ledger."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources

from sqlalchemy import Connection, Engine

from upheld.evidence import store
from upheld.evidence.checkpoint import Checkpoint, EvidenceFailsError, read_checkpoint
from upheld.evidence.entry import JSON, Entry, canonical
from upheld.evidence.proof import consistency_proof, inclusion_proof
from upheld.evidence.tree import TILE_LEVELS, HashTree, partial_tiles
from upheld.refusal import RefusalError
from upheld.wording import Text

SCHEMA = "upheld/receipt/1"
KIND = "receipt"
"""The kind of the ledger entry that holds a receipt's digest."""
_ANCHORS_AT_MOST = 16


class ReceiptNotReadyError(RefusalError):
    """The entry of this receipt is not counted by a checkpoint yet."""

    code = "receipt-not-ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Section 5 of the format. Its `repr` shows nothing of the body, which names the request.

    Attributes:
        body: What the company states.
        index: The number of its entry.
        leaf: The canonical bytes of that entry.
        proof: Inclusion proof, leaf side first.
        checkpoint: The signed tree head the proof leads to.
        anchors: Earlier heads kept elsewhere, each with its consistency proof.
    """

    body: Mapping[str, JSON] = field(repr=False)
    index: int
    leaf: bytes = field(repr=False)
    proof: tuple[bytes, ...] = field(repr=False)
    checkpoint: Checkpoint
    anchors: tuple[tuple[Checkpoint, tuple[bytes, ...]], ...] = field(repr=False)

    def as_json(self) -> dict[str, JSON]:
        """Return the document."""
        return {
            "schema": SCHEMA,
            "body": self.body,
            "entry": {"index": self.index, "leaf": _base64(self.leaf)},
            "proof": [_base64(each) for each in self.proof],
            "checkpoint": self.checkpoint.note,
            "anchors": [
                {
                    "size": head.size,
                    "root": _base64(head.root),
                    "proof": [_base64(each) for each in proof],
                }
                for head, proof in self.anchors
            ],
        }

    def as_bytes(self) -> bytes:
        """Return the file: canonical JSON and a newline. No other spelling verifies."""
        return canonical(self.as_json()) + b"\n"


def verifier_source() -> bytes:
    """Return the file `verifier.py` as it was installed."""
    return resources.files("upheld.evidence").joinpath("verifier.py").read_bytes()


def body_digest(body: Mapping[str, JSON]) -> str:
    """Return the hex SHA-256 of a body's canonical form: all that the ledger holds of it."""
    return hashlib.sha256(canonical(body)).hexdigest()


def receipt_entry(body: Mapping[str, JSON], *, at: datetime, case: str, drill: bool) -> Entry:
    """Return the entry to append for a receipt; seal the ledger, then `make_receipt`."""
    return receipt_entry_of(canonical(body), at=at, case=case, drill=drill)


def receipt_entry_of(body: bytes, *, at: datetime, case: str, drill: bool) -> Entry:
    """Likewise, for a body in canonical form."""
    digest = hashlib.sha256(body).hexdigest()
    return Entry(kind=KIND, at=at, case=case, drill=drill, body={"receipt_sha256": digest})


def receipt_indices(engine: Engine, cases: Iterable[str]) -> dict[str, int]:
    """Return, for each case that has one, the number of its newest sealed receipt entry."""
    with engine.connect() as connection:
        rows = store.rows_of_cases(connection, list(cases), KIND)
        return {row.case: row.index for row in rows if row.case is not None}


def make_receipt(engine: Engine, index: int, body: Mapping[str, JSON]) -> Receipt:
    """Make the receipt of the entry with this number.

    Raises:
        ReceiptNotReadyError: No checkpoint counts the entry yet.
        EvidenceFailsError: The entry does not hold this body's digest.
    """
    return make_receipts(engine, {index: body})[index]


def make_receipts(engine: Engine, bodies: Mapping[int, Mapping[str, JSON]]) -> dict[int, Receipt]:
    """Make many receipts; hashes are read in bulk, a few statements for ten thousand.

    Raises:
        ReceiptNotReadyError: No checkpoint counts one of the entries yet.
        EvidenceFailsError: An entry does not hold its body's digest.
    """
    with engine.connect() as connection:
        note = store.latest_note(connection)
        head = None if note is None else read_checkpoint(note)
        if head is None or any(index >= head.size for index in bodies):
            raise ReceiptNotReadyError(
                Text(
                    en="the receipt's entry has no checkpoint yet",
                    ja="受領証の記録がまだ封印されていません",
                ),
                remedy=Text(
                    en="seal the ledger, then ask again",
                    ja="台帳を封印してから、もう一度実行してください",
                ),
            )
        rows = store.rows_at(connection, sorted(bodies))
        tree = _tree(connection, head.size, bodies)
        anchors = _anchors(connection, head, tree)
        return {
            index: _receipt(rows.get(index), index, body, head=head, tree=tree, anchors=anchors)
            for index, body in bodies.items()
        }


def _receipt(
    row: store.EntryRow | None,
    index: int,
    body: Mapping[str, JSON],
    *,
    head: Checkpoint,
    tree: HashTree,
    anchors: tuple[tuple[Checkpoint, tuple[bytes, ...]], ...],
) -> Receipt:
    expected = f'"receipt_sha256":"{body_digest(body)}"'.encode()
    if row is None or row.kind != KIND or expected not in row.leaf:
        raise EvidenceFailsError(
            Text(
                en=f"entry {index} is not the entry of this receipt",
                ja=f"記録 {index} はこの受領証の記録ではありません",
            ),
            remedy=Text(
                en="the statement was changed after it was sealed, or the ledger was: "
                "run `upheld ledger check`",
                ja="封印後に内容か台帳が変えられています。`upheld ledger check` を実行してください",
            ),
        )
    proof = inclusion_proof(tree, index, head.size)
    return Receipt(
        body=body, index=index, leaf=row.leaf, proof=tuple(proof), checkpoint=head, anchors=anchors
    )


def _tree(connection: Connection, size: int, indices: Iterable[int]) -> HashTree:
    """Return the tree with every tile that these entries' proofs need already read."""
    places = sorted(set(indices))
    wanted: dict[int, set[int]] = {}
    for level, number, _ in partial_tiles(size):
        wanted.setdefault(level, set()).add(number)
    level = 0
    while size >> (TILE_LEVELS * level):
        shift = TILE_LEVELS * (level + 1)
        wanted.setdefault(level, set()).update(index >> shift for index in places)
        level += 1
    read: dict[tuple[int, int], bytes] = {}
    for each, numbers in wanted.items():
        read.update(store.fetch_tiles(connection, each, sorted(numbers)))

    def fetch(level: int, number: int) -> bytes:
        known = read.get((level, number))
        return store.fetch_tile(connection, level, number) if known is None else known

    return HashTree(size, fetch)


def _anchors(
    connection: Connection, head: Checkpoint, tree: HashTree
) -> tuple[tuple[Checkpoint, tuple[bytes, ...]], ...]:
    kept = [
        read_checkpoint(note)
        for note in store.anchored_notes(connection, head.size, _ANCHORS_AT_MOST)
    ]
    return tuple((old, tuple(consistency_proof(tree, old.size, head.size))) for old in kept)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
