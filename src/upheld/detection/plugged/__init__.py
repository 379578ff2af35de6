"""Recognisers from elsewhere: spaCy and GiNZA, GLiNER, Presidio, and those of other packages.

None of their libraries is needed; each is imported when `catalogue.plugged` is asked for it, and
models are read from where the operator put them: nothing is fetched. `judge` asks a model about
doubtful findings only.
"""

from upheld.detection.plugged.catalogue import plugged
from upheld.detection.plugged.judge import Judge, Judged, SecondOpinion

__all__ = ["Judge", "Judged", "SecondOpinion", "plugged"]
