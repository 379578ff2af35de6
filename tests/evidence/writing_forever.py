"""A process to be killed: appends and seals until it dies. Says a line once it has begun."""

import sys
from pathlib import Path

from sqlalchemy import create_engine

from tests.evidence.ledgers import Trial
from upheld.evidence.signing import load_key

if __name__ == "__main__":
    url, key = sys.argv[1:]
    trial = Trial(create_engine(url), load_key(Path(key), {}))
    trial.grow(1)
    print("begun", flush=True)
    while True:
        trial.grow(37)
