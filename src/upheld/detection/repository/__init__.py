"""What must not get into a repository: secrets and personal data in files that are committed.

`staged` asks Git for what is about to be committed, `allowance` reads the mark by which a line
says that its value is meant to be there, `baseline` keeps what was there before the guard came: keyed
fingerprints, never a value.
"""

from upheld.detection.repository.allowance import unknown_marks, unmarked
from upheld.detection.repository.baseline import Baseline, read_baseline, write_baseline
from upheld.detection.repository.choice import chosen
from upheld.detection.repository.staged import Staged, staged_files

__all__ = [
    "Baseline",
    "Staged",
    "chosen",
    "read_baseline",
    "staged_files",
    "unknown_marks",
    "unmarked",
    "write_baseline",
]
