"""A CSV that a person made, whatever wrote it: UTF-8, UTF-16 with a mark, Shift_JIS of Excel in Japan."""

import io
from pathlib import Path

from upheld.detection.reading import decoded
from upheld.refusal import InvalidFileError, Where
from upheld.terminal.file_failing import file_failed
from upheld.wording import Text


def open_csv(path: Path) -> io.StringIO:
    """Return the text of a file, for `csv`.

    Raises:
        FileFailedError: There is no such file, or it cannot be read.
        InvalidFileError: Its bytes are no text.
    """
    try:
        read = decoded(path.read_bytes())
    except OSError as error:
        raise file_failed(error) from None
    if read.damaged:
        raise InvalidFileError(
            Text(
                en="the file is no CSV in UTF-8 or Shift_JIS",
                ja="UTF-8・Shift_JIS の CSV として読めません",
            ),
            remedy=Text(
                en="save it in Excel as `CSV UTF-8 (comma delimited)`, and try again",
                ja="Excel で「CSV UTF-8(コンマ区切り)」として保存し直してください",
            ),
            where=Where(file=path.name),
        )
    return io.StringIO(read.text, newline="")
