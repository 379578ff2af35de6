"""Parity: do the Japanese and the English pages promise the same?

Read `checking.parity`. Pages are read back from their HTML (`reading`), each line's text is
turned into facts (`facts`: numbers with units, dates, articles, negations, names), once by
the rules of English and once by those of Japanese, and the facts are compared. What a page
looks like after somebody edited it counts, not what it was made from.
"""

from upheld.rendering.parity.checking import compare, parity
from upheld.rendering.parity.reading import Reading, read_back

__all__ = ["Reading", "compare", "parity", "read_back"]
