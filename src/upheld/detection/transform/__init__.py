"""What becomes of a value that was found: gone, masked, under another name, or a likeness.

`redacted` leaves the word of the kind, `masked` a few last digits, `Pseudonyms` a placeholder
that stays the same within a scope and can be restored (`Restorer`, also in a stream), `Fakes` an
invented value of the same form. All take a text and places in it (`Span` or `Finding`).
"""

from upheld.detection.transform.fakes import Fakes
from upheld.detection.transform.in_json import with_quoted_numbers
from upheld.detection.transform.masking import masked
from upheld.detection.transform.placing import Place
from upheld.detection.transform.pseudonyms import Pseudonyms
from upheld.detection.transform.redaction import redacted
from upheld.detection.transform.restoring import Restorer
from upheld.detection.transform.scope import Scope

__all__ = [
    "Fakes",
    "Place",
    "Pseudonyms",
    "Restorer",
    "Scope",
    "masked",
    "redacted",
    "with_quoted_numbers",
]
