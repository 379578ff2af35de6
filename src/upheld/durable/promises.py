"""What a process may promise that carries nothing out: to begin work, and to say something to it.

The web's processes take a party's answer down in a transaction of their own, and know nothing of
who will go on with it but the name of the port.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from upheld.clock import Clock
from upheld.durable import work


@dataclass(frozen=True, slots=True)
class Promises:
    """Begins work for one port, and speaks to work of either; rows of the caller's transaction."""

    clock: Clock
    port: work.Port

    def start(self, connection: Connection, name: str, key: str, *args: Any) -> bool:
        """Begin work; False if work of this key was begun before, which is then left alone."""
        return work.start(connection, name, key, args, now=self.clock.now(), port=self.port)

    def signal(self, connection: Connection, key: str, topic: str, payload: Any = None) -> None:
        """Say something to work, which may wait for it now or later.

        Raises:
            UnknownWorkError: No work of this key was begun.
        """
        work.signal(connection, key, topic, payload, self.clock.now())
