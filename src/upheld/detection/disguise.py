r"""Values that hide: signs that nobody sees, escapes of every notation, base64 and hexadecimal digits, digits that are drawn apart.

Each stretch of a text with a disguise in it is read as a reader would see it, together with
where every code point of that came from. One layer is taken off; the scanner asks again for the next.
"""

import base64
import binascii
import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from upheld.detection.finding import Span
from upheld.detection.folding import plain_digit

_STRETCH, _ROUND = 4096, 256
"""Code points that are read at once, and how much of its surroundings with it."""
_DRAWN_OUT = 16_384
"""Code points behind a stretch in which what was begun in it is looked for."""
_DECODED_AT_ONCE = 65536
"""Code points of what base64 says that are read at once."""
_LARGEST = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Unmasked:
    """A stretch as it reads without its disguise.

    Attributes:
        given: The text that was given.
        text: What the stretch reads.
        starts: Where each code point of it begins in the text that was given.
        ends: Where it ends there.
    """

    given: str
    text: str
    starts: list[int]
    ends: list[int]

    def placed(self, spans: list[Span], labelled: Iterable[Span] = ()) -> Iterator[Span]:
        """Those spans that were disguised, or touched by a disguise, where they stand in the text that was given.

        And all of values whose label was, which may stand apart from them.
        """
        for span in labelled:
            yield span._replace(start=self.starts[span.start], end=self.ends[span.end - 1])
        for span in spans:
            start, end = self.starts[span.start], self.ends[span.end - 1]
            if self._differs(span.start, span.end, start, end):
                yield span._replace(start=start, end=end)

    def _differs(self, start: int, end: int, given_start: int, given_end: int) -> bool:
        """Whether something reads otherwise than it was given: itself, or the sign before or behind it."""
        before, behind = start > 0, end < len(self.text)
        return (
            self.text[start - before : end + behind]
            != self.given[max(0, given_start - before) : given_end + behind]
        )


def unmasked(text: str, hiding: Collection[str]) -> Iterator[Unmasked]:
    """Yield every stretch that has a disguise in it; `hiding` are those of `MARKS` that are in the text."""
    if _SIGN in hiding:
        yield from _stretches(text, _SIGNS)
    if _AT in hiding:
        yield from _stretches(text, _BRACKETS)
    if _APART in hiding:
        yield from _stretches(text, _DIGITS)
    if _ROW in hiding:
        yield from _encoded(text)
    if _HEX in hiding:
        yield from _in_hexadecimal(text)


def _stretches(text: str, disguises: "_Disguises") -> Iterator[Unmasked]:
    at = 0
    while (first := disguises.pattern.search(text, at)) is not None:
        start = max(0, first.start() - _ROUND)
        stop = min(len(text), first.start() + _STRETCH)
        seen = _read(text, disguises, start, _beyond(text, disguises, stop))
        if seen is not None:
            yield seen
        at = max(stop, first.end())


def _beyond(text: str, disguises: "_Disguises", stop: int) -> int:
    """Where a stretch ends: so much behind it as reads like its round, however far that is drawn out."""
    at, left = stop, _ROUND
    for found in disguises.pattern.finditer(text, stop, stop + _DRAWN_OUT):
        plain = found.start() - at
        if plain >= left:
            break
        left -= plain + len(disguises.reading(found))
        at = found.end()
        if left <= 0:
            return at
    return min(len(text), at + left)


def _read(text: str, disguises: "_Disguises", start: int, stop: int) -> Unmasked | None:
    """The stretch as it reads; `None` where that is what was given."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def plainly(begin: int, end: int) -> None:
        parts.append(text[begin:end])
        starts.extend(range(begin, end))
        ends.extend(range(begin + 1, end + 1))

    at, changed = start, False
    for found in disguises.pattern.finditer(text, start, stop):
        plainly(at, found.start())
        at = found.end()
        read = disguises.reading(found)
        if read == found[0]:
            plainly(found.start(), at)
            continue
        changed = True
        parts.append(read)
        starts.extend([found.start()] * len(read))
        ends.extend([at] * len(read))
    plainly(at, stop)
    return Unmasked(text, "".join(parts), starts, ends) if changed else None


@dataclass(frozen=True, slots=True)
class _Disguises:
    """Several that are looked for together: the name of each group says how it reads."""

    pattern: re.Pattern[str]
    readings: dict[str, Callable[["re.Match[str]"], str]]

    def reading(self, found: "re.Match[str]") -> str:
        return self.readings[found.lastgroup or ""](found)


# Signs -----------------------------------------------------------------------------------

_TAGS, _SELECTORS = "\U000e0000-\U000e007f", "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f"
_UNSEEN = (
    "\x80-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e00ff"
)
"""Signs without width, of direction, of control."""
_COMBINING = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Marks on the sign before; those that make another kana of it are none of them."""
_GONE = _UNSEEN + _COMBINING + _SELECTORS + _TAGS
_WRITTEN_LEAST = 4
"""Signs that nobody sees in a row from which on they say something themselves."""
_INLINE = "a|abbr|b|big|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|tt|u|wbr"


def _unseen(found: "re.Match[str]") -> str:
    """Nothing; but tags and selectors in a row are letters and bytes that a model reads."""
    row = found[0]
    if len(row) < _WRITTEN_LEAST:
        return ""
    tags = "".join(chr(ord(char) - 0xE0000) for char in row if "\U000e0020" <= char <= "\U000e007e")
    said = bytes(_selected(ord(char)) for char in row if _selected(ord(char)) >= 0)
    written = tags if len(tags) >= _WRITTEN_LEAST else _as_text(said)
    return written and f" {written} "


def _selected(code: int) -> int:
    """The byte that a variation selector stands for; -1 for any other sign."""
    if 0xFE00 <= code <= 0xFE0F:  # noqa: PLR2004 - Unicode's block
        return code - 0xFE00
    return code - 0xE0100 + 16 if 0xE0100 <= code <= 0xE01EF else -1  # noqa: PLR2004


def _percent(found: "re.Match[str]") -> str:
    def bytes_of(row: "re.Match[str]") -> str:
        return bytes.fromhex(row[0].replace("%", "")).decode("utf-8", "replace")

    units = re.sub(r"%u([0-9A-Fa-f]{4})", lambda one: chr(int(one[1], 16)), found[0])
    return re.sub(r"(?:%[0-9A-Fa-f]{2})+", bytes_of, units)


def _units(found: "re.Match[str]") -> str:
    pairs = bytes.fromhex(re.sub(r"\\+u", "", found[0]))
    return pairs.decode("utf-16-be", errors="replace")


def _code(found: "re.Match[str]") -> str:
    code = int(re.sub(r"[^0-9A-Fa-f]", "", found[0]), 16)
    return chr(code) if code <= _LARGEST else found[0]


def _octets(found: "re.Match[str]") -> str:
    said = re.findall(r"x([0-9A-Fa-f]{2})|([0-3][0-7]{2})", found[0])
    return bytes(int(x, 16) if x else int(o, 8) for x, o in said).decode("utf-8", "replace")


def _escaped(found: "re.Match[str]") -> str:
    return "\n" if found[0][-1] in "nrtfvb" else found[0][-1]


def _entity(found: "re.Match[str]") -> str:
    return html.unescape(found[0]).replace("\ufffd", "")


def _quoted(found: "re.Match[str]") -> str:
    return bytes.fromhex(found[0].replace("=", "")).decode("utf-8", "replace")


def _nothing(_: "re.Match[str]") -> str:
    return ""


def _joined(
    groups: dict[str, tuple[str, Callable[["re.Match[str]"], str]]], *, begins: str = ""
) -> _Disguises:
    """Disguises together; `begins`: with what each of them begins, looked at first."""
    pattern = "|".join(f"(?P<{name}>{one})" for name, (one, _) in groups.items())
    if begins:
        pattern = f"(?={begins})(?:{pattern})"
    return _Disguises(re.compile(pattern), {name: reading for name, (_, reading) in groups.items()})


_TAGGED = rf"(?:</?(?:{_INLINE})(?:\s[^<>]{{0,200}})?/?>|<!--[^<>]{{0,200}}-->)+"
_SIGNS = _joined(
    {
        "unseen": (f"[{_GONE}{_CONTROLS}]+", _unseen),
        "percent": (r"(?:%[0-9A-Fa-f]{2}|%u[0-9A-Fa-f]{4})+", _percent),
        "units": (r"(?:\\{1,8}u[0-9A-Fa-f]{4})+", _units),
        "code": (r"\\{1,8}(?:u\{[0-9A-Fa-f]{1,6}\}|U[0-9A-Fa-f]{8})", _code),
        "octets": (r"(?:\\{1,8}(?:x[0-9A-Fa-f]{2}|[0-3][0-7]{2}))+", _octets),
        # What ends a line in a string of a program, before a value that it would touch.
        "escaped": (r"\\{1,8}(?:[nrtfvb](?=[0-9A-Za-z(+])|[@_./+-](?=[0-9A-Za-z]))", _escaped),
        "entity": (
            r"&(?:#(?:[xX][0-9A-Fa-f]{1,10}|[0-9]{1,10});?|[A-Za-z][A-Za-z0-9]{1,31};)",
            _entity,
        ),
        "quoted": (r"(?:=[0-9A-F]{2})+", _quoted),
        # Not between two settings, of which the first one's value ends in `=`.
        "soft": (
            r"(?<=[0-9A-Za-z@.])=\r?\n(?=[0-9A-Za-z@.])(?!(?:export )?[A-Za-z_][\w.-]{0,60}[ \t]?[=:])",
            _nothing,
        ),
        "tag": (
            rf"(?<=[0-9@]){_TAGGED}(?=[0-9@])|(?<=@){_TAGGED}(?=[A-Za-z])|(?<=[A-Za-z]){_TAGGED}(?=@)",
            _nothing,
        ),
        "stress": (r"(?<=\d)(?:\*\*|__|~~|`)(?=\d)", _nothing),
    },
    begins=rf"[{_GONE}{_CONTROLS}%\\&=<*_~`]",
)
_OPENS, _CLOSES = r"[ \t]?[\[(<{（［〔【＜]\s?", r"\s?[\])>}）］〕】＞][ \t]?"
_BRACKETS = _joined(
    {
        "at": (rf"{_OPENS}(?:at|AT|At|アット|アットマーク|あっと|@|＠){_CLOSES}", lambda _: "@"),
        "dot": (rf"{_OPENS}(?:dot|DOT|Dot|ドット|\.|．){_CLOSES}", lambda _: "."),
    }
)
_SIGN = "|".join(
    (
        rf"[{_GONE}%\\&]",
        f"[0-9A-Za-z@.][{_CONTROLS}]+[0-9A-Za-z@.]",
        "=[0-9A-F]{2}=[0-9A-F]{2}",
        "=40[0-9A-Za-z]",
        r"[0-9A-Za-z]=\r?\n[0-9A-Za-z]",
        "[0-9@]<[/!a-z]",
        "[a-z]>@",
        r"\d(?:\*\*|__|~~|`)\d",
    )
)
_AT = r"[\[(<{〔【]\s?(?i:at|アット|アットマーク|あっと|@)\s?[\])>}〕】]"


# Digits ----------------------------------------------------------------------------------

_BETWEEN = r"[^\S\n\t]{1,3}|[\t\u2800]|[^\S\n]?[-‐‑‒–—−.．·・_/*~〜～:：][^\S\n]?"
_FOURS = r"\d{4}(?P=by)\d{4}(?:(?P=by)\d{1,7})?"
_BROKEN = r"[- ]?\r?\n[> \t]*"
_KANJI = dict(zip("〇零一二三四五六七八九壱弐参肆伍陸漆捌玖", "00123456789123456789", strict=True))
_OF_KANJI = "".join(_KANJI)
_ODD_DIGITS = "²³¹⁰⁴-⁹₀-₉①-⑨⓪⑴-⑼⒈-⒐⓵-⓽⓿❶-❾➀-➈➊-➒Ⅰ-Ⅸⅰ-ⅸ\U0001f100-\U0001f10a"
"""Digits in circles and brackets, with stops, above and below the line, and those of Rome."""
_ODD_LEAST = 4


def _single(found: "re.Match[str]") -> str:
    return "".join(char for char in found[0] if char.isdecimal())


def _grouped(found: "re.Match[str]") -> str:
    return found[0] if found["by"] in (" ", "-") else re.sub(r"\D+", "-", found[0])


def _broken(found: "re.Match[str]") -> str:
    return re.sub(r"\D+", "-", found[0])


def _of_kanji(found: "re.Match[str]") -> str:
    return "".join(_KANJI.get(char, "-") for char in found[0])


def _odd(found: "re.Match[str]") -> str:
    read = [plain_digit(char) for char in found[0]]
    odd = sum(
        one != char and not char.isdecimal() for one, char in zip(read, found[0], strict=True)
    )
    return "".join(read) if odd >= _ODD_LEAST else found[0]


_DIGITS = _joined(
    {
        "single": (
            rf"(?<![0-9A-Za-z])\d(?P<gap>{_BETWEEN})\d(?:(?P=gap)\d){{8,17}}(?!(?P=gap)?\d)",
            _single,
        ),
        "grouped": (
            rf"(?<![0-9A-Za-z])\d{{4}}(?P<by>{_BETWEEN})(?:{_FOURS}|\d{{6}}(?P=by)\d{{5}})(?![0-9A-Za-z])",
            _grouped,
        ),
        "broken": (
            rf"(?<![0-9A-Za-z])\d{{4}}(?:(?:[- ]\d{{4}}){{1,2}}{_BROKEN}\d{{4}}(?:[- ]\d{{4}}){{0,2}}|{_BROKEN}\d{{4}}(?:[- ]\d{{4}}){{1,2}})(?![0-9A-Za-z])",
            _broken,
        ),
        "kanji": (
            rf"[{_OF_KANJI}](?:[-‐‑‒–—―−ー・ 　]?[{_OF_KANJI}]){{9,}}",
            _of_kanji,
        ),
        "odd": (rf"[{_ODD_DIGITS}](?:[- ]?[{_ODD_DIGITS}\d])*", _odd),
    }
)
_JOINT = r"[- \t\f\v.·・_/*~〜:]"
"""What stands between digits that are drawn apart, once a text is folded."""
_APART = "|".join(
    (
        rf"(?:\d{_JOINT}{{1,3}}){{5}}\d",
        rf"\d{{4}}(?:{_JOINT}{{2,3}}|[\f\v.·・_/*~〜:])(?:\d{{4}}{_JOINT}{{1,3}}\d{{4}}|\d{{6}}{_JOINT}{{1,3}}\d{{5}})",
        r"\d{4}[- ]\d{4}[- ]?\r?\n[> \t]*\d{4}",
        r"\d{4}[- ]?\r?\n[> \t]*\d{4}[- ]\d{4}",
        f"(?:[0{_OF_KANJI}][-ー・ ]?){{10}}",
        rf"[{_ODD_DIGITS}][- \d]{{0,3}}[{_ODD_DIGITS}]",
    )
)


# What is encoded -------------------------------------------------------------------------

_ROW = "[A-Za-z0-9+/_-]{16}"
_HEX = "[0-9A-Fa-f]{20}|(?:[0-9A-Fa-f]{2}[ :]){9}|(?:0x[0-9A-Fa-f]{2}[ ,]{1,2}){9}"
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_NEXT_LINE = re.compile(r"[ \t]*\r?\n[> \t]*([A-Za-z0-9+/_-]+={0,2})(?![^\s])")
_BREAKS = re.compile(r"[\s>=]+")
_LINE_LEAST = 40
"""Signs of a line of base64 from which on it may go on in the next."""
_PAIRS = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}){10,}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])[0-9A-Fa-f]{2}(?:[ :][0-9A-Fa-f]{2}){9,}(?![0-9A-Za-z])"
    r"|0x[0-9A-Fa-f]{2}(?:[ ,]{1,2}0x[0-9A-Fa-f]{2}){9,}"
)
_WORDS = re.compile(
    rb"(?:[\x20-\x7e\t\r\n]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){8,}"
)
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){8,}|(?:\x00[\x20-\x7e]){8,}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MARKS = (_SIGN, _AT, _APART, _ROW, _HEX)
"""One is in every text that hides something, in RE2's syntax; folding takes none of them away."""


def _encoded(text: str) -> Iterator[Unmasked]:
    for start, end in _rows_of_base64(text):
        yield from _saying(text, start, end, _decoded(text[start:end]))


def _in_hexadecimal(text: str) -> Iterator[Unmasked]:
    for pairs in _PAIRS.finditer(text):
        said = bytes.fromhex(re.sub(r"0x|[ ,:]", "", pairs[0]))
        yield from _saying(text, pairs.start(), pairs.end(), _as_text(said))


def _saying(text: str, start: int, end: int, plain: str) -> Iterator[Unmasked]:
    for at in range(0, len(plain), _DECODED_AT_ONCE):
        piece = plain[max(0, at - _ROUND) : at + _DECODED_AT_ONCE]
        yield Unmasked(text, piece, [start] * len(piece), [end] * len(piece))


def _rows_of_base64(text: str) -> Iterator[tuple[int, int]]:
    """Where base64 may stand; lines of it that follow each other are one."""
    at = 0
    while (found := _BASE64.search(text, at)) is not None:
        at = found.end()
        last = at - found.start()
        while last >= _LINE_LEAST and (more := _NEXT_LINE.match(text, at)) is not None:
            at, last = more.end(), more.end(1) - more.start(1)
        yield found.start(), at


def _decoded(found: str) -> str:
    """What base64 says, where it says text; letters that stand before it may touch it."""
    body = _BREAKS.sub("", found).replace("-", "+").replace("_", "/")
    words: list[str] = []
    for ahead in range(4):
        row = body[ahead:]
        try:
            said = base64.b64decode(row[: len(row) - (len(row) % 4 == 1)] + "===")
        except (binascii.Error, ValueError):
            continue
        plain, whole = _text_of(said)
        if whole and not ahead:
            return plain
        words.append(plain)
    return "\n".join(filter(None, words))


def _as_text(read: bytes) -> str:
    return _text_of(read)[0]


def _text_of(read: bytes) -> tuple[str, bool]:
    """The text of UTF-8 without control characters, and that it is the whole; of other bytes the words in them."""
    try:
        text = read.decode()
    except UnicodeDecodeError:
        text = "\x00"
    if not _CONTROL.search(text):
        return text, True
    words = [*_WORDS.findall(read), *(one.replace(b"\x00", b"") for one in _WIDE.findall(read))]
    return b"\n".join(words).decode("utf-8", "replace"), False
