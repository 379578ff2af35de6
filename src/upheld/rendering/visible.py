"""Characters that nobody sees are shown, so that a declared name cannot turn a page around."""

import re

_UNSEEN = re.compile(
    # Controls (but not the space, which includes line breaks below), bidirectional marks and
    # overrides (UAX #9), zero-width and tag characters, surrogates, the byte order mark.
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("[\t\n\r\x85\u2028\u2029]+")


def visible(text: str) -> str:
    """Return a text in which unseen characters are written out, e.g. `[U+202E]`.

    >>> visible("abc" + chr(0x202E) + "def")
    'abc[U+202E]def'
    """
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", _BREAKS.sub(" ", text))
