"""Keep checkpoints, with the hash tiles of their trees, where the company cannot rewrite them.

`file:DIR` is another mount, `git:REMOTE` a branch that is never forced, `tsa:URL` a time stamp of
an outside party (RFC 3161). The layout is section 6 of the format; no entries leave the store.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from upheld.evidence import store, timestamp
from upheld.evidence.checkpoint import (
    Checkpoint,
    EvidenceFailsError,
    VerifierKey,
    open_checkpoint,
)
from upheld.evidence.ledger import export_tiles, stored_tree
from upheld.evidence.tiles import CHECKPOINT, TileFolder, write_whole
from upheld.evidence.tree import HashTree
from upheld.refusal import PlaceFailedError, PlaceUnreachableError, UsageError, Where
from upheld.wording import Text

_GIT_SECONDS = 120
_NO_SUCH_REF = 2  # git ls-remote --exit-code


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """What was put where.

    Attributes:
        kept_at: The place, without credentials.
        size: How many entries the anchored checkpoint counts.
        at: When that checkpoint was signed.
        timestamp_verified: Whether a time stamp was checked up to a given root certificate;
            None if none was asked for.
    """

    kept_at: str
    size: int
    at: datetime
    timestamp_verified: bool | None = None


def anchor(
    engine: Engine,
    to: str,
    *,
    key: VerifierKey,
    keep: Path | None = None,
    tsa_roots: Sequence[Path] = (),
) -> Anchored:
    """Keep the newest checkpoint at `file:DIR`, `git:REMOTE` or `tsa:URL`.

    Args:
        engine: The ledger's store.
        to: The place.
        key: The ledger's key.
        keep: For `tsa:`, a folder that receives checkpoint, tiles and time stamp as well.
        tsa_roots: For `tsa:`, PEM files of the authority's root certificates.

    Raises:
        UsageError: The place is not of a known kind, or there is nothing to anchor yet.
        EvidenceFailsError: The ledger does not extend what is anchored there already.
        PlaceUnreachableError: The place cannot be reached or written.
        PlaceFailedError: The place refused.
    """
    kind, _, place = to.partition(":")
    if kind not in {"file", "git", "tsa"} or not place:
        raise UsageError(
            Text(en="this is no place for an anchor", ja="アンカーの置き場所として読めません"),
            remedy=Text(
                en="write `file:DIR`, `git:REMOTE` or `tsa:URL`",
                ja="`file:DIR`、`git:REMOTE`、`tsa:URL` のいずれかで書いてください",
            ),
        )
    head = _newest(engine, key)
    token: bytes | None = None
    verified: bool | None = None
    if kind == "file":
        _into_folder(engine, Path(place), head, key)
    elif kind == "git":
        _into_git(engine, place, head, key)
    else:
        token, verified = timestamp.stamp(place, head.note.encode(), tsa_roots)
        if keep is not None:
            _into_folder(engine, keep, head, key)
            write_whole(keep, f"checkpoints/{head.size}.tsr", token, durable=True)
    kept_at = f"{kind}:{_without_credentials(place)}"
    with engine.begin() as connection:
        store.put_anchor(connection, size=head.size, kept_at=kept_at, note=head.note, token=token)
    return Anchored(kept_at=kept_at, size=head.size, at=head.at, timestamp_verified=verified)


def _newest(engine: Engine, key: VerifierKey) -> Checkpoint:
    with engine.connect() as connection:
        note = store.latest_note(connection)
    head = None if note is None else open_checkpoint(note, key)
    if head is None or head.size == 0:
        raise UsageError(
            Text(
                en="the ledger has no sealed entry yet", ja="台帳に封印された記録がまだありません"
            ),
            remedy=Text(en="seal it first", ja="先に台帳を封印してください"),
        )
    return head


def _into_folder(engine: Engine, folder: Path, head: Checkpoint, key: VerifierKey) -> None:
    """Write checkpoint and hash tiles, after checking that they extend what is there."""
    try:
        # Without parents: under a mount point that is not mounted, nothing is created.
        folder.mkdir(exist_ok=True)
        _refuse_other_history(engine, folder, head, key)
        export_tiles(engine, folder, entries=False, checkpoint=head)
        if HashTree(head.size, TileFolder(folder, head.size).fetch).root() != head.root:
            raise _differs(head.size)
        write_whole(folder, f"checkpoints/{head.size}", head.note.encode(), durable=True)
    except OSError as error:
        raise _unreachable(f"file:{folder}") from error


def _refuse_other_history(engine: Engine, folder: Path, head: Checkpoint, key: VerifierKey) -> None:
    kept = [folder / CHECKPOINT, *(folder / "checkpoints").glob("*")]
    files = [p for p in kept if p.is_file() and (p.name == CHECKPOINT or p.name.isdecimal())]
    with engine.connect() as connection:
        tree = stored_tree(connection, head.size)
        for path in files:
            old = open_checkpoint(path.read_text(encoding="utf-8", errors="replace"), key)
            if old.size > head.size:
                raise EvidenceFailsError(
                    Text(
                        en=f"the anchor counts {old.size} entries, the ledger {head.size}: "
                        "its tail was cut",
                        ja=f"アンカーは {old.size} 件、台帳は {head.size} 件です。"
                        "末尾が切られています",
                    ),
                    remedy=_RESTORE,
                )
            if tree.root(old.size) != old.root:
                raise _differs(old.size)


def _into_git(engine: Engine, remote: str, head: Checkpoint, key: VerifierKey) -> None:
    branch = "upheld-anchor/" + re.sub(r"[^A-Za-z0-9-]", "-", head.origin)
    with tempfile.TemporaryDirectory(prefix="upheld-anchor-") as scratch:
        folder = Path(scratch) / "log"
        found = _git(
            ["ls-remote", "--exit-code", "--heads", "--", remote, branch], allow=_NO_SUCH_REF
        )
        if found == _NO_SUCH_REF:
            _git(["init", "--quiet", "--initial-branch", branch, "--", str(folder)])
            _git(["-C", str(folder), "remote", "add", "--", "origin", remote])
        else:
            _git(
                [
                    "clone",
                    "--quiet",
                    "--single-branch",
                    "--branch",
                    branch,
                    "--",
                    remote,
                    str(folder),
                ]
            )
        _into_folder(engine, folder, head, key)
        _git(["-C", str(folder), "add", "--all"])
        who = ["-c", f"user.name={head.origin}", "-c", "user.email=anchor@upheld.invalid"]
        message = f"Checkpoint of {head.size} entries"
        # --allow-empty: anchoring twice says so in the history, and is no failure.
        _git(["-C", str(folder), *who, "commit", "--quiet", "--allow-empty", "-m", message])
        # Never forced: a branch that moved meanwhile, or was rewritten, is refused.
        _git(["-C", str(folder), "push", "--quiet", "origin", f"HEAD:refs/heads/{branch}"])


def _git(arguments: list[str], *, allow: int = 0) -> int:
    """Run git without a prompt; its output may name credentials, and is not shown."""
    program = shutil.which("git")
    if program is None:
        raise _unreachable("git")
    environment = {
        **os.environ,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, a list, no shell
            [program, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_GIT_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise _unreachable("git") from error
    if done.returncode in {0, allow}:
        return done.returncode
    if "push" in arguments:
        raise PlaceFailedError(
            Text(
                en="the git remote refused the anchor", ja="git のリモートがアンカーを拒否しました"
            ),
            remedy=Text(
                en="look at the branch `upheld-anchor/…` there: somebody else wrote to it, or we "
                "may not",
                ja="リモートの `upheld-anchor/…` ブランチを確かめてください。"
                "他者が書き込んだか、書き込み権限がありません",
            ),
        )
    raise _unreachable("git")


def _without_credentials(place: str) -> str:
    return re.sub(r"//[^@/]*@", "//", place)


_RESTORE = Text(
    en="run `upheld ledger check --anchor`, and restore the store from a backup",
    ja="`upheld ledger check --anchor` を実行し、保存先をバックアップから復旧してください",
)


def _differs(size: int) -> EvidenceFailsError:
    return EvidenceFailsError(
        Text(
            en=f"the ledger is not the one that was anchored at size {size}: history was rewritten",
            ja=f"件数 {size} でアンカーされた台帳と違います。履歴が書き換えられています",
        ),
        remedy=_RESTORE,
    )


def _unreachable(place: str) -> PlaceUnreachableError:
    return PlaceUnreachableError(
        Text(en="the anchor's place cannot be reached", ja="アンカーの置き場所に到達できません"),
        where=Where(system=place),
        remedy=Text(
            en="check that it is mounted, there, and may be written to",
            ja="マウント・存在・書き込み権限を確かめてください",
        ),
    )
