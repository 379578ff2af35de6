"""The keys of a workspace in a file of their own, encrypted with age.

They are never in the backup itself: whoever finds a backup without them can read what is not
sealed, and nothing of what requests say about people. Kept together they protect nothing.
"""

import io
import os
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from upheld.documents.secret_file import read_secret
from upheld.refusal import RefusalError, UsageError, Where
from upheld.wording import Text

_MOST_BYTES = 16 << 20
"""Keys are small; a larger file is none of ours."""
IDENTITY = "AGE-SECRET-KEY-"


class KeysUnreadableError(RefusalError):
    """A file of keys cannot be opened, or would replace a key that is there."""

    code = "keys-unreadable"


def members_of(keys: Mapping[str, Path]) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    """The keys that are there, for `disclosure.sealing.archive`: by name, whatever their place."""
    for name, path in sorted(keys.items()):
        if path.is_file():
            content = path.read_bytes()
            yield name, len(content), iter([content])


def places_of(
    folder: Path, signing_key: Path | None, store_key: Path, public: Path
) -> dict[str, Path]:
    """Every key of a workspace by the name it has in a file of keys.

    A key that comes from the environment has no file, and is kept where it comes from.
    """
    found = {"store.key": store_key}
    if signing_key is not None:
        found["signing.key"] = signing_key
    secrets = folder / "secrets"
    for path in sorted(secrets.rglob("*")) if secrets.is_dir() else []:
        if path.is_file() and path not in (signing_key, store_key, public):
            found[f"secrets/{path.relative_to(secrets).as_posix()}"] = path
    return found


def opened(path: Path, secret: Path) -> dict[str, bytes]:
    """Decrypt a file of keys.

    Args:
        path: The file.
        secret: A file (0600) with an age identity, or with the passphrase.

    Raises:
        KeysUnreadableError: It cannot be opened with that.
        SecretMissingError, SecretExposedError: See `documents.secret_file`.
    """
    import pyrage

    word = read_secret(secret)
    sealed = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    identity = next((w for w in word.split() if w.upper().startswith(IDENTITY)), None)
    try:
        if identity is not None:
            plain = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)])
        else:
            plain = pyrage.passphrase.decrypt(sealed, word)
        with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
            found = {m.name: archive.extractfile(m) for m in archive if m.isfile()}
            return {name: stream.read() for name, stream in found.items() if stream is not None}
    except (pyrage.DecryptError, pyrage.IdentityError, tarfile.TarError):
        raise KeysUnreadableError(
            Text(en="the keys cannot be opened with this", ja="この鍵・合言葉では開けません"),
            where=Where(file=path.name),
            remedy=Text(
                en="give the identity (or passphrase) that belongs to the recipient they were encrypted for",
                ja="暗号化したときの受取人に対応する秘密鍵(または合言葉)を指定してください",
            ),
        ) from None


def put_back(keys: Mapping[str, bytes], folder: Path, places: Mapping[str, Path]) -> list[str]:
    """Write keys where they belong, mode 0600; return the names of those written.

    Raises:
        KeysUnreadableError: Another key is there; nothing was written.
        UsageError: A name would lead out of the workspace.
    """
    targets = {name: _target(name, folder, places) for name in keys}
    for name, path in targets.items():
        if path.exists() and path.read_bytes() != keys[name]:
            raise KeysUnreadableError(
                Text(en="another key is there already", ja="別の鍵がすでにあります"),
                where=Where(file=path.name),
                remedy=Text(
                    en="move it away first: what was sealed or signed with it needs it",
                    ja="先に別の場所へ移してください。その鍵で封印・署名したものに必要です",
                ),
            )
    written = []
    for name, path in targets.items():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(keys[name])
            written.append(name)
    return written


def _target(name: str, folder: Path, places: Mapping[str, Path]) -> Path:
    if name in places:
        return places[name]
    path = PurePosixPath(name)
    if path.parts[:1] != ("secrets",) or ".." in path.parts or len(path.parts) < 2:  # noqa: PLR2004
        raise UsageError(
            Text(en="the file of keys holds something else", ja="鍵以外のものが含まれています"),
            remedy=Text(
                en="use the file that `upheld backup --with-keys` wrote",
                ja="`upheld backup --with-keys` が作成したファイルを指定してください",
            ),
        )
    return folder / path
