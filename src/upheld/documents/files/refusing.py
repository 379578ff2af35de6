"""Why a file, or one inside of it, cannot be read."""

from upheld.refusal import RefusalError
from upheld.wording import Text


class DocumentBrokenError(RefusalError):
    """A file is damaged, or something else than its first bytes say."""

    code = "document-broken"


class DocumentEncryptedError(RefusalError):
    """A file opens with a password."""

    code = "document-encrypted"


class DocumentTooLargeError(RefusalError):
    """A file is larger, deeper or takes longer than the limits, or unpacks to more."""

    code = "document-too-large"


class DocumentUnknownError(RefusalError):
    """A file is in a format that is not read."""

    code = "document-unknown"


class DocumentExtraMissingError(RefusalError):
    """A package that this kind of file needs is not installed."""

    code = "extra-missing"


REFUSED = (
    DocumentBrokenError,
    DocumentEncryptedError,
    DocumentTooLargeError,
    DocumentUnknownError,
    DocumentExtraMissingError,
)
"""What may befall one file and leaves its neighbours readable."""


def broken(kind: Text) -> DocumentBrokenError:
    """Refuse a damaged file of a kind."""
    return DocumentBrokenError(
        Text(en=f"it is damaged or no {kind.en}", ja=f"壊れているか、{kind.ja}ではありません"),
        remedy=Text(
            en="open it in the program it is from and save it anew",
            ja="作成したアプリで開き、保存し直してください",
        ),
    )


def encrypted() -> DocumentEncryptedError:
    """Refuse what opens with a password only."""
    return DocumentEncryptedError(
        Text(en="it opens with a password only", ja="パスワードで保護されています"),
        remedy=Text(
            en="save a copy without the password and read that",
            ja="パスワードを外した写しを保存して指定してください",
        ),
    )


def too_large(what: Text) -> DocumentTooLargeError:
    """Refuse what passes a limit."""
    return DocumentTooLargeError(
        what,
        remedy=Text(
            en="split it, or take out what is too large and read that by itself",
            ja="分割するか、大きい部分を取り出して個別に指定してください",
        ),
    )


def too_large_text(most: int) -> DocumentTooLargeError:
    """Refuse a text that would be held in memory as a whole; `most` is in bytes."""
    return too_large(
        Text(
            en=f"a text has more than {most >> 20} MiB",
            ja=f"テキストが {most >> 20} MiB を超えています",
        )
    )


def unknown(kind: Text) -> DocumentUnknownError:
    """Refuse a format that is not read."""
    return DocumentUnknownError(
        Text(en=f"{kind.en} is not read", ja=f"{kind.ja}は読み取れません"),
        remedy=Text(
            en="save it as XLSX, DOCX, PDF, CSV or text; unpack archives",
            ja="XLSX・DOCX・PDF・CSV・テキストで保存し、圧縮ファイルは展開してください",
        ),
    )


def extra_missing(kind: Text) -> DocumentExtraMissingError:
    """Say what has to be installed."""
    return DocumentExtraMissingError(
        Text(
            en=f"reading {kind.en} needs optional packages",
            ja=f"{kind.ja}の読み取りには追加のパッケージが必要です",
        ),
        remedy=Text(
            en="run `pip install 'upheld[documents]'`",
            ja="`pip install 'upheld[documents]'` を実行してください",
        ),
    )
