"""`upheld backup` and `upheld restore`: upheld's own store and workspace, away and back."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from upheld.refusal import RefusalError, UsageError
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:  # heavy: `upheld --help` does without it
    from upheld.assembly import Workspace
    from upheld.evidence.check import LedgerCheck
    from upheld.operation.manifest import Manifest
    from upheld.operation.reading_backup import Backup


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        help=say(
            "Back up upheld's own store and the workspace. Example: upheld backup /mnt/backups/",
            "upheld 自身の保管庫とワークスペースをバックアップします。例: upheld backup /mnt/backups/",
        )
    )(backup)
    app.command(
        help=say(
            "Put a backup back, once it verifies. Example: upheld -C mycompany restore upheld-20261126T030000Z.backup.zip",
            "検証のうえバックアップを戻します。例: upheld -C mycompany restore upheld-20261126T030000Z.backup.zip",
        )
    )(restore)


Target = Annotated[
    Path, typer.Argument(help=say("a new file, or a folder", "新しいファイル、またはフォルダ"))
]
WithKeys = Annotated[
    Path | None,
    typer.Option(
        help=say(
            "also write the keys, encrypted with age, into this file",
            "鍵も age で暗号化してこのファイルに書く",
        )
    ),
]
Recipient = Annotated[
    str | None, typer.Option(help=say("age1…: who can open the keys", "鍵を開ける人の age1…"))
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        "--secret",
        help=say(
            "a file (0600) with the passphrase of the keys", "鍵の合言葉を書いたファイル(0600)"
        ),
    ),
]
BackupFile = Annotated[
    Path, typer.Argument(help=say("what `upheld backup` wrote", "`upheld backup` が作ったもの"))
]
Check = Annotated[
    bool,
    typer.Option("--check", help=say("only verify; change nothing", "検証だけ行い、変更しない")),
]
ForceEmpty = Annotated[
    bool,
    typer.Option(
        "--force-empty",
        help=say("lose what the store holds now", "保管庫の今の中身を失ってもよい"),
    ),
]
Files = Annotated[
    bool,
    typer.Option(
        "--files",
        help=say("also replace the workspace's files", "ワークスペースのファイルも置き換える"),
    ),
]
PublicKey = Annotated[
    Path | None,
    typer.Option(help=say("upheld.pub, kept elsewhere", "別の場所に保管しておいた upheld.pub")),
]
SealedKeys = Annotated[
    Path | None,
    typer.Option(help=say("the file of `--with-keys`", "`--with-keys` で作ったファイル")),
]
Secret = Annotated[
    Path | None,
    typer.Option(
        "--secret",
        "--passphrase-file",
        help=say(
            "a file (0600) with the age identity or the passphrase",
            "age の秘密鍵か合言葉を書いたファイル(0600)",
        ),
    ),
]


def backup(
    target: Target,
    *,
    with_keys: WithKeys = None,
    recipient: Recipient = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Make a backup."""
    from upheld.operation.backup import Source, make, named_after
    from upheld.operation.workspace_files import left_out

    if (with_keys is None) != (recipient is None and passphrase_file is None):
        raise _keys_and_lock()
    with workspace() as opened:
        file = named_after(target, opened.clock) if target.is_dir() else target
        more = _named_files(opened)
        source = Source(
            folder=opened.folder,
            engine=opened.engine,
            signer=opened.signer,
            clock=opened.clock,
            more=more,
        )
        if with_keys is not None:
            _write_keys(opened, with_keys, recipient, passphrase_file)
        made = make(source, file, SCREEN.progress)
        SCREEN.progress_over()
        outside = left_out(opened.folder, more)
    _say_made(file, made, with_keys, outside)


def _say_made(file: Path, made: "Manifest", keys: Path | None, outside: Sequence[str]) -> None:
    rows = sum(table.rows for table in made.tables)
    SCREEN.data(
        {
            "backup": str(file),
            "rows": rows,
            "files": len(made.files),
            "entries": made.size,
            "revision": made.revision,
            "keys": str(keys) if keys else None,
            "left_out": outside,
        }
    )
    SCREEN.say(
        f"wrote {file}: {rows} rows, {len(made.files)} files, a ledger of {made.size} entries",
        f"{file} を作成しました: {rows} 行、{len(made.files)} ファイル、台帳 {made.size} 件",
    )
    if keys is None:
        SCREEN.say(
            "the keys are NOT in it; without them what requests say cannot be opened (--with-keys)",
            "鍵は含まれていません。鍵がないと請求の内容を開けません(--with-keys)",
        )
    if outside:
        SCREEN.say(
            f"not in it either: {', '.join(outside)}", f"次も含まれていません: {', '.join(outside)}"
        )


def _keys_and_lock() -> UsageError:
    return UsageError(
        Text(
            en="`--with-keys` goes with `--recipient` or `--passphrase-file`",
            ja="`--with-keys` は `--recipient` か `--passphrase-file` と一緒に指定してください",
        ),
        remedy=Text(
            en="e.g. `--with-keys /media/safe/keys.age --recipient age1…`",
            ja="例: `--with-keys /media/safe/keys.age --recipient age1…`",
        ),
    )


def _named_files(opened: "Workspace") -> tuple[str, ...]:
    corrections = opened.settings.declared.calendar.overrides
    return () if corrections is None else (corrections,)


def _write_keys(
    opened: "Workspace", target: Path, recipient: str | None, passphrase_file: Path | None
) -> None:
    import os

    from upheld.disclosure.sealing import archive, to_recipient, with_passphrase
    from upheld.operation import keys

    if recipient is not None:
        lock = to_recipient(recipient)
    else:
        lock = with_passphrase(passphrase_file or Path())
    members = keys.members_of(_places(opened))
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        lock(archive(members), stream)


def _places(opened: "Workspace") -> dict[str, Path]:
    from upheld.operation import keys

    public = opened.folder / "upheld.pub"
    return keys.places_of(
        opened.folder, opened.settings.signing_key_path(), opened.store_key, public
    )


def restore(
    file: BackupFile,
    *,
    check: Check = False,
    force_empty: ForceEmpty = False,
    files: Files = False,
    key: PublicKey = None,
    keys: SealedKeys = None,
    secret: Secret = None,
) -> None:
    """Restore a backup."""
    from upheld.evidence.checkpoint import read_verifier_key
    from upheld.operation import reading_backup, restoring

    folder = (SCREEN.folder or Path()).resolve()
    public = key or folder / "upheld.pub"
    trusted = read_verifier_key(public.read_text("utf-8")) if key or public.is_file() else None
    unlocked = _unlocked(keys, secret)
    with reading_backup.opened(file, trusted) as backup:
        checked = restoring.trial(backup, SCREEN.progress)
        SCREEN.progress_over()
        if check:
            _say_checked(backup, checked, trusted=trusted is not None)
            return
        _restore(backup, folder, force=force_empty, replace=files, unlocked=unlocked)


def _unlocked(keys: Path | None, secret: Path | None) -> dict[str, bytes] | None:
    from upheld.operation import keys as sealed_keys

    if keys is not None and secret is not None:
        return sealed_keys.opened(keys, secret)
    if keys is None and secret is None:
        return None
    raise UsageError(
        Text(
            en="`--keys` and `--secret` go together", ja="`--keys` と `--secret` は一緒に使います"
        ),
        remedy=Text(
            en="`--secret` names a file with the age identity or the passphrase",
            ja="`--secret` に age の秘密鍵か合言葉のファイルを指定してください",
        ),
    )


def _say_checked(backup: "Backup", checked: "LedgerCheck", *, trusted: bool) -> None:
    manifest = backup.manifest
    rows = sum(table.rows for table in manifest.tables)
    SCREEN.data(
        {
            "backup": backup.name,
            "made_at": manifest.made_at,
            "rows": rows,
            "entries": checked.size,
            "key_from_elsewhere": trusted,
            "restored": False,
        }
    )
    SCREEN.say(
        f"{backup.name} of {manifest.made_at}: {rows} rows read back, {checked.size} entries verify",
        f"{backup.name}({manifest.made_at}): {rows} 行を読み戻し、台帳 {checked.size} 件を検証しました",
    )
    if not trusted:
        SCREEN.say(
            "checked with the key in the backup itself; --key upheld.pub from elsewhere says more",
            "バックアップ内の鍵での検証です。別に保管した upheld.pub を --key で渡すと確実です",
        )


def _restore(
    backup: "Backup",
    folder: Path,
    *,
    force: bool,
    replace: bool,
    unlocked: dict[str, bytes] | None,
) -> None:
    from upheld.assembly import Workspace, open_store
    from upheld.operation import files_back, keys, restoring
    from upheld.settings import FILE_NAME

    new = not (folder / FILE_NAME).exists()
    folder.mkdir(parents=True, exist_ok=True)
    if not new:
        # Before any file is touched.
        _refuse_full(folder, force=force)
    files = files_back.put_back(backup, folder, replace=new or replace)
    opened = Workspace(folder)
    written = keys.put_back(unlocked, folder, _places(opened)) if unlocked else []
    engine = open_store(opened.settings.store_url())
    try:
        rows = restoring.restore(backup, engine, opened.clock, force=force, watch=SCREEN.progress)
        sealed = _sealed(opened)
    finally:
        SCREEN.progress_over()
        engine.dispose()
        opened.close()
    SCREEN.data(
        {
            "backup": backup.name,
            "made_at": backup.manifest.made_at,
            "rows": rows,
            "entries": backup.manifest.size,
            "files": list(files.written),
            "files_kept": list(files.kept),
            "keys": written,
            "sealed": sealed,
            "restored": True,
        }
    )
    _say_restored(backup, rows, files.kept, sealed=sealed, keys=bool(written))


def _refuse_full(folder: Path, *, force: bool) -> None:
    from upheld.assembly import Workspace, open_store
    from upheld.operation.restoring import refuse_not_empty

    engine = open_store(Workspace(folder).settings.store_url())
    try:
        refuse_not_empty(engine, force=force)
    finally:
        engine.dispose()


def _sealed(opened: "Workspace") -> bool:
    """Sign the restored ledger, its entry of the restore included, where the key is there."""
    from upheld.evidence import ledger

    try:
        signer = opened.signer
    except RefusalError:
        return False
    ledger.seal(opened.engine, signer, opened.clock)
    return True


def _say_restored(
    backup: "Backup", rows: int, kept: tuple[str, ...], *, sealed: bool, keys: bool
) -> None:
    SCREEN.say(
        f"restored the store of {backup.manifest.made_at}: {rows} rows. What was done after that is "
        "not in it: compare receipts and anchors with `upheld ledger check --anchor`",
        f"{backup.manifest.made_at} 時点の保管庫を戻しました({rows} 行)。それより後の記録は含まれません。"
        "受領証とアンカーを `upheld ledger check --anchor` で突き合わせてください",
    )
    if kept:
        SCREEN.say(
            f"kept the workspace's own: {', '.join(kept)} (--files replaces them)",
            f"ワークスペースの方を残しました: {', '.join(kept)}(--files で置き換え)",
        )
    if not sealed:
        SCREEN.say(
            "the signing key is not there: the ledger goes on once it is",
            "署名鍵がありません。鍵を戻すと台帳を続けられます",
        )
    if not keys:
        SCREEN.say(
            "no keys were restored; put back the signing key and the store key if they are not there",
            "鍵は戻していません。署名鍵と保管鍵がなければ戻してください",
        )
