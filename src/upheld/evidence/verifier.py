"""Verify a receipt on any computer: one file, the standard library, nothing of ours.

    python verifier.py receipt.json --key upheld.pub [--anchor DIR_OR_FILE] [--lang ja|en] [--json]

It follows docs/evidence-format.md, sections 5 and 6, and shares no code with the program that
issues receipts. Exit codes: 0 intact, 2 usage or no receipt, 4 not proven, 5 a check failed.
"""

import argparse
import base64
import binascii
import hashlib
import io
import json
import os
import re
import sys
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

INTACT, UNUSABLE, NOT_PROVEN, FAILED = 0, 2, 4, 5
BYTES_LIMIT = 64 * 1024 * 1024  # of any file read here
INTEGER_LIMIT = 2**53 - 1  # RFC 8785, section 3.2.2.3 (I-JSON)
RECEIPT_KEYS = {"schema", "body", "entry", "proof", "checkpoint", "anchors"}
ENTRY_KEYS = {"schema", "kind", "at", "case", "drill", "body"}
OPEN_OUTCOMES = {"remaining", "failed", "not_attempted", "pending"}
OPEN_RESIDUE = {"found", "not yet scanned", "not_yet_scanned"}

TEXTS: dict[str, tuple[str, str]] = {
    "absent": ("there is no such file", "ファイルがありません"),
    "no-file": ("the file cannot be read", "ファイルを読めません"),
    "no-receipt": ("this file is no receipt", "受領証ではありません"),
    "no-key": ("this is no public key of a ledger", "台帳の公開鍵ではありません"),
    "no-anchor": ("this is no anchor", "アンカーではありません"),
    "damaged": ("the receipt is damaged", "受領証が壊れています"),
    "respelt": (
        "the file is not byte for byte as it was issued",
        "ファイルが発行時と 1 バイト単位で一致しません",
    ),
    "entry": (
        "the ledger entry is not a receipt's entry",
        "台帳の記録が受領証の記録ではありません",
    ),
    "body": ("the statement is not the one in the ledger", "記載内容が台帳のものと違います"),
    "inclusion": (
        "the proof does not lead from the entry to the checkpoint",
        "証明が記録からチェックポイントに達しません",
    ),
    "checkpoint": ("the checkpoint cannot be read", "チェックポイントを読めません"),
    "signature": (
        "the checkpoint is not signed by this key",
        "チェックポイントはこの鍵の署名ではありません",
    ),
    "history": (
        "an earlier checkpoint named in the receipt is not part of this ledger",
        "受領証にある以前のチェックポイントがこの台帳に含まれません",
    ),
    "contradiction": (
        "the statement says complete beside steps that are not",
        "「完了」としながら、完了していない手順があります",
    ),
    "anchor-signature": (
        "the anchor is not signed by this key",
        "アンカーはこの鍵の署名ではありません",
    ),
    "anchor-tiles": (
        "the anchor's tiles do not give its root",
        "アンカーのタイルがルートと合いません",
    ),
    "anchor-differs": (
        "the anchor shows another ledger: history was rewritten",
        "アンカーと台帳が違います。履歴が書き換えられています",
    ),
    "subject": (
        "the receipt is not about this identifier",
        "この識別子についての受領証ではありません",
    ),
    "key-unchecked": (
        "key not checked: give --key with a key received by another road",
        "鍵は未確認です。別の経路で受け取った鍵を --key で指定してください",
    ),
    "anchor-apart": (
        "the anchor and the receipt cannot be tied together: ask for a fresh receipt or anchor",
        "アンカーと受領証を結び付けられません。新しい受領証かアンカーを求めてください",
    ),
}


class FaultError(Exception):
    """A check failed; `code` is a key of TEXTS."""

    def __init__(self, code: str) -> None:
        """Name the check."""
        super().__init__(code)
        self.code = code


class UnusableError(FaultError):
    """What was given cannot be checked at all."""

    def __init__(self, code: str, path: Path | None = None) -> None:
        super().__init__(code)
        self.path = path


# --- canonical JSON (RFC 8785, without fractions) -------------------------------------------


def canonical(value: Any) -> bytes:
    """Return the canonical form; a ValueError says that there is none."""
    return _written(value).encode()


def _written(value: Any) -> str:
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_written(k)}:{_written(v)}" for k, v in pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_written(item) for item in value) + "]"
    if isinstance(value, float) or (type(value) is int and abs(value) > INTEGER_LIMIT):
        raise ValueError("a number outside the format")
    return json.dumps(value, ensure_ascii=False)


def read_canonical(data: bytes) -> Any:
    """Parse JSON that is in canonical form; a ValueError says that it is not."""
    value = read_json(data)
    if canonical(value) != data:
        raise ValueError("not in canonical form")
    return value


def read_json(data: bytes) -> Any:
    """Parse JSON, refusing double keys and numbers that are no whole numbers."""
    try:
        return json.loads(
            data.decode(), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse
        )
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _refuse(_text: str) -> NoReturn:
    raise ValueError("a number outside the format")


def bytes_of(text: Any) -> bytes:
    """Decode base64 in its only spelling; a ValueError says that it is another."""
    if not isinstance(text, str):
        raise ValueError("not a text")  # noqa: TRY004 - one kind of error for one kind of fault
    try:
        raw = base64.b64decode(text.encode(), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if base64.b64encode(raw).decode() != text:
        raise ValueError("not base64 in its only spelling")
    return raw


# --- Ed25519 (RFC 8032, section 5.1.7) --------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return i * j % P, k * m % P, j * k % P, i * m % P


def _times(scalar: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point, scalar = _add(point, point), scalar >> 1
    return result


def _point(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = _point(bytes([0x58]) + bytes([0x66]) * 31)


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether the Ed25519 signature is that of this public key."""
    if len(public) != 32 or len(signature) != 64:  # noqa: PLR2004 - RFC 8032's sizes
        return False
    key, commitment = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or BASE is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left = _times(scalar, BASE)
    right = _add(commitment, _times(int.from_bytes(digest, "little") % ORDER, key))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- the tree (RFC 6962, section 2.1; RFC 9162, section 2.1) ----------------------------------


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into one."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """Say whether the proof leads from the entry to the root."""
    here, last = hashlib.sha256(b"\x00" + leaf).digest(), size - 1
    if not 0 <= index < size:
        return False
    for sibling in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            here = node_hash(sibling, here)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            here = node_hash(here, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and here == root


def consistent(old: int, new: int, roots: tuple[bytes, bytes], proof: list[bytes]) -> bool:
    """Say whether the tree of size `old` is a prefix of the tree of size `new`."""
    if not 0 < old < new:
        return old == new and not proof and roots[0] == roots[1]
    path = [roots[0], *proof] if old & (old - 1) == 0 else proof
    if not path:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, step)
        node, last = node >> 1, last >> 1
    return last == 0 and (first, second) == roots


def tiled_root(folder: Path, tree_size: int, size: int) -> bytes | None:
    """Return the root of the first `size` entries from hash tiles; None if a tile is missing."""
    peaks: list[bytes] = []
    for level in reversed(range(8)):
        number, width = divmod(size >> 8 * level, 256)
        if width == 0:
            continue
        row = _tile(folder, level, number, (tree_size >> 8 * level) - number * 256)
        if len(row) < width:
            return None
        for bit in reversed(range(8)):
            if width >> bit & 1:
                peaks.append(_folded(row[: 1 << bit]))
                row = row[1 << bit :]
    if not peaks:
        return hashlib.sha256(b"").digest()
    root = peaks.pop()
    while peaks:
        root = node_hash(peaks.pop(), root)
    return root


def _folded(row: list[bytes]) -> bytes:
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def _tile(folder: Path, level: int, number: int, width: int) -> list[bytes]:
    """Read a tile (C2SP tlog-tiles); a full one serves where a partial one is meant."""
    groups, rest = [f"{number % 1000:03d}"], number // 1000
    while rest:
        groups.insert(0, f"x{rest % 1000:03d}")
        rest //= 1000
    full = folder.joinpath("tile", str(level), *groups)
    for path in (full, full.with_name(f"{full.name}.p") / str(width)):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        return [data[i : i + 32] for i in range(0, len(data) - 31, 32)]
    return []


# --- keys and checkpoints (C2SP signed-note, tlog-checkpoint) ---------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The public key of a ledger, as `upheld.pub` holds it."""

    name: str
    public: bytes

    @property
    def key_hash(self) -> bytes:
        """The four bytes that name it in a signature line."""
        return hashlib.sha256(self.name.encode() + b"\n\x01" + self.public).digest()[:4]


def read_key(data: bytes) -> Key:
    """Read `upheld.pub`; a ValueError says that it is none."""
    name, digits, encoded = data.decode().strip().split("+", 2)
    raw = bytes_of(encoded)
    key = Key(name=name, public=raw[1:])
    if raw[:1] != b"\x01" or key.key_hash.hex() != digits or _point(key.public) is None:
        raise ValueError("not a key")
    return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A checkpoint: a signed tree head."""

    origin: str
    size: int
    root: bytes
    at: str
    note: str

    def signed_by(self, key: Key) -> bool:
        """Say whether the key signed it, under its own name."""
        body, _, signatures = self.note.partition("\n\n")
        for line in signatures.split("\n"):
            parts = line.split(" ")
            if len(parts) != 3 or parts[:2] != ["\u2014", key.name]:  # noqa: PLR2004
                continue
            try:
                raw = bytes_of(parts[2])
            except ValueError:
                continue
            if raw[:4] == key.key_hash and signed_by(key.public, f"{body}\n".encode(), raw[4:]):
                return self.origin == key.name
        return False


def read_head(note: Any) -> Head:
    """Read a checkpoint; a ValueError says that it is none."""
    pattern = r"([^\n]+)\n(0|[1-9][0-9]{0,17})\n([^\n]+)\nupheld/time ([0-9T:.Z-]{27})\n\n[^\n]+\n"
    match = re.fullmatch(pattern, note) if isinstance(note, str) else None
    if match is None or len(bytes_of(match[3])) != 32:  # noqa: PLR2004 - SHA-256
        raise ValueError("not a checkpoint")
    root = bytes_of(match[3])
    return Head(origin=match[1], size=int(match[2]), root=root, at=match[4], note=str(note))


# --- the receipt ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt whose form is right; whether it holds is another question."""

    respelt: bool
    body: dict[str, Any]
    index: int
    leaf: bytes
    proof: list[bytes]
    head: Head
    anchors: list[tuple[int, bytes, list[bytes]]]


def read_receipt(data: bytes) -> Receipt:
    """Read a receipt.

    Raises:
        UnusableError: The file is something else.
        FaultError: It was a receipt once.
    """
    try:
        value = read_json(data)
        _require(isinstance(value, dict) and set(value) == RECEIPT_KEYS)
        _require(value["schema"] == "upheld/receipt/1" and isinstance(value["body"], dict))
        entry = value["entry"]
        _require(isinstance(entry, dict) and set(entry) == {"index", "leaf"})
        return Receipt(
            respelt=canonical(value) + b"\n" != data,
            body=value["body"],
            index=_count(entry["index"]),
            leaf=bytes_of(entry["leaf"]),
            proof=_hashes(value["proof"]),
            head=_head(value["checkpoint"]),
            anchors=[_anchor_of(each) for each in _list(value["anchors"])],
        )
    except (ValueError, RecursionError) as error:
        marks = (b"upheld/receipt", b'"checkpoint"', b'"proof"', b'"entry"')
        if sum(mark in data for mark in marks) > 1:
            raise FaultError("damaged") from error
        raise UnusableError("no-receipt") from error


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError("not the form of a receipt")


def _head(note: Any) -> Head:
    try:
        return read_head(note)
    except ValueError as error:
        raise FaultError("checkpoint") from error


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    raise ValueError("not a list")


def _count(value: Any) -> int:
    if type(value) is int and value >= 0:
        return value
    raise ValueError("not a count")


def _hashes(value: Any) -> list[bytes]:
    found = [bytes_of(each) for each in _list(value)]
    if any(len(each) != 32 for each in found):  # noqa: PLR2004 - SHA-256
        raise ValueError("not a hash")
    return found


def _anchor_of(value: Any) -> tuple[int, bytes, list[bytes]]:
    if not isinstance(value, dict) or set(value) != {"size", "root", "proof"}:
        raise ValueError("no anchor")
    return _count(value["size"]), _hashes([value["root"]])[0], _hashes(value["proof"])


def entry_of(receipt: Receipt) -> dict[str, Any]:
    """Return the ledger entry of a receipt.

    Raises:
        FaultError: It is not in canonical form, or no receipt's entry.
    """
    try:
        entry = read_canonical(receipt.leaf)
    except (ValueError, RecursionError) as error:
        raise FaultError("entry") from error
    if not isinstance(entry, dict) or set(entry) != ENTRY_KEYS:
        raise FaultError("entry")
    if (entry["schema"], entry["kind"]) != ("upheld/entry/1", "receipt"):
        raise FaultError("entry")
    if not isinstance(entry["body"], dict) or type(entry["drill"]) is not bool:
        raise FaultError("entry")
    return entry


def check_statement(receipt: Receipt) -> None:
    """Check that the body is the one in the ledger, and does not contradict itself."""
    digest = hashlib.sha256(canonical(receipt.body)).hexdigest()
    if entry_of(receipt)["body"].get("receipt_sha256") != digest:
        raise FaultError("body")
    steps = receipt.body.get("steps")
    outcomes = [
        step.get("outcome")
        for step in (steps if isinstance(steps, list) else [])
        if isinstance(step, dict)
    ]
    open_steps = any(isinstance(each, str) and each in OPEN_OUTCOMES for each in outcomes)
    residue = receipt.body.get("residue")
    open_residue = isinstance(residue, str) and residue in OPEN_RESIDUE
    if receipt.body.get("complete") is True and (open_steps or open_residue):
        raise FaultError("contradiction")


def check_inclusion(receipt: Receipt) -> None:
    """Check that the entry is in the tree of the checkpoint."""
    head = receipt.head
    if not included(receipt.leaf, receipt.index, head.size, receipt.proof, head.root):
        raise FaultError("inclusion")


def check_history(receipt: Receipt) -> None:
    """Check that every earlier head named in the receipt is a prefix of its tree."""
    head = receipt.head
    for size, root, proof in receipt.anchors:
        if not consistent(size, head.size, (root, head.root), proof):
            raise FaultError("history")


def check_subject(receipt: Receipt, identifier: str) -> None:
    """Check that the receipt is about this identifier, as typed or in its normal form."""
    salt, wanted = receipt.body.get("salt"), receipt.body.get("subject_digest")
    try:
        raw = bytes.fromhex(salt) if isinstance(salt, str) else b""
    except ValueError:
        raw = b""
    normal = unicodedata.normalize("NFKC", identifier)
    for text in (identifier, normal, normal.lower()):
        data = text.encode(errors="replace")
        framed = len(raw).to_bytes(8, "big") + raw + len(data).to_bytes(8, "big") + data
        if raw and hashlib.sha256(framed).hexdigest() == wanted:
            return
    raise FaultError("subject")


# --- the anchor -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Checkpoints kept elsewhere, and the folder of their hash tiles (None: no tiles)."""

    heads: list[Head]
    tiles: Path | None


def read_anchor(path: Path) -> Anchor:
    """Read a checkpoint file or an anchor's folder.

    Raises:
        UnusableError: It is neither.
    """
    files, folder = [path], path.parent
    if not path.exists():
        raise UnusableError("absent", path)
    try:
        if path.is_dir():
            kept = sorted(file for file in path.glob("checkpoints/*") if file.name.isdecimal())
            files, folder = [path / "checkpoint", *kept], path
        elif folder.name == "checkpoints":
            folder = folder.parent
        heads = [read_head(read_file(file, "no-anchor").decode()) for file in files]
        tiles = folder if (folder / "tile").is_dir() else None
    except (OSError, ValueError) as error:
        raise UnusableError("no-anchor") from error
    return Anchor(heads=heads, tiles=tiles)


def check_anchor(receipt: Receipt, anchor: Anchor, key: Key | None) -> Head | None:
    """Hold the receipt against the anchor; return the head that ties them, None if none does.

    Raises:
        FaultError: They tell different histories, or the anchor does not hold by itself.
    """
    tied: Head | None = None
    for head in anchor.heads:
        if key is not None and not head.signed_by(key):
            raise FaultError("anchor-signature")
        if _ties(receipt, head, anchor.tiles) and (tied is None or head.size > tied.size):
            tied = head
    return tied


def _ties(receipt: Receipt, head: Head, tiles: Path | None) -> bool:
    ours = receipt.head
    if head.size == ours.size:
        if head.root != ours.root:
            raise FaultError("anchor-differs")
        return True
    if head.size < ours.size:
        # The proofs themselves were checked by `check_history`.
        roots = [root for size, root, _ in receipt.anchors if size == head.size]
        if any(root != head.root for root in roots):
            raise FaultError("anchor-differs")
        return bool(roots)
    if tiles is None:
        return False
    whole, prefix = (tiled_root(tiles, head.size, size) for size in (head.size, ours.size))
    if whole is None or prefix is None:
        return False
    if whole != head.root:
        raise FaultError("anchor-tiles")
    if prefix != ours.root:
        raise FaultError("anchor-differs")
    return True


# --- the verdict ------------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What was found. `unusable`, `faults` and `gaps` are keys of TEXTS; `path` is an unusable file's."""

    receipt: Receipt | None = None
    drill: bool = False
    key: Key | None = None
    anchored: Head | None = None
    unusable: str | None = None
    path: Path | None = None
    faults: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """The process's exit code."""
        if self.unusable:
            return UNUSABLE
        if self.faults:
            return FAILED
        return NOT_PROVEN if self.gaps else INTACT

    def attempt(self, check: Any, *arguments: Any) -> Any:
        """Run a check; a fault is remembered, and the next check still runs."""
        try:
            return check(*arguments)
        except UnusableError:
            raise
        except FaultError as fault:
            if fault.code not in self.faults:
                self.faults.append(fault.code)
            return None


def verify(
    data: bytes, *, key: Key | None, anchor: Anchor | None, identifier: str | None = None
) -> Verdict:
    """Check a receipt; everything that does not hold is in the verdict."""
    verdict = Verdict(key=key)
    try:
        receipt = verdict.attempt(read_receipt, data)
    except UnusableError as error:
        verdict.unusable = error.code
        return verdict
    if receipt is None:
        return verdict
    verdict.receipt = receipt
    if receipt.respelt:
        verdict.faults.append("respelt")
    entry = verdict.attempt(entry_of, receipt)
    verdict.drill = entry is not None and entry["drill"]
    for check in (check_statement, check_inclusion, check_history):
        verdict.attempt(check, receipt)
    if key is None:
        verdict.gaps.append("key-unchecked")
    elif not receipt.head.signed_by(key):
        verdict.faults.append("signature")
    if identifier is not None:
        verdict.attempt(check_subject, receipt, identifier)
    if anchor is not None:
        verdict.anchored = verdict.attempt(check_anchor, receipt, anchor, key)
        if verdict.anchored is None and not verdict.faults:
            verdict.gaps.append("anchor-apart")
    return verdict


def as_json(verdict: Verdict, language: str) -> dict[str, Any]:
    """Return the documented JSON object."""
    names = {INTACT: "intact", UNUSABLE: "unusable", NOT_PROVEN: "not_proven", FAILED: "failed"}
    codes = [*([verdict.unusable] if verdict.unusable else []), *verdict.faults, *verdict.gaps]
    receipt, anchored = verdict.receipt, verdict.anchored
    return {
        "schema": "upheld/verification/1",
        "result": names[verdict.exit_code],
        "exit": verdict.exit_code,
        "problems": [{"code": code, "what": _told(verdict, code, language)} for code in codes],
        "key_checked": verdict.key is not None and receipt is not None,
        "self_attested": anchored is None,
        "anchored": anchored and {"size": anchored.size, "at": anchored.at},
        "drill": verdict.drill,
        "request": receipt and _shown(receipt.body.get("request")),
        "complete": receipt and receipt.body.get("complete") is True,
        "index": receipt and receipt.index,
        "size": receipt and receipt.head.size,
        "sealed_at": receipt and receipt.head.at,
    }


def as_lines(verdict: Verdict, language: str) -> list[str]:
    """Return the report for a person."""
    ja = language == "ja"
    lines: list[str] = []
    if verdict.receipt is not None:
        lines = _facts(verdict, verdict.receipt, ja=ja)
    for code in [*([verdict.unusable] if verdict.unusable else []), *verdict.faults]:
        lines.append(f"{'不一致' if ja else 'fails'}: {_told(verdict, code, language)} [{code}]")
    lines += [
        f"{'未証明' if ja else 'not proven'}: {_text(g, language)} [{g}]" for g in verdict.gaps
    ]
    results = {
        INTACT: ("intact", "無傷です"),
        UNUSABLE: ("nothing was verified", "検証できません"),
        NOT_PROVEN: ("not proven", "証明されていません"),
        FAILED: ("DOES NOT HOLD", "検証に失敗しました"),
    }
    lines.append(f"{'結果' if ja else 'result'}: {results[verdict.exit_code][ja]}")
    return lines


def _facts(verdict: Verdict, receipt: Receipt, *, ja: bool) -> list[str]:
    head, body = receipt.head, receipt.body
    drill = (" [訓練]" if ja else " [drill]") if verdict.drill else ""
    complete = {True: ("yes", "はい"), False: ("no", "いいえ")}.get(body.get("complete") is True)
    gaps = [
        len(v) if isinstance(v := body.get(k), list) else 0 for k in ("not_proven", "out_of_scope")
    ]
    if verdict.anchored is not None:
        size, at = verdict.anchored.size, verdict.anchored.at
        anchor = f"アンカー済み: {size} 件、{at}" if ja else f"anchored: {size} entries, {at}"
    else:
        anchor = "アンカーなし: 自己証明" if ja else "no anchor: self-attested"
    key = verdict.key
    checked = (
        f"{_shown(key.name)}+{key.key_hash.hex()}"
        if key
        else ("未確認" if ja else "key not checked")
    )
    names = (
        ("受領証", "台帳の番号", "封印", "鍵", "証跡", "完了の記載", "未証明/対象外の記載")
        if ja
        else (
            "receipt",
            "entry",
            "sealed",
            "key",
            "evidence",
            "says complete",
            "says not proven/out of scope",
        )
    )
    values = (
        f"{_shown(body.get('request'))}{drill}",
        f"{receipt.index} / {head.size}",
        f"{head.at} {_shown(head.origin)}",
        checked,
        anchor,
        complete[ja] if complete else "?",
        f"{gaps[0]} / {gaps[1]}",
    )
    return [f"{name}: {value}" for name, value in zip(names, values, strict=True)]


def _text(code: str, language: str) -> str:
    return TEXTS[code][language == "ja"]


def _told(verdict: Verdict, code: str, language: str) -> str:
    """Say what is wrong, and with which file where that is not the receipt's content."""
    at = "" if verdict.path is None else f": {_printable(str(verdict.path))}"
    return _text(code, language) + at


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text)


def _shown(value: Any) -> str:
    """Show a text from the receipt without letting it steer the terminal."""
    text = value if isinstance(value, str) else "-"
    return _printable(text[:100])


# --- the command ------------------------------------------------------------------------------


def read_file(path: Path, code: str) -> bytes:
    """Read a file of bounded size.

    Raises:
        UnusableError: It is not there, is no file, or is too large.
    """
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_LIMIT + 1)
    except FileNotFoundError as error:
        raise UnusableError("absent", path) from error
    except (OSError, ValueError) as error:
        raise UnusableError("no-file", path) from error
    if len(data) > BYTES_LIMIT:
        raise UnusableError(code)
    return data


def _given_key(path: str) -> Key:
    try:
        return read_key(read_file(Path(path), "no-key"))
    except ValueError as error:
        raise UnusableError("no-key") from error


def _identifier(path: str) -> str:
    data = sys.stdin.buffer.read(BYTES_LIMIT) if path == "-" else read_file(Path(path), "no-file")
    return data.decode(errors="replace").strip()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify",
        description="Verify a receipt. 受領証を検証します。",
        epilog="exit / 終了: 0 intact 無傷, 2 usage 使い方, 4 not proven 未証明, 5 fails 失敗",
    )
    parser.add_argument("receipt", help="the receipt's file / 受領証のファイル")
    parser.add_argument(
        "--key", help="upheld.pub, received by another road / 別の経路で受け取った公開鍵"
    )
    parser.add_argument(
        "--anchor", help="a checkpoint or folder kept elsewhere / 外部に保管したアンカー"
    )
    parser.add_argument(
        "--subject",
        metavar="FILE",
        help="file with your identifier, - for stdin / 識別子のファイル",
    )
    parser.add_argument("--lang", choices=("ja", "en"))
    parser.add_argument("--json", action="store_true")
    return parser


def _language(chosen: str | None) -> str:
    if chosen:
        return chosen
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "ja" if locale.startswith("ja") else "en"


def main(arguments: list[str] | None = None) -> int:
    """Run from a terminal; return the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else UNUSABLE
    language = _language(options.lang)
    try:
        key = _given_key(options.key) if options.key else None
        anchor = read_anchor(Path(options.anchor)) if options.anchor else None
        identifier = _identifier(options.subject) if options.subject else None
        data = read_file(Path(options.receipt), "no-file")
        verdict = verify(data, key=key, anchor=anchor, identifier=identifier)
    except UnusableError as error:
        verdict = Verdict(unusable=error.code, path=error.path)
    if options.json:
        sys.stdout.write(json.dumps(as_json(verdict, language), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(as_lines(verdict, language)) + "\n")
    return verdict.exit_code


if __name__ == "__main__":
    sys.exit(main())
