"""A worker of a desk with other parties, as a process of its own."""

from pathlib import Path

from tests.desk.conftest import Drill
from tests.desk.others.desks import WithOthers
from upheld import worker


def main(folder: Path) -> None:
    worker.run_process(WithOthers(Drill(folder)).assembled())
