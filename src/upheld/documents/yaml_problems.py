"""What a YAML parser found wrong, in Japanese too; the words are those of libyaml and PyYAML."""

import re

from upheld.wording import Text

_JAPANESE = {
    "mapping values are not allowed in this context": "ここにはコロン(`キー: 値`)を置けません",
    "mapping values are not allowed here": "ここにはコロン(`キー: 値`)を置けません",
    "mapping keys are not allowed in this context": "ここにはキーを置けません",
    "mapping keys are not allowed here": "ここにはキーを置けません",
    "block sequence entries are not allowed in this context": "ここには `-` の項目を置けません",
    "sequence entries are not allowed here": "ここには `-` の項目を置けません",
    "did not find expected key": "キーがあるはずの位置に、別のものがあります",
    "did not find expected '-' indicator": "`-` があるはずの位置に、別のものがあります",
    "did not find expected ',' or ']'": "`,` または `]` がありません",
    "did not find expected ',' or '}'": "`,` または `}` がありません",
    "did not find expected node content": "値がありません",
    "did not find expected <document start>": "文書の始まりがありません",
    "could not find expected ':'": "`:` がありません",
    "found character that cannot start any token": "この文字から値を始めることはできません(引用符で囲んでください)",
    "found unexpected end of stream": "閉じる引用符やかっこがないまま、ファイルが終わっています",
    "found unexpected document indicator": "閉じる引用符がないまま、文書が終わっています",
    "found unexpected ':'": "ここには `:` を置けません",
    "found unknown escape character": "`\\` の後に使えない文字があります",
    "did not find expected hexdecimal number": "`\\` の後に十六進数がありません",
    "found invalid Unicode character escape code": "`\\` の後の番号に当たる文字がありません",
    "found a tab character where an indentation space is expected": "字下げにタブが使われています",
    "found a tab character that violates indentation": "字下げにタブが使われています",
    "found undefined tag handle": "宣言されていないタグがあります",
    "found unknown directive name": "知らない `%` の指示があります",
    "found incompatible YAML document": "対応していない版の YAML です",
    "did not find expected comment or line break": "行末に余分な文字があります",
    "did not find expected alphabetic or numeric character": "`&` または `*` の後に名前がありません",
    "control characters are not allowed": "制御文字が含まれています",
}
"""Messages of the parsers, and what they mean to somebody who writes a file."""
_PATTERNS = (
    (re.compile(r"found character .+ that cannot start any token"),
     _JAPANESE["found character that cannot start any token"]),
    (re.compile(r"expected <block end>, but found .+"), _JAPANESE["did not find expected key"]),
    (re.compile(r"expected ',' or '\]', but got .+"), _JAPANESE["did not find expected ',' or ']'"]),
    (re.compile(r"expected ',' or '\}', but got .+"), _JAPANESE["did not find expected ',' or '}'"]),
    (re.compile(r"found unknown escape character .+"), _JAPANESE["found unknown escape character"]),
    (re.compile(r"expected alphabetic or numeric character, but found .+"),
     _JAPANESE["did not find expected alphabetic or numeric character"]),
)  # fmt: skip
"""The same from PyYAML's own parser, which names what it found instead."""


def told(problem: str | None) -> Text:
    """Return what is wrong, to stand behind `this is not valid YAML`; empty if nobody knows.

    A message without a translation is left out of the Japanese sentence: the place of the error
    says more than words in another language.

    >>> told("did not find expected ',' or ']'").ja
    ': `,` または `]` がありません'
    """
    if not problem:
        return Text(en="", ja="")
    known = _JAPANESE.get(problem) or next(
        (words for pattern, words in _PATTERNS if pattern.fullmatch(problem)), None
    )
    return Text(en=f": {problem}", ja=f": {known}" if known else "")
