"""What the command line library says about a wrong command, in Japanese.

It speaks English only. Its sentences are few; one that is not here is shown as it is.
"""

import re
from collections.abc import Sequence

_SENTENCES: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"No such command '(.+?)'.*", "`{0}` というコマンドはありません"),
        (r"No such option:? '?(-[^\s']+)'?(?:[. ].*)?", "`{0}` というオプションはありません"),
        (r"Missing option '(.+?)'.*", "オプション `{0}` を指定してください"),
        (r"Missing argument '(.+?)'.*", "引数 `{0}` を指定してください"),
        (r"'(.+?)' is not one of (.+)", "`{0}` は使えません。次のいずれかです: {1}"),
        (r"Missing command", "コマンドを指定してください"),
        (r"Option '(.+?)' requires (?:an argument|\d+ arguments?)", "`{0}` には値が必要です"),
        (r"Option '(.+?)' does not take a value", "`{0}` に値は付けられません"),
        (r"Got unexpected extra arguments?", "余分な引数があります"),
        (r"(?:.*: )?(?:file|path) '(.+?)' does not exist", "`{0}` というファイルはありません"),
        (r"(?:.*: )?directory '(.+?)' does not exist", "`{0}` というフォルダはありません"),
        (r"(?:.*: )?(?:file|path) '(.+?)' is a directory", "`{0}` はフォルダです"),
        (r"(?:.*: )?(?:directory|path) '(.+?)' is a file", "`{0}` はファイルです"),
        (r"(?:.*: )?(?:file|path|directory) '(.+?)' is not readable", "`{0}` を読めません"),
        (r"Input should be a valid integer.*", "整数を指定してください"),
        (r".*is not in the range (.+)", "値は {0} の範囲で指定してください"),
        (r"Input should be less than or equal to (.+)", "{0} 以下の値を指定してください"),
        (r"Input should be greater than or equal to (.+)", "{0} 以上の値を指定してください"),
        (r"Input should be less than (.+)", "{0} より小さい値を指定してください"),
        (r"Input should be greater than (.+)", "{0} より大きい値を指定してください"),
        (r"Input should be a valid number.*", "数値を指定してください"),
        (r"Invalid value for '(.+?)'.*", "`{0}` の値が正しくありません"),
        (r".*is not a valid (?:integer|int).*", "整数を指定してください"),
    )
)


def in_japanese(said: str) -> str:
    """Return the sentence in Japanese, or as it is where it is not known."""
    for pattern, words in _SENTENCES:
        found = pattern.fullmatch(said)
        if found is not None:
            return words.format(*found.groups())
    return said
