"""A ledger that is held against its newest signed head before anybody believes it.

Every entry is hashed and the root compared: some four seconds for a million. What exactly does not
hold, and how it stands to checkpoints kept elsewhere, says `upheld.evidence.check`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice

from sqlalchemy import Engine

from upheld.evidence import ledger, store
from upheld.evidence.checkpoint import EvidenceFailsError, VerifierKey, open_checkpoint
from upheld.evidence.entry import SCHEMA
from upheld.evidence.tree import TILE_WIDTH, Frontier, leaf_hash
from upheld.wording import Text


class ProvenLedger:
    """The entries that the newest head counts, once they were found to be those that were signed.

    Attributes:
        engine: The store they are in.
    """

    def __init__(self, engine: Engine, key: VerifierKey) -> None:
        """Hash every entry; what is not numbered yet does not count.

        Raises:
            EvidenceFailsError: An entry was changed, added, removed or moved, or another key signed.
        """
        self.engine = engine
        with engine.connect() as connection:
            note = store.latest_note(connection)
            head = None if note is None else open_checkpoint(note, key)
            self._size = 0 if head is None else head.size
            frontier = Frontier()
            with closing(store.leaves_in_order(connection, self._size)) as leaves:
                hashes = _hashes(leaves)
                while frontier.extend(islice(hashes, TILE_WIDTH)):
                    pass  # its full tiles are of no use here
            if head is not None and (frontier.size, frontier.root()) != (head.size, head.root):
                raise _failing(
                    "its entries do not give the root that was signed",
                    "記録から計算したルートが署名されたものと違います",
                )
            if store.count_outside(connection):
                raise _failing(
                    "entries bear a number that no checkpoint counts",
                    "どのチェックポイントにも数えられていない番号の記録があります",
                )

    def entries_of_kinds(self, kinds: Sequence[str], most: int = 10_000) -> list[store.EntryRow]:
        """Return the newest entries of these kinds, oldest first; none that was numbered since."""
        found = ledger.entries_of_kinds(self.engine, kinds, most)
        return [row for row in found if row.index < self._size]


def _hashes(rows: Iterable[tuple[int, str, bytes]]) -> Iterator[bytes]:
    ends: dict[str, bytes] = {}
    for expected, (index, kind, leaf) in enumerate(rows):
        end = ends.get(kind) or ends.setdefault(kind, _end_of_leaf(kind))
        if index != expected or not leaf.endswith(end):
            raise _failing(
                f"entry {expected} is missing, or filed under a kind that is not its own",
                f"記録 {expected} がないか、本体と違う種別で保存されています",
            )
        yield leaf_hash(leaf)


def _end_of_leaf(kind: str) -> bytes:
    """How every leaf of a kind ends (section 1 of the format): filed under another, it is not found."""
    return f'"kind":"{kind}","schema":"{SCHEMA}"}}'.encode()


def _failing(en: str, ja: str) -> EvidenceFailsError:
    return EvidenceFailsError(
        Text(
            en=f"the ledger is not the one that was signed: {en}",
            ja=f"台帳が署名されたものと違います: {ja}",
        ),
        remedy=Text(
            en="run `upheld ledger check`, which names what does not hold, and restore the store; "
            "until then nothing is said on the ledger's word",
            ja="`upheld ledger check` で一致しない箇所を確認し、保存先を復旧してください。"
            "それまで、台帳に基づく表示はしません",
        ),
    )
