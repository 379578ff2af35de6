"""What a decoder raises when it cannot read a value."""

from upheld.refusal import Exit, RefusalError
from upheld.wording import Text


class UndecodableError(RefusalError):
    """A stored value is not in the format that the data map names.

    It names no part of the value. A row that cannot be decoded is *not proven* to belong
    to nobody, so the exit code is that of an open question.
    """

    code = "undecodable"
    exit_code = Exit.NOT_PROVEN

    def __init__(self, format_name: str) -> None:
        """Name the format the value was expected in."""
        super().__init__(
            Text(
                en=f"a stored value is not in the format `{format_name}`",
                ja=f"保存された値を `{format_name}` 形式として読めません",
            ),
            remedy=Text(
                en="check `decode:` in the data map; rows in another format need a decision",
                ja="データマップの `decode:` を確認してください。別形式の行には人の判断が必要です",
            ),
        )
