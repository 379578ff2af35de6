"""Checkpoints kept where the company cannot rewrite them."""

import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.evidence.ledgers import Trial
from upheld.evidence import verifier
from upheld.evidence.anchor import anchor
from upheld.evidence.check import check
from upheld.evidence.checkpoint import EvidenceFailsError
from upheld.refusal import Exit, PlaceFailedError, PlaceUnreachableError, UsageError


def git(*arguments: str, folder: Path) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def held(trial: Trial, data: bytes, folder: Path) -> verifier.Verdict:
    key = verifier.read_key(trial.public.text().encode())
    return verifier.verify(data, key=key, anchor=verifier.read_anchor(folder))


def test_a_folder_keeps_every_anchored_head_and_no_entry(trial: Trial, tmp_path: Path) -> None:
    place = tmp_path / "mount"
    for size in (300, 10):
        trial.grow(size)
        made = anchor(trial.engine, f"file:{place}", key=trial.public)
    assert (made.size, made.kept_at, made.timestamp_verified) == (310, f"file:{place}", None)
    assert sorted(path.name for path in (place / "checkpoints").iterdir()) == ["300", "310"]
    assert not (place / "tile" / "entries").exists()
    assert check(trial.engine, trial.public, anchor=place).anchored_sizes == (300, 310)


def test_a_folder_whose_mount_is_missing_is_refused(trial: Trial, tmp_path: Path) -> None:
    trial.grow(1)
    with pytest.raises(PlaceUnreachableError) as refusal:
        anchor(trial.engine, f"file:{tmp_path}/not/mounted", key=trial.public)
    assert refusal.value.exit_code is Exit.UNREACHABLE


def test_a_file_in_the_place_of_the_folder_is_refused(trial: Trial, tmp_path: Path) -> None:
    trial.grow(1)
    (tmp_path / "file").write_text("x")
    with pytest.raises(PlaceUnreachableError):
        anchor(trial.engine, f"file:{tmp_path}/file", key=trial.public)


@pytest.mark.parametrize(
    "to", ["", "x", "ftp:somewhere", "file:", "tsa:ftp://x", "tsa:file:///etc"]
)
def test_an_unknown_place_is_refused(trial: Trial, to: str) -> None:
    trial.grow(1)
    with pytest.raises(UsageError):
        anchor(trial.engine, to, key=trial.public)


def test_an_unsealed_ledger_has_nothing_to_anchor(trial: Trial, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        anchor(trial.engine, f"file:{tmp_path}/a", key=trial.public)


def test_a_rewritten_ledger_cannot_overwrite_its_own_anchor(trial: Trial, tmp_path: Path) -> None:
    trial.grow(300)
    place = tmp_path / "mount"
    anchor(trial.engine, f"file:{place}", key=trial.public)
    before = (place / "checkpoint").read_bytes()
    trial.forge(3, b'"number":3', b'"number":9')
    trial.grow(5)
    with pytest.raises(EvidenceFailsError, match="rewritten"):
        anchor(trial.engine, f"file:{place}", key=trial.public)
    assert (place / "checkpoint").read_bytes() == before


def test_a_cut_ledger_cannot_overwrite_its_own_anchor(trial: Trial, tmp_path: Path) -> None:
    trial.grow(100)
    trial.grow(200)
    place = tmp_path / "mount"
    anchor(trial.engine, f"file:{place}", key=trial.public)
    trial.sql("DELETE FROM evidence_entry WHERE idx >= 100")
    trial.sql("DELETE FROM evidence_checkpoint WHERE size = 300")
    with pytest.raises(EvidenceFailsError, match="tail was cut"):
        anchor(trial.engine, f"file:{place}", key=trial.public)


def test_another_ledger_cannot_take_over_an_anchor(trial: Trial, tmp_path: Path) -> None:
    trial.grow(3)
    anchor(trial.engine, f"file:{tmp_path}/a", key=trial.public)
    for table in ("entry", "tile", "checkpoint", "anchor"):
        trial.sql(f"DELETE FROM evidence_{table}")
    other = Trial(trial.engine)
    other.grow(5)
    with pytest.raises(EvidenceFailsError):
        anchor(other.engine, f"file:{tmp_path}/a", key=other.public)


def test_a_git_remote_keeps_the_history_of_heads(trial: Trial, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    git("init", "--quiet", "--bare", str(remote), folder=tmp_path)
    trial.grow(300)
    anchor(trial.engine, f"git:{remote}", key=trial.public)
    receipt = trial.state("R-1")
    anchor(trial.engine, f"git:file://{remote}", key=trial.public)
    log = git("log", "--format=%s", "upheld-anchor/mycompany", folder=remote)
    assert log.splitlines() == ["Checkpoint of 301 entries", "Checkpoint of 300 entries"]
    git("clone", "--quiet", "-b", "upheld-anchor/mycompany", str(remote), "copy", folder=tmp_path)
    verdict = held(trial, receipt.as_bytes(), tmp_path / "copy")
    assert verdict.anchored is not None
    assert (verdict.exit_code, verdict.anchored.size) == (0, 301)


def test_a_git_remote_refuses_a_rewritten_ledger(trial: Trial, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    git("init", "--quiet", "--bare", str(remote), folder=tmp_path)
    trial.grow(300)
    anchor(trial.engine, f"git:{remote}", key=trial.public)
    trial.forge(3, b'"number":3', b'"number":9')
    with pytest.raises(EvidenceFailsError):
        anchor(trial.engine, f"git:{remote}", key=trial.public)


def test_a_git_remote_that_refuses_a_push_is_a_failure(trial: Trial, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    git("init", "--quiet", "--bare", str(remote), folder=tmp_path)
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    trial.grow(3)
    with pytest.raises(PlaceFailedError):
        anchor(trial.engine, f"git:{remote}", key=trial.public)
    assert check(trial.engine, trial.public).ok


@pytest.mark.parametrize(
    "remote",
    ["/none", "--upload-pack=touch x", "ext::sh -c true", "https://u:secret@127.0.0.1:9/x"],
)
def test_a_git_remote_that_cannot_be_reached_is_refused_without_its_password(
    trial: Trial, remote: str
) -> None:
    trial.grow(3)
    with pytest.raises(PlaceUnreachableError) as refusal:
        anchor(trial.engine, f"git:{remote}", key=trial.public)
    assert "secret" not in str(refusal.value)


# --- RFC 3161 ------------------------------------------------------------------------------------

TSA_CONFIGURATION = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[stamping]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


@dataclass(frozen=True, slots=True)
class Authority:
    """A time stamp authority of our own: openssl behind a small server."""

    folder: Path
    url: str

    def openssl(self, *arguments: str) -> bytes:
        done = subprocess.run(
            ["openssl", *arguments], cwd=self.folder, check=True, capture_output=True
        )
        return done.stdout

    def prepare(self) -> None:
        (self.folder / "c.cnf").write_text(TSA_CONFIGURATION.format(folder=self.folder))
        (self.folder / "serial").write_text("01\n")
        self.openssl(
            *[
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-days",
                "30",
            ],
            *["-subj", "/CN=Test-CA", "-config", "c.cnf", "-extensions", "ca"],
        )
        self.openssl(
            *["req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr"],
            *["-subj", "/CN=Test-TSA", "-config", "c.cnf"],
        )
        self.openssl(
            *[
                "x509",
                "-req",
                "-in",
                "tsa.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "30",
            ],
            *["-extfile", "c.cnf", "-extensions", "stamping", "-out", "tsa.pem"],
        )

    def reply(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        return self.openssl(
            *["ts", "-reply", "-config", "c.cnf", "-section", "one", "-queryfile", "query"]
        )


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    made: list[Authority] = []
    kept: list[bytes] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/garbage":
                reply = b"garbage"
            elif self.path == "/replayed" and kept:
                reply = kept[0]
            else:
                reply = made[0].reply(query)
                kept.append(reply)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    made.append(Authority(tmp_path_factory.mktemp("tsa"), f"http://127.0.0.1:{server.server_port}"))
    made[0].prepare()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made[0]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.slow
def test_a_time_stamp_is_kept_and_verifies_with_openssl(
    trial: Trial, tmp_path: Path, authority: Authority
) -> None:
    receipt = trial.state("R-1")
    place = tmp_path / "kept"
    made = anchor(
        trial.engine,
        f"tsa:{authority.url}/",
        key=trial.public,
        keep=place,
        tsa_roots=[authority.folder / "ca.pem"],
    )
    assert made.timestamp_verified is True
    heads = place / "checkpoints"
    authority.openssl(
        "ts", "-verify", "-data", str(heads / "1"), "-in", str(heads / "1.tsr"), "-CAfile", "ca.pem"
    )
    assert held(trial, receipt.as_bytes(), place).exit_code == 0


def test_a_time_stamp_without_a_root_says_that_it_was_not_verified(
    trial: Trial, authority: Authority
) -> None:
    trial.grow(1)
    made = anchor(trial.engine, f"tsa:{authority.url}/", key=trial.public)
    assert made.timestamp_verified is False


@pytest.mark.parametrize("path", ["garbage", "replayed"])
def test_an_answer_that_is_no_stamp_of_this_head_is_refused(
    trial: Trial, authority: Authority, path: str
) -> None:
    trial.grow(1)
    anchor(trial.engine, f"tsa:{authority.url}/", key=trial.public)
    trial.grow(1)
    with pytest.raises(PlaceFailedError):
        anchor(trial.engine, f"tsa:{authority.url}/{path}", key=trial.public)


def test_a_stamp_of_another_authority_is_refused(
    trial: Trial, authority: Authority, tmp_path: Path
) -> None:
    stranger = Authority(tmp_path, "")
    stranger.prepare()
    trial.grow(1)
    with pytest.raises(PlaceFailedError):
        anchor(
            trial.engine,
            f"tsa:{authority.url}/",
            key=trial.public,
            tsa_roots=[tmp_path / "ca.pem"],
        )


def test_an_authority_that_does_not_answer_is_unreachable(trial: Trial) -> None:
    trial.grow(1)
    with pytest.raises(PlaceUnreachableError):
        anchor(trial.engine, "tsa:http://127.0.0.1:9/", key=trial.public)
