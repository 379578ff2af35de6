"""What is typed in several commands: days, and names of people who decide."""

from datetime import date

from upheld.refusal import UsageError
from upheld.wording import Text

_NAME_LENGTH = 200  # characters; the store's column has no more


def read_day(text: str, option: str = "") -> date:
    """Read YYYY-MM-DD; a refusal names the option, where one is given.

    Raises:
        UsageError: It is no day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        shown = f"{option} {text[:20]}".lstrip()
        raise UsageError(
            Text(en=f"`{shown}` is not a day", ja=f"`{shown}` は日付ではありません"),
            remedy=Text(en="write e.g. `2029-06-01`", ja="`2029-06-01` のように書いてください"),
        ) from None


def read_name(by: str) -> str:
    """Read who approves or places something.

    Raises:
        UsageError: It is nobody, or more than a name.
    """
    if not 0 < len(by.strip()) <= _NAME_LENGTH:
        raise UsageError(
            Text(
                en=f"`--by` is a name of 1 to {_NAME_LENGTH} characters",
                ja=f"`--by` は 1〜{_NAME_LENGTH} 文字の氏名です",
            ),
            remedy=Text(en="say who it is", ja="だれかを氏名で指定してください"),
        )
    return by.strip()
