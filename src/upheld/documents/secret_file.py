"""Files that hold a secret: only their owner may read them, and that is checked."""

import os
import stat
from pathlib import Path

from upheld.refusal import RefusalError, UsageError, Where
from upheld.wording import Text, reason_of

PRIVATE = 0o600
"""The mode of a file that holds a secret: its owner reads and writes, nobody else."""
_OTHERS = 0o077
_BYTES_LIMIT = 65_536
"""Bytes of a secret; a key or a URL has a few hundred."""


class SecretMissingError(RefusalError):
    """A secret is not where the settings say it is."""

    code = "secret-missing"


class SecretExposedError(RefusalError):
    """Others can read a file that holds a secret, or it belongs to somebody else."""

    code = "secret-exposed"


def read_secret(path: Path) -> str:
    """Return the text of a file whose mode is 0600 or stricter and which is ours.

    Raises:
        SecretMissingError: It is not there, cannot be read, or is empty.
        SecretExposedError: Its group or others may read it, or another user owns it.
    """
    try:
        # One descriptor for check and reading: the file cannot be exchanged in between.
        # Not blocking: a named pipe in the file's place must not hang the program.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise _missing(path, reason_of(error)) from error
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise _missing(path, _NOT_A_FILE)
        _check(path, state)
        raw = os.read(descriptor, _BYTES_LIMIT)
    finally:
        os.close(descriptor)
    try:
        text = raw.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise _missing(path, _NOT_TEXT, _as_text(path)) from error
    if not text:
        raise _missing(path, _EMPTY)
    return text


def write_secret(path: Path, text: str) -> None:
    """Create a file with mode 0600 and its folder with 0700; never overwrite one.

    Raises:
        UsageError: The file is there already.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError as error:
        raise UsageError(
            Text(en=f"`{path}` is there already", ja=f"`{path}` はすでにあります"),
            remedy=Text(
                en="a secret is never overwritten: move it away first",
                ja="秘密のファイルは上書きしません。先に別の場所へ移してください",
            ),
            where=Where(file=str(path)),
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        # A umask can only take bits away; a file system may add some.
        os.fchmod(stream.fileno(), PRIVATE)
        stream.write(text if text.endswith("\n") else f"{text}\n")
        stream.flush()
        os.fsync(stream.fileno())


def _check(path: Path, state: os.stat_result) -> None:
    mode = stat.S_IMODE(state.st_mode)
    if mode & _OTHERS:
        raise SecretExposedError(
            Text(
                en=f"others may use `{path}`, which holds a secret (mode {mode:04o})",
                ja=f"秘密を含む `{path}` を他の利用者が使えます(モード {mode:04o})",
            ),
            remedy=Text(
                en=f"run `chmod 600 {path}`, and change the secret if somebody may have read it",
                ja=f"`chmod 600 {path}` を実行し、読まれた恐れがあれば秘密を変更してください",
            ),
            where=Where(file=str(path)),
        )
    if state.st_uid != os.geteuid():
        raise SecretExposedError(
            Text(
                en=f"`{path}` holds a secret and belongs to another user",
                ja=f"秘密を含む `{path}` の所有者が別の利用者です",
            ),
            remedy=Text(
                en=f"run `chown $(id -un) {path}` as its owner, or run as that user",
                ja=f"`chown` で `{path}` の所有者を変えるか、その利用者で実行してください",
            ),
            where=Where(file=str(path)),
        )


_NOT_A_FILE = Text(en="not a file", ja="ファイルではありません")
_NOT_TEXT = Text(
    en="its bytes are no text, and a secret is a line of text in UTF-8",
    ja="中身がテキストではありません。秘密は UTF-8 の 1 行の文字列です",
)
_EMPTY = Text(en="empty", ja="空です")


def _as_text(path: Path) -> Text:
    """Say how a key is made: random bytes are written as text, and those that are there may be kept."""
    made = f"(umask 077; openssl rand -base64 32 > {path})"
    kept = f"(umask 077; base64 -w0 {path} > {path}.txt)"
    return Text(
        en=f"make a key anew: `{made}`; or keep these bytes as text, and name that file: `{kept}`",
        ja=f"鍵を作り直すか(`{made}`)、今の中身をテキストにしたファイルを指定してください(`{kept}`)",
    )


def _missing(path: Path, reason: Text, remedy: Text | None = None) -> SecretMissingError:
    return SecretMissingError(
        Text(
            en=f"the secret in `{path}` cannot be read: {reason.en}",
            ja=f"`{path}` の秘密を読めません: {reason.ja}",
        ),
        remedy=remedy
        or Text(
            en=f"put it there with mode 0600 (`install -m 600 /dev/null {path}`, then edit it)",
            ja=f"モード 0600 で置いてください(`install -m 600 /dev/null {path}` の後で編集)",
        ),
        where=Where(file=str(path)),
    )
