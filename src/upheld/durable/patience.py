"""A store that is asked until it answers."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from upheld.durable.dispatching import LeftError
from upheld.durable.outage import is_passing
from upheld.durable.outbox import code_of

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_AGAIN_SECONDS = 0.2


class PatientStore:
    """Our store, asked until it answers: a run outlives the restart of its server."""

    def __init__(self, engine: Engine, stopping: Callable[[], bool]) -> None:
        """Ask `engine`; `stopping` says when not to wait any longer."""
        self._engine = engine
        self._stopping = stopping

    def ask(self, act: Callable[[Connection], T]) -> T:
        """Do something in one transaction; every such act may be repeated.

        Raises:
            LeftError: The process stops, and the store does not answer.
            DBAPIError: The statement is wrong.
        """
        while True:
            try:
                with self._engine.begin() as connection:
                    return act(connection)
            except DBAPIError as error:
                if not is_passing(error):
                    raise
                _LOG.warning("the store does not answer: %s", code_of(error))
            self.leave_if_stopping()
            time.sleep(_AGAIN_SECONDS)

    def leave_if_stopping(self) -> None:
        """Go no further when the process stops.

        Raises:
            LeftError: It does.
        """
        if self._stopping():
            raise LeftError
