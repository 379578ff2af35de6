"""HOW A POLICY IS READ: bytes in, clauses and sentences out, nothing dropped."""

import re
import unicodedata

from upheld.prose.clauses import clauses_of
from upheld.prose.decoding import TextUnreadableError, decode
from upheld.prose.document import Reading, Span, TargetedLink
from upheld.prose.language import NAMES, Guess, language_of
from upheld.prose.sentences import sentences_of
from upheld.prose.web_page import WebPage, is_markup, is_too_deep, read_page
from upheld.refusal import Where
from upheld.wording import Language, Text

_LINE_ENDS = re.compile(r"\r\n?")
_SEEN = frozenset("\n\t")
"""Control characters that a reader sees as a gap."""


def read(data: bytes, *, file: str, language: Language | None = None) -> Reading:
    """Read the bytes of a page or of a text.

    Args:
        data: The whole file.
        file: Its name, for messages; a name that ends in `.txt` is a text in any case.
        language: Read it in this language, whatever it looks like.

    Raises:
        TextUnreadableError: It is empty, too long, binary, or in another language.
    """
    decoded, charset = decode(data, file=file)
    return read_text(decoded, file=file, charset=charset, language=language)


def read_text(
    content: str, *, file: str, charset: str = "utf-8", language: Language | None = None
) -> Reading:
    """Read text that is decoded already; see `read`."""
    content = _LINE_ENDS.sub("\n", content.removeprefix("\ufeff"))
    page = None
    if not file.lower().endswith((".txt", ".md")) and is_markup(content):
        if is_too_deep(content):
            raise _too_deep(file)
        page = read_page(content)
    text = page.text if page else content
    if not text.strip():
        raise _nothing(file)
    spoken = language or _accepted(language_of(text), file)
    clauses = clauses_of(text, page.headings, page.contents) if page else clauses_of(text, {})
    return Reading(
        file=file,
        source="page" if page else "text",
        charset=charset,
        language=spoken,
        text=text,
        clauses=clauses,
        sentences=sentences_of(text, clauses),
        links=_links(page) if page else (),
        left_out=page.left_out if page else {},
        protected=page.protected if page else (),
        controls=tuple(place for place, character in enumerate(text) if not _is_visible(character)),
    )


def _links(page: WebPage) -> tuple[TargetedLink, ...]:
    return tuple(TargetedLink(Span(link.start, link.end), link.target) for link in page.links)


def _is_visible(character: str) -> bool:
    # Most characters are letters: the table of categories is asked for the rest only.
    return (
        character.isprintable()
        or character in _SEEN
        or unicodedata.category(character) not in {"Cc", "Cf"}
    )


def _accepted(guess: Guess, file: str) -> Language:
    if guess in ("ja", "en"):
        return "ja" if guess == "ja" else "en"
    english, japanese = NAMES[guess]
    raise TextUnreadableError(
        Text(
            en=f"the text seems to be in {english}; Japanese and English can be read",
            ja=f"{japanese}の文章のようです。読めるのは日本語と英語です",
        ),
        where=Where(file=file),
        remedy=Text(
            en="give the Japanese or English version, or say `--read-as ja` or `--read-as en`",
            ja="日本語版または英語版を指定するか、`--read-as ja` か `--read-as en` を付けてください",
        ),
    )


def _too_deep(file: str) -> TextUnreadableError:
    return TextUnreadableError(
        Text(
            en="the page's elements are nested too deeply",
            ja="ページの要素が深く入れ子になりすぎています",
        ),
        where=Where(file=file),
        remedy=Text(
            en="copy the policy's text out of the page and give it as a `.txt` file",
            ja="ページの文章をコピーし、`.txt` ファイルとして指定してください",
        ),
    )


def _nothing(file: str) -> TextUnreadableError:
    return TextUnreadableError(
        Text(en="the page has no words", ja="ページに文章がありません"),
        where=Where(file=file),
        remedy=Text(
            en="save the page after it has been drawn: a script may have written its words",
            ja="表示が終わってからページを保存してください。スクリプトが文章を書いている場合があります",
        ),
    )
