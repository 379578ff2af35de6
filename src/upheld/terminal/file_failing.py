"""What the system does not do with a file, as a refusal."""

import errno

from upheld.refusal import Exit, RefusalError, Where
from upheld.wording import Text, reason_of


class FileFailedError(RefusalError):
    """A file or folder cannot be read or written."""

    code = "file-failed"


class DiskFailedError(FileFailedError):
    """The disk could not take what was to be written."""

    code = "disk-failed"
    exit_code = Exit.REMAINING


def file_failed(error: OSError) -> FileFailedError:
    """Say which file, as it was named, and why."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
    why = reason_of(error)
    return (DiskFailedError if full else FileFailedError)(
        Text(
            en=f"a file cannot be read or written ({why.en.lower()})",
            ja=f"ファイルを読み書きできません({why.ja})",
        ),
        where=Where(file=str(error.filename) if error.filename else None),
        remedy=Text(
            en="check the path, the disk's space and who may write there, and try again",
            ja="パス、ディスクの空き、書き込み権限を確認して、もう一度実行してください",
        ),
    )
