"""What is personal here? In texts, in columns, in their names; Japanese and English, equal.

`Scanner` finds personal data and secrets in a text: `rules` are patterns with their checks,
recognisers find names and what is said about people. `kind` is the closed list of what can be
found. `names` answers for names of columns. A library of its own: it knows no policy and no store.
"""

from upheld.detection.finding import Finding, Span
from upheld.detection.rule import Rule
from upheld.detection.scanner import Recogniser, Scanner

__all__ = ["Finding", "Recogniser", "Rule", "Scanner", "Span"]
