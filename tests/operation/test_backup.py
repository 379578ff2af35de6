"""A backup comes back whole, from either kind of store into either, or is refused before a row is touched."""

import base64
import json
import threading
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyrage
import pytest
from sqlalchemy import DateTime, Engine, func, insert, select, text

from tests.evidence.ledgers import HandClock, Trial
from tests.faults import shop
from tests.faults.workspace import Office, make_office
from tests.migrations import dumping
from upheld.assembly import open_store
from upheld.durable.tables import works
from upheld.evidence import store as evidence
from upheld.evidence.check import check
from upheld.migrations import opening, tables
from upheld.operation import reading_backup, restoring
from upheld.operation.backup import Source, make
from upheld.operation.manifest import MANIFEST, SIGNATURE, BackupDamagedError
from upheld.terminal.main import main

KINDS = ("sqlite", "postgresql")
FreshDatabase = Callable[[str], str]


def _store(url: str, *, filled: bool) -> Engine:
    engine = open_store(url)
    opening.bring_up_to_date(engine)
    if filled:
        dumping.fill(engine)
    return engine


def _workspace(folder: Path) -> Path:
    (folder / "policy").mkdir(parents=True)
    (folder / "upheld.yaml").write_text("company: dumps\n")
    (folder / "upheld.pub").write_text(dumping.KEY.public.text() + "\n")
    (folder / "policy" / "policy.yaml").write_text("company: {en: D, ja: D}\n")
    return folder


def _made(engine: Engine, folder: Path) -> Path:
    file = folder / "made.backup.zip"
    source = Source(
        folder=_workspace(folder / "from"), engine=engine, signer=dumping.KEY, clock=HandClock()
    )
    make(source, file)
    return file


def _put_back(file: Path, engine: Engine, **options: Any) -> int:
    with reading_backup.opened(file, dumping.KEY.public) as backup:
        restoring.trial(backup, lambda _table: None)
        return restoring.restore(
            backup, engine, HandClock(), force=options.pop("force", False), **options
        )


def _plain(engine: Engine) -> dict[str, list[str]]:
    """Every row in words that both kinds of database share."""
    from upheld.operation.plain_rows import lines_of

    with engine.connect() as connection:
        return {t.name: sorted(lines_of(connection, t)) for t in tables.in_order()}


@pytest.mark.slow
@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
def test_every_row_comes_back_in_either_kind_of_store(
    source: str, target: str, fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    old = _store(fresh_database(source), filled=True)
    file = _made(old, tmp_path)
    new = open_store(fresh_database(target))
    _put_back(file, new)
    before, after = _plain(old), _plain(new)
    added = set(after["evidence_entry"]) - set(before["evidence_entry"])
    assert len(added) == 1, "the entry that says so"
    assert "store-restored" in added.pop()
    after["evidence_entry"] = before["evidence_entry"]
    assert after == before
    trial = Trial(new, key=dumping.KEY)
    trial.write(2)
    trial.seal()
    assert check(new, dumping.KEY.public).ok
    for engine in (old, new):
        engine.dispose()


@pytest.mark.slow
def test_work_whose_steps_the_library_recorded_is_not_begun_again(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    old = _store(fresh_database("sqlite"), filled=True)
    with old.begin() as connection:
        for key, port, state in (
            ("a", "dbos", "waiting"),
            ("b", "direct", "waiting"),
            ("c", "dbos", "done"),
        ):
            row = {"key": key, "name": "n", "args": "[]", "port": port, "state": state, "run": 1,
                   "steps": 0, "wait": 0, "started_at": HandClock().now()}  # fmt: skip
            connection.execute(insert(works), row)
    new = open_store(fresh_database("sqlite"))
    _put_back(_made(old, tmp_path), new)
    with new.connect() as connection:
        found = connection.execute(
            select(works.c.key, works.c.state, works.c.error).where(
                works.c.key.in_(("a", "b", "c"))
            )
        )
        assert sorted(tuple(row) for row in found) == [
            ("a", "failed", "store-restored"), ("b", "waiting", None), ("c", "done", None),
        ]  # fmt: skip
    for engine in (old, new):
        engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("target", KINDS)
def test_numbers_that_were_given_out_are_not_given_out_again(
    target: str, fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    old = _store(fresh_database("sqlite"), filled=True)
    with old.begin() as connection:
        row = {"kind": "k", "drill": False, "leaf": b"x"}
        last = connection.execute(insert(evidence.entries).values(row)).inserted_primary_key
        assert last is not None
        connection.execute(evidence.entries.delete().where(evidence.entries.c.id == last[0]))
    new = open_store(fresh_database(target))
    _put_back(_made(old, tmp_path), new)
    with new.connect() as connection:
        highest = connection.execute(select(func.max(evidence.entries.c.id))).scalar_one()
    assert highest == last[0] + 1, "the entry of the restore comes after the number that was lent"
    for engine in (old, new):
        engine.dispose()


def test_every_instant_in_our_store_has_a_zone() -> None:
    """SQLite forgets the zone, so that all of them are UTC; a column without one would shift."""
    without = [
        f"{table.name}.{column.name}"
        for table in tables.in_order()
        for column in table.columns
        if isinstance(column.type, DateTime) and not column.type.timezone
    ]
    assert without == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_store_that_holds_something_is_not_replaced_unless_that_is_said(
    kind: str, fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    old = _store(fresh_database("sqlite"), filled=True)
    file = _made(old, tmp_path)
    full = _store(fresh_database(kind), filled=True)
    with full.begin() as connection:
        connection.execute(text("UPDATE counter SET last = 99"))
    before = _plain(full)
    with pytest.raises(restoring.StoreNotEmptyError):
        _put_back(file, full)
    assert _plain(full) == before
    _put_back(file, full, force=True)
    assert _plain(full)["counter"] == _plain(old)["counter"] != before["counter"]
    for engine in (old, full):
        engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_restore_that_dies_halfway_leaves_the_store_as_it_was(
    kind: str, fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    old = _store(fresh_database("sqlite"), filled=True)
    file = _made(old, tmp_path)
    full = _store(fresh_database(kind), filled=True)
    before = _plain(full)

    def dies(table: str) -> None:
        if table == "request":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _put_back(file, full, force=True, watch=dies)
    assert _plain(full) == before
    for engine in (old, full):
        engine.dispose()


def _rewritten(
    file: Path, change: Callable[[dict[str, bytes]], None], *, signed: bool = False
) -> Path:
    """A backup with changed members; signed anew only by who has the key."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    if signed:
        members[SIGNATURE] = base64.b64encode(dumping.KEY.sign(members[MANIFEST]))
    other = file.with_name("changed.backup.zip")
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return other


def _row_changed(members: dict[str, bytes]) -> None:
    name = "store/counter.jsonl"
    members[name] = members[name].replace(b"1", b"2", 1)


def _row_gone(members: dict[str, bytes]) -> None:
    name = "store/counter.jsonl"
    members[name] = b"".join(members[name].splitlines(True)[1:])


def _member_gone(members: dict[str, bytes]) -> None:
    del members["store/request.jsonl"]


def _file_changed(members: dict[str, bytes]) -> None:
    members["workspace/policy/policy.yaml"] += b"#"


def _manifest_changed(members: dict[str, bytes]) -> None:
    members[MANIFEST] = members[MANIFEST].replace(b'"rows": 3', b'"rows": 2', 1)


def _unsigned(members: dict[str, bytes]) -> None:
    members[SIGNATURE] = b"bm8="


@pytest.mark.slow
@pytest.mark.parametrize(
    "change", [_row_changed, _row_gone, _member_gone, _manifest_changed, _unsigned]
)
def test_a_changed_backup_is_refused_before_a_row_is_touched(
    change: Callable[[dict[str, bytes]], None], fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    old = _store(fresh_database("sqlite"), filled=True)
    file = _rewritten(_made(old, tmp_path), change)
    new = _store(fresh_database("sqlite"), filled=False)
    with pytest.raises(BackupDamagedError):
        _put_back(file, new)
    assert not any(_plain(new).values())
    for engine in (old, new):
        engine.dispose()


@pytest.mark.slow
def test_a_changed_file_of_the_workspace_is_never_written(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    from upheld.operation import files_back

    old = _store(fresh_database("sqlite"), filled=False)
    file = _rewritten(_made(old, tmp_path), _file_changed)
    with (
        reading_backup.opened(file, dumping.KEY.public) as backup,
        pytest.raises(BackupDamagedError),
    ):
        files_back.put_back(backup, tmp_path / "to", replace=True)
    assert not (tmp_path / "to" / "policy" / "policy.yaml").exists()
    old.dispose()


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "secrets/evil",
        "policy/../../evil",
        ".upheld/store.key",
        ".upheld/answers/.key/p",
    ],
)
def test_a_backup_writes_nowhere_but_into_the_workspace_even_when_it_is_signed(
    name: str, fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    def named(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[MANIFEST])
        manifest["files"][0]["path"] = name
        members[MANIFEST] = json.dumps(manifest).encode()

    old = _store(fresh_database("sqlite"), filled=False)
    file = _rewritten(_made(old, tmp_path), named, signed=True)
    with pytest.raises(BackupDamagedError), reading_backup.opened(file, dumping.KEY.public):
        pass
    old.dispose()


@pytest.mark.slow
def test_a_file_cut_off_or_of_another_kind_is_no_backup(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    old = _store(fresh_database("sqlite"), filled=True)
    whole = _made(old, tmp_path).read_bytes()
    for content in (whole[:-200], whole[: len(whole) // 2], b"", b"hello"):
        broken = tmp_path / "broken.zip"
        broken.write_bytes(content)
        with pytest.raises(BackupDamagedError), reading_backup.opened(broken, None):
            pass
    old.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_of_an_earlier_version_becomes_todays(
    kind: str, fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    """As the first version would have made it: fewer tables, an earlier step."""
    first = {name.strip('"') for name in dumping.read(dumping.names("sqlite")[0]).split()} & {
        table.name for table in tables.in_order()
    }

    def older(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[MANIFEST])
        manifest["revision"] = "0001"
        manifest["tables"] = [t for t in manifest["tables"] if t["name"] in first]
        members[MANIFEST] = json.dumps(manifest).encode()

    old = _store(fresh_database("sqlite"), filled=True)
    new = open_store(fresh_database(kind))
    _put_back(_rewritten(_made(old, tmp_path), older, signed=True), new)
    after, before = _plain(new), _plain(old)
    assert {name for name, rows in after.items() if rows} == first
    assert all(after[name] == before[name] for name in first - {"evidence_entry"})
    with new.connect() as connection:
        assert opening.version_of(connection) == opening.revisions()[-1]
    for engine in (old, new):
        engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_meanwhile_is_whole_or_not_in_the_backup(
    kind: str, fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    engine = _store(fresh_database(kind), filled=True)
    trial, over = Trial(engine, key=dumping.KEY), threading.Event()

    def write() -> None:
        while not over.is_set():
            trial.write(3)
            trial.seal()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        file = _made(engine, tmp_path)
    finally:
        over.set()
        writer.join()
    with reading_backup.opened(file, dumping.KEY.public) as backup:
        assert restoring.trial(backup, lambda _table: None).ok
    engine.dispose()


@pytest.mark.slow
def test_a_large_store_passes_through_little_memory(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    engine = _store(fresh_database("sqlite"), filled=False)
    row = {"kind": "k", "drill": False, "leaf": bytes(20_000)}
    with engine.begin() as connection:
        for number in range(4):
            numbered = [{**row, "idx": 500 * number + n} for n in range(500)]
            connection.execute(insert(evidence.entries), numbered)
    _workspace(tmp_path / "from")
    source = Source(folder=tmp_path / "from", engine=engine, signer=dumping.KEY, clock=HandClock())
    tracemalloc.start()
    made = make(source, tmp_path / "made.zip")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(part.rows for part in made.tables) >= 2_000
    assert peak < 25_000_000, "40 MB of rows, of which some are held at a time"
    engine.dispose()


# The commands -------------------------------------------------------------------------------


@pytest.fixture
def office(
    fresh_database: FreshDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Office:
    url = fresh_database("sqlite")
    shop.fill(url)
    made = make_office(tmp_path, url, capsys)
    unit = made.ready()
    assert made.run("request", "apply", unit).code == 0
    return made


def _restore(office: Office, folder: Path, *words: str) -> Any:
    office.capture.readouterr()
    code = main(["-C", str(folder), "--json", "restore", *words])
    out, err = office.capture.readouterr()
    return code, json.loads(out or err)


@pytest.mark.slow
def test_a_workspace_comes_back_in_another_folder_with_its_keys(
    office: Office, tmp_path: Path
) -> None:
    identity = pyrage.x25519.Identity.generate()
    secret = tmp_path / "identity.txt"
    secret.write_text(f"# created\n{identity}\n")
    secret.chmod(0o600)
    keys, file = tmp_path / "keys.age", tmp_path / "a.zip"
    said = office.run(
        "backup", str(file), "--with-keys", str(keys), "--recipient", str(identity.to_public())
    )
    assert said.code == 0, said.err
    assert file.stat().st_mode & 0o777 == keys.stat().st_mode & 0o777 == 0o600
    for secret_file in (
        office.folder / "secrets" / "signing.key",
        office.store.parent / "store.key",
    ):
        words = secret_file.read_bytes().strip()
        with zipfile.ZipFile(file) as archive:
            assert not any(words in archive.read(name) for name in archive.namelist())
        assert words not in keys.read_bytes()

    elsewhere = tmp_path / "elsewhere"
    code, done = _restore(
        office, elsewhere, str(file), "--keys", str(keys), "--secret", str(secret)
    )
    assert code == 0, done
    assert done["sealed"]
    assert {"signing.key", "store.key"} <= set(done["keys"])
    other = Office(folder=elsewhere, url=office.url, capture=office.capture)
    assert other.run("ledger", "check").code == 0
    assert (
        other.run("request", "show", "R-2026-0001").json
        == office.run("request", "show", "R-2026-0001").json
    )
    receipt = elsewhere / "receipt.json"
    assert other.run("receipt", "R-2026-0001", "--out", str(receipt)).code == 0
    assert other.run("verify", str(receipt), "--key", str(office.folder / "upheld.pub")).code == 0


@pytest.mark.slow
def test_sealed_documents_and_answers_are_in_it_and_what_opens_them_is_not(
    office: Office, tmp_path: Path
) -> None:
    hidden = office.folder / ".upheld"
    sealed = ("uploads/0a1b", "answers/R-2026-0001/bundle.age")
    left = ("answers/.key-x1/passphrase", "mail/letter.eml", "uploads/.0a1c.part")
    for name in (*sealed, *left):
        (hidden / name).parent.mkdir(parents=True, exist_ok=True)
        (hidden / name).write_bytes(name.encode())
    file = tmp_path / "a.zip"
    assert office.run("backup", str(file)).code == 0
    with zipfile.ZipFile(file) as archive:
        names = {
            n.removeprefix("workspace/.upheld/") for n in archive.namelist() if "/.upheld/" in n
        }
    assert names == set(sealed)
    code, done = _restore(office, tmp_path / "elsewhere", str(file))
    assert code == 0, done
    for name in sealed:
        assert (tmp_path / "elsewhere" / ".upheld" / name).read_bytes() == name.encode()


@pytest.mark.slow
def test_without_keys_the_store_comes_back_and_says_what_is_missing(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "a.zip"
    said = office.run("backup", str(file))
    assert said.json["keys"] is None
    code, done = _restore(office, tmp_path / "elsewhere", str(file))
    assert (code, done["sealed"], done["keys"]) == (0, False, [])


@pytest.mark.slow
def test_check_alone_changes_nothing(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    assert office.run("backup", str(file)).code == 0
    code, said = _restore(office, tmp_path / "elsewhere", str(file), "--check")
    assert (code, said["restored"]) == (0, False)
    assert said["entries"] > 0
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.slow
def test_the_commands_refuse_what_would_lose_something(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    assert office.run("backup", str(file)).code == 0
    assert office.run("backup", str(file)).error["code"] == "usage", "a backup is never overwritten"
    code, said = _restore(office, office.folder, str(file))
    assert (code, said["error"]["code"]) == (2, "store-not-empty")
    assert office.run("ledger", "check").code == 0
    other = tmp_path / "other.pub"
    from upheld.evidence.signing import new_key

    other.write_text(new_key("acme").public.text())
    code, said = _restore(office, tmp_path / "x", str(file), "--key", str(other))
    assert (code, said["error"]["code"]) == (5, "backup-damaged")
    assert not (tmp_path / "x").exists()


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--secret", "--passphrase-file"])
@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_passphrase_is_named_alike_in_both_commands(
    command: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help"]) == 0
    assert option in capsys.readouterr().out


@pytest.mark.slow
def test_the_wrong_secret_opens_no_keys(office: Office, tmp_path: Path) -> None:
    keys, file = tmp_path / "keys.age", tmp_path / "a.zip"
    word = tmp_path / "word"
    word.write_text("a long passphrase\n")
    word.chmod(0o600)
    said = office.run("backup", str(file), "--with-keys", str(keys), "--passphrase-file", str(word))
    assert said.code == 0, said.err
    wrong = tmp_path / "wrong"
    wrong.write_text("another one\n")
    wrong.chmod(0o600)
    folder = tmp_path / "x"
    code, told = _restore(office, folder, str(file), "--keys", str(keys), "--secret", str(wrong))
    assert (code, told["error"]["code"]) == (2, "keys-unreadable")
    assert not folder.exists()
    code, told = _restore(office, folder, str(file), "--keys", str(keys), "--secret", str(word))
    assert code == 0, told
    with closing(open_store(f"sqlite:///{folder}/.upheld/store.db").connect()) as connection:
        assert connection.execute(text("SELECT count(*) FROM request")).scalar() == 1
