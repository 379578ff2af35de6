"""Names as people spell them in databases, taken apart: snake, camel, kebab, kanji and kana."""

import re
import unicodedata
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z]+|[0-9]+|[^\W\d_a-z]+")
_WORD_WITH_DIGITS = re.compile(r"^(ipv|line|addr|address|tel|phone|mail|email|zip|e)[0-9]+$")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u3005\u3012]")

_UNCOUNTED = frozenset({"address", "business", "status", "class", "process", "access", "news"})
_IRREGULAR = {"people": "person", "children": "child", "staffs": "staff", "addresses": "address"}


def word_set(text: str) -> frozenset[str]:
    """Make a set of the words of a text; how long lists of words are written here."""
    return frozenset(text.split())


@lru_cache(maxsize=16384)
def words(name: str) -> tuple[str, ...]:
    """Take a name apart into lower-case words; full width becomes half width.

    >>> words("shippingAddress-Line1"), words("ＴＥＬ_番号"), words("HTTPUserAgent")
    (('shipping', 'address', 'line1'), ('tel', '番号'), ('http', 'user', 'agent'))
    """
    plain = unicodedata.normalize("NFKC", name)
    # A name in capitals only has no humps: `USER_NAME`, `TEL`.
    if not plain.isupper():
        plain = _CAMEL.sub("_", plain)
    found: list[str] = []
    for part in re.split(r"[^\w]|_", plain.lower()):
        if not part:
            continue
        found.extend([part] if _WORD_WITH_DIGITS.match(part) else _WORD.findall(part))
    return tuple(found)


def joined(name: str) -> str:
    """Write the words of a name without gaps: `first_name` and `firstName` are one.

    >>> joined("First-Name")
    'firstname'
    """
    return "".join(words(name))


def is_japanese(word: str) -> bool:
    """Whether a word has kanji or kana in it."""
    return bool(_JAPANESE.search(word))


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """Make an English word singular, well enough to find the table it names.

    >>> [singular(w) for w in ("customers", "categories", "addresses", "status", "boxes")]
    ['customer', 'category', 'address', 'status', 'box']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _UNCOUNTED or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 - "ties" and "dies" end in -ie
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses", "zes")):
        return word[:-2]
    return word.removesuffix("s")
